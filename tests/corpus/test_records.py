import pytest

from corpus.identifiers import id_from_content, id_from_url
from corpus.records import Located, article_from
from corpus.types import Article, ArticleStatus, Rejection


def _article(**fields: object) -> Article:
    found = article_from({"title": "Titel", "text": "Der Text.", **fields}, source="a.jsonl", line=3)
    assert isinstance(found, Located), str(found)
    return found.article


def _rejection(record: object) -> Rejection:
    found = article_from(record, source="a.jsonl", line=3)
    assert isinstance(found, Rejection)
    return found


def test_every_field_of_a_record_reaches_the_article() -> None:
    fields = {
        "id": "x-1",
        "url": "https://zeitung.example/1",
        "published": "2025-07-01",
        "updated": "2025-07-02T10:00:00+02:00",
        "author": "Eva Muster",
        "outlet": "Die Zeitung",
        "lang": "en",
        "status": "corrected",
        "embargo_until": "2025-08-01",
    }
    article = _article(**fields)
    assert {name: getattr(article, name) for name in fields} == fields
    assert (article.title, article.text) == ("Titel", "Der Text.")


def test_fields_not_given_are_made_or_left_out() -> None:
    article = _article(text="Der Rat der Stadt hat am Montag lange beraten.")
    assert article.id == id_from_content("Titel", article.text)
    assert (article.lang, article.status) == ("de", ArticleStatus.LIVE)
    assert (article.url, article.published, article.author) == (None, None, None)


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_null_and_blank_count_as_not_given(blank: str | None) -> None:
    names = ("url", "published", "updated", "author", "outlet", "lang", "status", "embargo_until")
    assert _article(**dict.fromkeys(names, blank)) == _article()


def test_a_record_with_an_address_is_known_by_it() -> None:
    assert _article(url="https://z.example/1").id == id_from_url("https://z.example/1")


def test_a_default_id_gives_way_to_a_given_one() -> None:
    record = {"title": "T", "text": "Text.", "url": "https://z.example/1"}
    made = article_from(record, source="a.md", default_id="datei-1")
    given = article_from({**record, "id": "g"}, source="a.md", default_id="datei-1")
    assert isinstance(made, Located)
    assert isinstance(given, Located)
    assert (made.article.id, given.article.id) == ("datei-1", "g")


def test_unknown_fields_are_ignored() -> None:
    assert _article(tags=["a"], score=1.5) == _article()


def test_text_is_cleaned_and_the_title_made_one_line() -> None:
    article = _article(title=" Ein\nTitel ", text="\ufeffa\r\nKo\u0308ln\x00")
    assert (article.title, article.text) == ("Ein Titel", "a\nKöln")


def test_a_regional_language_code_is_stored_as_its_language() -> None:
    assert _article(lang="de-AT").lang == "de"


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"title": None}, "title", "is null"),
        ({"title": " \n"}, "title", "is empty"),
        ({"title": 7}, "title", "is a number"),
        ({"title": "x" * 1_001}, "title", "shorten it to 1000"),
        ({"title": "a\ud800"}, "title", "lone surrogate"),
        ({"text": "\x00 \n"}, "text", "is empty"),
        ({"text": ["a"]}, "text", "is a list"),
        ({"text": {"a": 1}}, "text", "is an object"),
        ({"id": ""}, "id", "leave the field out"),
        ({"id": 17}, "id", "in quotation marks"),
        ({"id": "x" * 201}, "id", "shorten it to 200"),
        ({"id": "a\nb"}, "id", "control character"),
        ({"id": "a\u2028b"}, "id", "control character"),
        ({"url": "javascript:alert(1)"}, "url", "http:// or https://"),
        ({"url": "https://"}, "url", "http:// or https://"),
        ({"url": "https://a b.example"}, "url", "no white space"),
        ({"url": "https://[half"}, "url", "not a web address"),
        ({"url": "https://z.example:99999"}, "url", "not a web address"),
        ({"url": "https://z.example/" + "x" * 2_000}, "url", "shorten it to 2000"),
        ({"published": "gestern"}, "published", "write 2025-07-01"),
        ({"published": "2025-02-30"}, "published", "not a date of the calendar"),
        ({"updated": 20250701}, "updated", "is a number"),
        ({"embargo_until": "bald"}, "embargo_until", "not a date"),
        ({"author": True}, "author", "is true or false"),
        ({"lang": "German language"}, "lang", "two letters"),
        ({"status": "gone"}, "status", "live, corrected, withdrawn"),
    ],
)
def test_a_bad_field_is_named_with_what_to_do(fields: dict[str, object], field: str, reason: str) -> None:
    rejection = _rejection({"title": "Titel", "text": "Der Text.", **fields})
    assert (rejection.source, rejection.line, rejection.field) == ("a.jsonl", 3, field)
    assert reason in rejection.reason
    assert "\n" not in str(rejection)


def test_a_missing_field_is_named() -> None:
    assert str(_rejection({"title": "Titel"})).startswith("a.jsonl, line 3, field 'text': is missing")


def test_only_the_first_bad_field_is_named() -> None:
    assert _rejection({"published": "nie", "text": 1}).field == "title"


@pytest.mark.parametrize(("record", "kind"), [([1], "a list"), ("x", "text"), (5, "a number"), (None, "null")])
def test_what_is_no_object_is_rejected(record: object, kind: str) -> None:
    assert _rejection(record).reason.startswith(f"is {kind}, not an object")


@pytest.mark.parametrize("names", [{"id": "a1"}, {"url": "https://z.example/1"}])
def test_word_of_a_withdrawal_needs_no_text(names: dict[str, str]) -> None:
    found = article_from({**names, "status": "withdrawn", "updated": "2025-08-01"}, source="x.jsonl")
    assert isinstance(found, Located)
    article = found.article
    assert (article.text, article.status, article.updated) == ("", ArticleStatus.WITHDRAWN, "2025-08-01")
    assert article.id == names.get("id", id_from_url("https://z.example/1"))


def test_a_withdrawal_that_names_no_article_is_rejected() -> None:
    found = article_from({"status": "withdrawn"}, source="x.jsonl")
    assert isinstance(found, Rejection)
    assert found.field == "title"


def test_a_date_before_there_were_newspapers_is_none() -> None:
    assert _article(published="0001-01-01", updated="0001-01-01T00:00:00Z").published is None
    assert _article(published="1605-07-01").published == "1605-07-01"
