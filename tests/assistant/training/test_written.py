import json
import random
from collections import defaultdict
from dataclasses import replace
from importlib.resources.abc import Traversable
from typing import Any

import pytest

from assistant.training.pairs import NEITHER, NO_GUESS, REFUTED, SUPPORTED
from assistant.training.written import (
    ARTICLES,
    CLAIMS,
    GUESS_FOLDS,
    VERSION,
    OtherEvents,
    WrittenClaim,
    first_versions,
    guesses,
    is_first,
    written_pairs,
)
from assistant.types import Verdict
from corpus.types import Span

ARTICLE = "Der Hafen ist zu. Ein Kran stürzte um. Niemand wurde verletzt. Die Stadt prüft das. Morgen öffnet er wieder."
GUESS = (-1.0, -0.5, -3.0)
GOLD = "Niemand wurde verletzt."


def written(quote: str = GOLD, label: Verdict = Verdict.REFUTED) -> WrittenClaim:
    start = ARTICLE.index(quote)
    return WrittenClaim(
        claim="Beim Umsturz des Krans gab es mehrere Verletzte.",
        lang="de",
        label=label,
        article_id="a",
        article=ARTICLE,
        title="Kran im Hafen umgestürzt",
        published="2025-05-12T08:00:00Z",
        places=(Span(start=start, end=start + len(quote)),),
    )


def lines_of(file: Traversable) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_evidence_is_what_decides_with_its_neighbours() -> None:
    assert written().evidence(before=0) == GOLD
    assert written().evidence() == f"Ein Kran stürzte um. {GOLD}"
    assert written().evidence(before=9, after=9) == ARTICLE


def test_a_pair_shows_what_decides_it_and_sometimes_what_does_not() -> None:
    draw = random.Random(1)
    pairs = [pair for _ in range(200) for pair in written_pairs([written()], [GUESS], draw)]
    decided = [pair for pair in pairs if pair.label == REFUTED]
    beside = [pair for pair in pairs if pair.label == NEITHER]
    assert len(decided) == 200
    assert all(GOLD in pair.evidence for pair in decided)
    assert 60 < len(beside) < 140
    assert {pair.guess for pair in decided} == {GUESS}
    assert {pair.guess for pair in beside} == {(0.0, 0.0, 0.0)}
    assert not any(GOLD in pair.evidence for pair in beside)
    framed = "Kran im Hafen umgestürzt (2025-05-12): "
    assert 100 < sum(pair.evidence.startswith(framed) for pair in decided) < 200


def test_a_claim_on_a_made_up_event_is_shown_over_others_that_share_words_and_nothing_follows() -> None:
    made_up = replace(written(), article_id="own-1-1/a")
    articles = [
        {"id": made_up.article_id, "title": made_up.title, "text": made_up.article},
        {"id": "own-1-2", "title": "Mauer", "text": "Beim Umsturz einer Mauer gab es Tote. Das war in Bern."},
        {
            "id": "b",
            "title": "Wahl",
            "published": "2024-05-01",
            "text": "In Bern wird gewählt. Das dauert bis Sonntag.",
        },
    ]
    others = OtherEvents(articles)
    claims = [made_up, replace(written(), article_id="b")]
    pairs = [
        pair
        for _ in range(20)
        for pair in written_pairs(claims, [GUESS] * 2, random.Random(1), beside=0, elsewhere=1, others=others)
        if pair.guess == NO_GUESS
    ]
    assert {(pair.evidence, pair.label) for pair in pairs} == {
        ("Mauer: Beim Umsturz einer Mauer gab es Tote. Das war in Bern.", NEITHER)
    }
    assert len(pairs) == 20


@pytest.mark.parametrize(
    ("label", "number"),
    [(Verdict.SUPPORTED, SUPPORTED), (Verdict.REFUTED, REFUTED), (Verdict.NOT_ENOUGH_EVIDENCE, NEITHER)],
)
def test_labels_are_those_of_the_model(label: Verdict, number: int) -> None:
    assert next(written_pairs([written(label=label)], [GUESS], random.Random(1))).label == number


def test_the_claims_that_come_with_the_code_are_whole() -> None:
    claims = lines_of(CLAIMS)
    assert len({(claim["claim"], claim["article_id"]) for claim in claims}) == len(claims)
    assert {claim["lang"] for claim in claims} == {"de", "en"}
    shares = [sum(claim["label"] == label for claim in claims) / len(claims) for label in list(Verdict)]
    assert all(0.29 < share < 0.37 for share in shares if share)
    assert all(set(claim) == {"claim", "lang", "label", "article_id", "places"} for claim in claims)
    assert all(0 <= start < end for claim in claims for start, end in claim["places"])


def test_the_articles_that_come_with_the_code_are_whole() -> None:
    texts = {article["id"]: article["text"] for article in lines_of(ARTICLES)}
    own = [claim for claim in lines_of(CLAIMS) if claim["article_id"].startswith("own-")]
    assert {claim["article_id"] for claim in own} == set(texts)
    assert all(end <= len(texts[claim["article_id"]]) for claim in own for _, end in claim["places"])


def test_a_claim_over_three_versions_has_every_label_once() -> None:
    labels = defaultdict(list)
    for claim in lines_of(CLAIMS):
        if VERSION in claim["article_id"]:
            labels[claim["claim"]].append(claim["label"])
    assert labels
    assert all(sorted(each) == ["not_enough_evidence", "refuted", "supported"] for each in labels.values())


def test_versions_of_an_article_are_held_back_together() -> None:
    events = [[replace(written(), article_id=f"own-1-{n}/{version}") for version in "abc"] for n in range(50)]
    assert all(len({each.held_back for each in event}) == 1 for event in events)
    assert len({event[0].held_back for event in events}) == 2


def test_an_archive_tells_of_an_event_in_one_way() -> None:
    ids = [article["id"] for article in first_versions()]
    assert len(ids) == len(set(ids)) < len(lines_of(ARTICLES))
    assert is_first("own-1-2")
    assert is_first("own-1-2/a")
    assert not is_first("own-1-2/b")


def test_nothing_is_guessed_of_a_claim_over_versions() -> None:
    claims = [
        replace(written(label=label), claim=f"{label} {n}", article_id=f"a{n}")
        for n in range(2 * GUESS_FOLDS)
        for label in (Verdict.SUPPORTED, Verdict.REFUTED, Verdict.NOT_ENOUGH_EVIDENCE)
    ]
    claims.insert(3, replace(written(), article_id="own-1-2/a"))
    odds = guesses(claims)
    assert [n for n, each in enumerate(odds) if each == NO_GUESS] == [3]


def test_what_the_wording_alone_gives_away_is_guessed() -> None:
    claims = [
        replace(written(label=label), claim=f"{word} {n}", article_id=f"a{n}")
        for n in range(4 * GUESS_FOLDS)
        for word, label in (
            ("Angeblich immer", Verdict.REFUTED),
            ("Im Jahr", Verdict.SUPPORTED),
            ("Weil", Verdict.NOT_ENOUGH_EVIDENCE),
        )
    ]
    odds = guesses(claims)
    assert [each.index(max(each)) for each in odds[:3]] == [REFUTED, SUPPORTED, NEITHER]
