"""The last evaluation as HTML: whether floors were held, the figures to look at first, then all of them."""

from collections.abc import Sequence
from datetime import datetime

from assistant import Figure, Report
from ui.quality_texts import QualityTexts
from ui.rendering import plain, problem
from ui.texts import Texts, day, number

HEADLINES = (
    "answer shown",
    "right article cited",
    "verbatim",
    "citation precision",
    "abstention precision",
    "verdict accuracy",
)

Words = tuple[QualityTexts, Texts]


def report_html(report: Report | None, trouble: str, words: Words) -> str:
    """The last evaluation: when and over what, whether floors were held, the figures to look at first, then all."""
    texts, _ = words
    said = problem(trouble) if trouble else ""
    if report is None:
        body = "" if trouble else _no_report(texts)
    else:
        body = f"{_summary(report, words)}{_headlines(report, words)}{_all_figures(report, words)}"
    return (
        f'<section class="report" aria-labelledby="report-title"><div class="bar">'
        f'<h2 id="report-title">{plain(texts.report)}</h2>{_opener(report, texts)}</div>{said}{body}</section>'
    )


def _opener(report: Report | None, texts: QualityTexts) -> str:
    if report is None or report.page is None:
        return ""
    return (
        f'<button type="button" class="action" data-page data-title="{plain(texts.report_title)}"'
        f' data-loading="{plain(texts.loading)}">{plain(texts.open_report)}</button>'
    )


def _no_report(texts: QualityTexts) -> str:
    return (
        f'<div class="nothing"><p class="lead">{plain(texts.no_report)}</p><p>{plain(texts.no_report_detail)}</p>'
        f"<pre><code>belegt-evals report</code></pre><p>{plain(texts.no_report_cost)}</p></div>"
    )


def _summary(report: Report, words: Words) -> str:
    texts, frame = words
    parts = [texts.measured.format(when=when(report.at, frame))]
    parts += [texts.questions.format(count=number(report.questions, frame))] if report.questions else []
    parts += [texts.claims.format(count=number(report.claims, frame))] if report.claims else []
    if "p50" in report.milliseconds:
        parts.append(texts.median.format(count=number(round(report.milliseconds["p50"]), frame)))
    spans = "".join(f'<span class="part">{plain(part)}</span>' for part in parts)
    return f'<p class="measured">{spans}</p>{_floors(report, texts)}'


def _floors(report: Report, texts: QualityTexts) -> str:
    fallen = [_name(each, texts) for each in report.figures if each.fell]
    if fallen:
        said = texts.floors_fell.format(names=", ".join(fallen))
        return f'<p class="floors" data-held="no"><span aria-hidden="true">▼</span> {plain(said)}</p>'
    if any(each.floor is not None for each in report.figures):
        return f'<p class="floors" data-held="yes"><span aria-hidden="true">✓</span> {plain(texts.floors_held)}</p>'
    return f'<p class="floors">{plain(texts.no_floors)}</p>'


def _headlines(report: Report, words: Words) -> str:
    by_name = {each.name: each for each in report.figures}
    items = "".join(_headline(by_name[name], words) for name in HEADLINES if name in by_name)
    return f'<ul class="figures">{items}</ul>' if items else ""


def _headline(figure: Figure, words: Words) -> str:
    texts, _ = words
    return (
        f'<li class="figure"><p class="figure-name">{plain(_name(figure, texts))}</p>'
        f'<p class="figure-value">{plain(_share(figure.value, texts))}</p>'
        f'<p class="figure-note">{plain(_meaning(figure, texts))}</p>'
        f'<p class="figure-note">{_spread(figure, words)}</p>{_floor(figure, texts)}</li>'
    )


def _spread(figure: Figure, words: Words) -> str:
    """The interval, where there is one, and over how many cases."""
    texts, frame = words
    parts = []
    if figure.low < figure.high:
        parts.append(texts.interval.format(low=_share(figure.low, texts), high=_share(figure.high, texts)))
    parts.append(texts.on_cases.format(count=number(figure.n, frame)))
    return "".join(f'<span class="part">{plain(part)}</span>' for part in parts)


def _floor(figure: Figure, texts: QualityTexts) -> str:
    if figure.floor is None:
        return ""
    sign, said = ("▼", texts.fell) if figure.fell else ("✓", texts.held)
    return (
        f'<p class="figure-floor" data-held="{"no" if figure.fell else "yes"}">'
        f'{plain(texts.floor)} {plain(_share(figure.floor, texts))} <span aria-hidden="true">{sign}</span>'
        f" {plain(said)}</p>"
    )


def _all_figures(report: Report, words: Words) -> str:
    """A table of everything; a column that would be empty is left out."""
    texts, _ = words
    optional = (
        (texts.floor, [each.floor for each in report.figures]),
        (texts.previous, [each.previous for each in report.figures]),
        (texts.baseline, [each.baseline for each in report.figures]),
    )
    columns = [(name, values) for name, values in optional if any(value is not None for value in values)]
    heads = "".join(f'<th scope="col">{plain(name)}</th>' for name in (texts.value, *(name for name, _ in columns)))
    rows = "".join(
        _row(figure, [(name, values[n]) for name, values in columns], words) for n, figure in enumerate(report.figures)
    )
    return (
        f'<details class="all-figures"><summary>{plain(texts.all_figures)}</summary><table>'
        f'<thead><tr><th scope="col">{plain(texts.measure)}</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></details>"
    )


def _row(figure: Figure, others: Sequence[tuple[str, float | None]], words: Words) -> str:
    texts, _ = words
    cells = "".join(
        f'<td data-label="{plain(name)}"{_held(figure, name, texts)}>{_cell(value, texts)}</td>'
        for name, value in others
    )
    return (
        f'<tr><th scope="row">{plain(_name(figure, texts))}<span class="figure-note">'
        f"{plain(_meaning(figure, texts))}</span></th>"
        f'<td data-label="{plain(texts.value)}"><strong>{plain(_share(figure.value, texts))}</strong>'
        f'<span class="figure-note">{_spread(figure, words)}</span></td>{cells}</tr>'
    )


def _held(figure: Figure, column: str, texts: QualityTexts) -> str:
    return ' data-held="no"' if figure.fell and column == texts.floor else ""


def _cell(value: float | None, texts: QualityTexts) -> str:
    return plain(_share(value, texts)) if value is not None else '<span aria-hidden="true">–</span>'


def _name(figure: Figure, texts: QualityTexts) -> str:
    return texts.measures.get(figure.name, (figure.name, ""))[0]


def _meaning(figure: Figure, texts: QualityTexts) -> str:
    return texts.measures.get(figure.name, ("", figure.meaning))[1]


def _share(value: float, texts: QualityTexts) -> str:
    return texts.percent.format(value=f"{value * 100:.1f}".replace(".", texts.point))


def when(at: str, frame: Texts) -> str:
    """Write a moment by the clock of this machine; what is none as it is."""
    try:
        return day(datetime.fromisoformat(at).astimezone().isoformat(), frame)
    except ValueError:
        return at
