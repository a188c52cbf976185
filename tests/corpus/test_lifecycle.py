from datetime import UTC, datetime

import pytest

from corpus.dates import epoch
from corpus.lifecycle import is_embargoed, is_public, live_from
from corpus.types import Article, ArticleStatus

NOW = datetime(2025, 7, 1, 12, tzinfo=UTC)
STORED = "2025-09-01T08:00:00.000000+00:00"


@pytest.mark.parametrize(
    ("status", "embargo_until", "public"),
    [
        (ArticleStatus.LIVE, None, True),
        (ArticleStatus.CORRECTED, None, True),
        (ArticleStatus.WITHDRAWN, None, False),
        (ArticleStatus.WITHDRAWN, "2025-06-01", False),
        (ArticleStatus.LIVE, "2025-07-01", True),
        (ArticleStatus.LIVE, "2025-07-02", False),
        (ArticleStatus.LIVE, "2025-07-01T12:00:00+00:00", True),
        (ArticleStatus.LIVE, "2025-07-01T12:00:01+00:00", False),
        (ArticleStatus.LIVE, "2025-07-01T13:30:00+02:00", True),
        (ArticleStatus.LIVE, "2025-07-01T11:30:00-02:00", False),
    ],
)
def test_readers_may_see_what_is_neither_withdrawn_nor_under_embargo(
    status: ArticleStatus, embargo_until: str | None, public: bool
) -> None:
    assert (
        is_public(Article(id="a", title="T", text="Text.", status=status, embargo_until=embargo_until), NOW) is public
    )


def test_an_embargo_runs_until_the_moment_it_names() -> None:
    held = Article(id="a", title="T", text="Text.", embargo_until="2025-07-01T12:00:01+00:00")
    assert is_embargoed(held, NOW)
    assert not is_embargoed(held, datetime(2025, 7, 1, 12, 0, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("fields", "before", "since"),
    [
        ({"published": "2025-07-01"}, None, "2025-07-01"),
        ({"published": "2025-07-01", "updated": "2025-07-03"}, None, "2025-07-03"),
        ({}, None, STORED),
        ({"published": "2025-07-01", "updated": "2025-07-03"}, "2025-07-01", "2025-07-03"),
        ({"published": "2025-07-01"}, "2025-07-01", STORED),
        ({"published": "2025-07-01", "updated": "2025-07-03"}, "2025-07-03", STORED),
        ({"published": "2025-07-01", "embargo_until": "2025-07-05"}, None, "2025-07-05"),
    ],
)
def test_a_version_can_be_read_from_its_last_date_that_says_so(
    fields: dict[str, str], before: str | None, since: str
) -> None:
    article = Article(id="a", title="T", text="Text.", **fields)  # type: ignore[arg-type]
    assert live_from(article, epoch(before) if before else None, STORED) == epoch(since)
