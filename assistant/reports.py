"""The last report of the evaluations, read from the folder that `belegt-evals` writes to."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.types import Report
from corpus.errors import NotFoundError, StoreError

FIGURES_FILE, PAGE_FILE = "report.json", "report.html"
_FOLDERS = ("", "gate")  # where `belegt-evals report` writes, and where `belegt-evals gate` does


def newest_report(folder: Path) -> Report | None:
    """Return the report that was written last; None if there is none.

    Raises:
        StoreError: if a file cannot be read or is no report.
    """
    paths = [folder / each / FIGURES_FILE for each in _FOLDERS]
    return max((_read(path) for path in paths if path.exists()), key=lambda report: report.at, default=None)


def report_page(folder: Path) -> str:
    """Return the HTML of the report that was written last. It holds text of articles: show it where no script runs.

    Raises:
        NotFoundError: if there is none.
        StoreError: if it cannot be read.
    """
    report = newest_report(folder)
    if report is None or report.page is None:
        raise NotFoundError("There is no report of the evaluations.", hint="`belegt-evals report` writes one.")
    return _text(Path(report.page))


def _read(path: Path) -> Report:
    try:
        report = _reports().validate_json(_text(path))
    except ValidationError as error:
        raise StoreError(f"{path} is no report.", hint="Write it anew with `belegt-evals report`.") from error
    page = path.with_name(PAGE_FILE)
    return replace(report, page=str(page) if page.exists() else None)


@cache
def _reports() -> "TypeAdapter[Report]":
    return TypeAdapter(Report)  # made at the first reading: only the page shows reports


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "not a text in UTF-8"
        raise StoreError(f"{path}: {said}.", hint="Write it anew with `belegt-evals report`.") from error
