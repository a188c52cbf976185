"""The filters of a question: read from what a reader chose, named in words, shown as a form and as chips."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from assistant import Filters
from ui.ask_texts import AskTexts, ask_texts
from ui.rendering import plain, problem
from ui.texts import Texts, day
from ui.types import EVERYTHING

NAMES = ("since", "until", "as_of", "outlet")
_DATES = ("since", "until", "as_of")
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The filters that hold, and what was entered last where that cannot be used, with the reason in one line."""

    filters: Filters = EVERYTHING
    entered: Filters | None = None
    problem: str = ""


def chosen(present: Choice, given: Mapping[str, object], outlets: Iterable[str], texts: Texts) -> Choice:
    """Choose what a reader entered; what holds stays as it is where that cannot be used."""
    entered = Filters(**{name: _entered(given.get(name)) for name in NAMES})
    wrong = _problem(entered, outlets, ask_texts(texts.lang))
    return replace(present, entered=entered, problem=wrong) if wrong else Choice(filters=entered)


def without(present: Choice, name: str) -> Choice:
    """Take one filter away; a name that is none changes nothing."""
    return Choice(filters=replace(present.filters, **{name: None})) if name in NAMES else present


def filter_words(filters: Filters, texts: Texts) -> dict[str, str]:
    """Name the filters that are set: `{"since": "ab 1. Juli 2025"}`."""
    words = ask_texts(texts.lang)
    forms = {"since": words.chip_since, "until": words.chip_until, "as_of": words.chip_as_of}
    dates = {name: str(getattr(filters, name) or "") for name in _DATES}
    said = {name: forms[name].format(when=day(value, texts)) for name, value in dates.items() if value}
    return said | ({"outlet": filters.outlet} if filters.outlet else {})


def filter_form(choice: Choice, outlets: Iterable[str], texts: Texts) -> str:
    """The disclosure with the form, and the filters that hold as chips that remove them."""
    words = ask_texts(texts.lang)
    entered = choice.entered or choice.filters
    fields = "".join(_field(name, label, entered) for name, label in _labels(words))
    return (
        f'<section class="filters" aria-label="{plain(words.filters)}">{_chips(choice.filters, texts)}'
        f"<details{' open' if choice.problem else ''}><summary>{plain(words.filter_open)}</summary>"
        f'<form class="filter-form" novalidate><fieldset><legend>{plain(words.filter_legend)}</legend>{fields}'
        f"{_outlet(entered, outlets, words)}</fieldset>{problem(choice.problem) if choice.problem else ''}"
        f'<p class="detail" id="as-of-detail">{plain(words.as_of)}: {plain(words.as_of_detail)}.</p>'
        f'<button type="submit">{plain(words.apply)}</button></form></details></section>'
    )


def filter_labels(filters: Filters, texts: Texts) -> str:
    """The filters that a question was asked with, to be read; empty where there were none."""
    said = filter_words(filters, texts)
    if not said:
        return ""
    items = "".join(f'<li class="chip"><bdi>{plain(each)}</bdi></li>' for each in said.values())
    return f'<ul class="chips" aria-label="{plain(ask_texts(texts.lang).filters)}">{items}</ul>'


def _entered(value: object) -> str | None:
    return value.strip()[:_LONGEST] or None if isinstance(value, str) else None


def _problem(entered: Filters, outlets: Iterable[str], words: AskTexts) -> str:
    wrong = next((value for value in _dates(entered) if not _is_date(value)), None)
    if wrong is not None:
        return words.no_date.format(value=wrong)
    if entered.since and entered.until and entered.until < entered.since:
        return words.no_range
    if entered.outlet and entered.outlet not in set(outlets):
        return words.no_outlet.format(value=entered.outlet)
    return ""


def _dates(filters: Filters) -> Iterator[str]:
    yield from (value for value in (filters.since, filters.until, filters.as_of) if value)


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _labels(words: AskTexts) -> tuple[tuple[str, str], ...]:
    return ("since", words.since), ("until", words.until), ("as_of", words.as_of)


def _field(name: str, label: str, entered: Filters) -> str:
    described = ' aria-describedby="as-of-detail"' if name == "as_of" else ""
    return (
        f'<label>{plain(label)}<input type="date" name="{name}" value="{plain(getattr(entered, name) or "")}"'
        f"{described}></label>"
    )


def _outlet(entered: Filters, outlets: Iterable[str], words: AskTexts) -> str:
    options = "".join(
        f'<option value="{plain(outlet)}"{" selected" if outlet == entered.outlet else ""}>{plain(outlet)}</option>'
        for outlet in sorted(set(outlets) | ({entered.outlet} if entered.outlet else set()))
    )
    return (
        f'<label>{plain(words.outlet)}<select name="outlet"><option value="">{plain(words.any_outlet)}</option>'
        f"{options}</select></label>"
    )


def _chips(filters: Filters, texts: Texts) -> str:
    words = ask_texts(texts.lang)
    items = "".join(
        f'<li><button type="button" class="chip" data-drop="{name}"'
        f' aria-label="{plain(words.remove_filter.format(filter=said))}"><bdi>{plain(said)}</bdi>'
        f'<span aria-hidden="true">×</span></button></li>'
        for name, said in filter_words(filters, texts).items()
    )
    return f'<ul class="chips" aria-label="{plain(words.filters_chosen)}">{items}</ul>' if items else ""
