import pytest

from corpus.errors import SourceError
from corpus.markup import decoded, root_name, words_of, xml_tree
from tests.watch import ends


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        ("Grüße – €".encode(), None),
        ("Grüße – €".encode(), "iso-8859-1"),
        ("\ufeffGrüße – €".encode(), None),
        ("Grüße – €".encode("cp1252"), None),
        ("Grüße – €".encode("cp1252"), "ISO-8859-1"),
        ("Grüße – €".encode("cp1252"), "rot13"),
        ("Grüße – €".encode("cp1252"), "windows-1299"),
        ("\ufeffGrüße – €".encode("utf-16-le"), None),
        ("\ufeffGrüße – €".encode("utf-16-be"), "utf-8"),
        ("Grüße – €".encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_characters_are_read_in_the_encoding_they_come_in(content: bytes, charset: str | None) -> None:
    assert decoded(content, charset) == "Grüße – €"


@pytest.mark.parametrize(
    "head",
    ['<?xml version="1.0" encoding="windows-1251"?>', '<meta http-equiv="x" content="text/html; charset=cp1251">'],
)
def test_a_text_may_declare_its_encoding_itself(head: str) -> None:
    assert decoded(f"{head}Привет".encode("cp1251")).endswith("Привет")


def test_binary_content_is_refused() -> None:
    with pytest.raises(SourceError, match="binary"):
        decoded(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<rss version='2.0'>", "rss"),
        ('\n<?xml version="1.0"?>\n<!-- <a> -->\n<rdf:RDF>', "rdf"),
        ("<!DOCTYPE html>\n<HTML>", "html"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>", ""),
        ("kein <b>Markup</b>", ""),
        ("", ""),
        ("<!--" * 50_000, ""),
        ("<?" * 50_000, ""),
        (" " * 1_000_000, ""),
    ],
)
def test_the_root_element_is_found(text: str, name: str) -> None:
    with ends():
        assert root_name(text) == name


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("Nur &amp; Text", "Nur & Text"),
        ("<p>Eins\n zwei.</p><p>Drei <b>vier</b>.</p>", "Eins zwei.\nDrei vier."),
        ("a<br>b<ul><li>c</li><li>d</li></ul>e", "a\nb\nc\nd\ne"),
        ("<p>a<script>b</script>c</p><style>d</style><!-- e --><?f g?>", "ac"),
        ("<p>1 &lt; 2 &#8211; &nbsp; &uuml;", "1 < 2 – ü"),
        ("<p>a\x00b\x08</p>", "ab"),
        ("<>", "<>"),
        ("", ""),
    ],
)
def test_words_are_left_of_markup(markup: str, words: str) -> None:
    assert words_of(markup) == words


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li", "a x='"])
def test_a_hundred_thousand_nested_tags_cost_little(tag: str) -> None:
    with ends():
        words_of(f"<{tag}>" * 100_000 + "Ende")


def test_many_elements_are_refused() -> None:
    assert xml_tree("<a><b/><b/></a>", most_elements=3).tag == "a"
    with pytest.raises(SourceError, match="more than 2 elements"):
        xml_tree("<a><b/><b/></a>", most_elements=2)
