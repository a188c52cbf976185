"""The plots of the report, as SVG text that stands in the page; the one module that imports matplotlib."""

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from io import StringIO
from typing import TYPE_CHECKING

from corpus.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Curve = Sequence[tuple[float, float]]

SIZE_INCHES = (6.0, 3.4)


def check_plotting() -> None:
    """Do nothing if plots can be drawn.

    Raises:
        UsageError: if matplotlib is not installed.
    """
    if find_spec("matplotlib") is None:
        raise UsageError(
            "The library that draws the report is not installed.",
            hint="Install it with `pip install -e '.[evals]'`.",
        )


def risk_coverage_plot(curves: Mapping[str, Curve]) -> str:
    """Draw risk over coverage, a line for each system."""
    figure = _figure()
    axes = figure.subplots()
    for name, points in curves.items():
        axes.plot([coverage for coverage, _ in points], [risk for _, risk in points], label=name)
    axes.set(xlabel="coverage: share of questions answered, the surest first", ylabel="risk: share of wrong answers")
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.legend(frameon=False)
    return _svg(figure)


def latency_plot(milliseconds: Mapping[str, Sequence[float]]) -> str:
    """Draw the share of questions answered within a time, a line for each system."""
    figure = _figure()
    axes = figure.subplots()
    for name, took in milliseconds.items():
        ordered = sorted(took)
        axes.step(ordered, [(n + 1) / len(ordered) for n in range(len(ordered))], where="post", label=name)
    axes.set(xlabel="milliseconds", ylabel="share of questions answered", ylim=(0, 1), xscale="log")
    axes.legend(frameon=False)
    return _svg(figure)


def _figure() -> "Figure":
    from matplotlib.figure import Figure  # noqa: PLC0415  (only a report draws)

    return Figure(figsize=SIZE_INCHES, layout="constrained")


def _svg(figure: "Figure") -> str:
    """Return the figure as SVG without prologue, date or random ids: the same run gives the same page."""
    from matplotlib import rc_context  # noqa: PLC0415

    text = StringIO()
    with rc_context({"svg.hashsalt": "belegt", "svg.fonttype": "none", "font.family": "sans-serif"}):
        figure.savefig(text, format="svg", metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
    return text.getvalue().split("?>", 1)[-1].split('dtd">', 1)[-1]
