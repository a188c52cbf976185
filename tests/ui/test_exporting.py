import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from tests.ui.claims import EIGHT_YEARS, RECORD, SEVEN, UNDECIDED
from ui.exporting import COLUMNS, Format, exported

SCHEMA = json.loads((Path(__file__).parent / "claimreview.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("form", list(Format))
def test_every_form_has_claim_verdict_quotation_dates_and_version(form: Format) -> None:
    text = exported([RECORD], form)
    for said in ("acht Jahre", "sieben Jahre ins Gefängnis", "2025", "abc.12345678"):
        assert said in text


@pytest.mark.parametrize("form", list(Format))
def test_an_empty_desk_can_be_exported(form: Format) -> None:
    assert isinstance(exported([], form), str)


def test_claim_reviews_keep_to_the_schema() -> None:
    reviews = json.loads(exported([RECORD, UNDECIDED], Format.CLAIM_REVIEW))
    for review in reviews:
        jsonschema.validate(review, SCHEMA, format_checker=jsonschema.FormatChecker())
    assert reviews[0]["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "widerlegt",
        "ratingValue": 1,
        "worstRating": 1,
        "bestRating": 5,
    }
    assert reviews[0]["author"] == {"@type": "Person", "name": "B. Prüferin"}
    assert "ratingValue" not in reviews[1]["reviewRating"]


def test_an_address_that_is_no_web_address_is_left_out() -> None:
    shady = replace(SEVEN, url="javascript:alert(1)")
    record = replace(RECORD, checked=replace(EIGHT_YEARS, opposing=(shady,)))
    for form in (Format.MARKDOWN, Format.HTML, Format.CLAIM_REVIEW):
        assert "javascript:" not in exported([record], form)


def test_markup_in_articles_is_text() -> None:
    assert "Urteil im &lt;Fall&gt; Jetflicks" in exported([RECORD], Format.HTML)
    markdown = exported([RECORD], Format.MARKDOWN)
    assert "Urteil im \\<Fall\\> Jetflicks" in markdown
    assert "Gericht \\*angerufen\\*" in markdown


def test_a_table_has_a_row_for_each_quotation_and_no_formulas() -> None:
    rows = list(csv.DictReader(io.StringIO(exported([RECORD, UNDECIDED], Format.CSV))))
    assert tuple(rows[0]) == COLUMNS
    assert [row["side"] for row in rows] == ["against", ""]
    assert rows[0]["claim"] == "'=Er muss acht Jahre ins Gefängnis."
    assert (rows[0]["decided_by"], rows[0]["comment"]) == ("B. Prüferin", "Gericht *angerufen*")


def test_json_is_what_the_desk_shows() -> None:
    (record,) = json.loads(exported([RECORD], Format.JSON))
    assert (record["verdict"], record["open"], record["claim"]["against"][0]["article_id"]) == ("refuted", False, "a1")
