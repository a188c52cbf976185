import json

import pytest
from lxml import html  # type: ignore[import-untyped]

from corpus.pagedates import stated_dates

_MORNING = "2025-07-01T10:00:00+02:00"
_NOON = "2025-07-01T12:00:00+00:00"


def _dates(head: str, body: str = "") -> tuple[str | None, str | None]:
    return stated_dates(html.document_fromstring(f"<html><head>{head}</head><body><p>Text</p>{body}</body></html>"))


def _linked(content: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(content)}</script>'


def test_meta_elements_state_dates_with_their_zone() -> None:
    head = (
        f'<meta property="article:published_time" content="{_MORNING}">'
        '<meta property="article:modified_time" content="2025-07-01T12:00:00Z">'
    )
    assert _dates(head) == (_MORNING, _NOON)


@pytest.mark.parametrize(
    "content",
    [
        {"@type": "NewsArticle", "datePublished": _MORNING, "dateModified": _NOON},
        [{"@type": "WebSite"}, {"@type": ["Article"], "datePublished": _MORNING, "dateModified": _NOON}],
        {"@graph": [{"@type": "NewsArticle", "datePublished": _MORNING, "dateModified": _NOON}]},
        [{"@type": "WebPage", "datePublished": _NOON}, {"@type": "Article", "datePublished": _MORNING}],
    ],
)
def test_linked_data_states_dates(content: object) -> None:
    assert _dates(_linked(content))[0] == _MORNING


def test_times_in_the_text_state_dates() -> None:
    assert _dates("", f'<time itemprop="datePublished" datetime="{_MORNING}">heute</time>') == (_MORNING, None)


def test_a_time_goes_before_a_day_and_the_article_before_the_page() -> None:
    head = '<meta property="article:published_time" content="2025-07-01">' + _linked({"datePublished": _MORNING})
    assert _dates(head + f'<meta name="date" content="{_NOON}">')[0] == _MORNING


def test_of_a_time_without_a_zone_the_day_counts() -> None:
    assert _dates('<meta name="date" content="2025-07-01T00:30:00">') == ("2025-07-01", None)


@pytest.mark.parametrize(
    "content",
    [
        *(
            "",
            "gestern",
            "kein JSON",
            "[" * 100_000,
            '{"datePublished": 5}',
            '{"datePublished": ["2025"]}',
            "null",
            "1",
        ),
        json.dumps([{}] * 100_000 + [{"datePublished": _MORNING}]),
        json.dumps({"datePublished": _MORNING, "rest": "x" * 500_000}),
    ],
)
def test_hostile_linked_data_states_nothing(content: str) -> None:
    assert _dates(f'<script type="application/ld+json">{content}</script>') == (None, None)
