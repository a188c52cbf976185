from pathlib import Path

import pytest

from corpus.errors import SourceError
from corpus.records import Located
from corpus.types import Article
from corpus.webpage import extracted, page_record, read_web_page
from tests.watch import ends

_FIRST = "Der Rat der Stadt hat am Montag den Haushalt für das kommende Jahr beschlossen, nach langer Beratung."
_SECOND = "Mehr Geld bekommen vor allem die Schulen, während für neue Straßen deutlich weniger übrig bleibt als bisher."
_THIRD = "Die Bürgermeisterin nannte das Ergebnis einen Kompromiss, mit dem niemand wirklich zufrieden sein könne."
_PAGE = f"""<!DOCTYPE html><html lang="de"><head>
<title>Haushalt beschlossen</title>
<meta name="author" content="Eva Muster">
<meta property="og:site_name" content="Die Zeitung">
<meta property="article:published_time" content="2025-07-01T10:00:00+02:00">
<link rel="canonical" href="https://zeitung.example/haushalt">
<script>var geheim = 1;</script></head><body>
<nav><a href="/">Start</a><a href="/politik">Politik</a></nav>
<article><h1>Haushalt beschlossen</h1><p>{_FIRST}</p><script>boese()</script>
<p>{_SECOND}</p><p>Ein &lt;b&gt;Zeichen&lt;/b&gt; ist Text. {_THIRD}</p></article>
<footer>Impressum</footer></body></html>"""


def _read(path: Path, data: bytes) -> Article:
    path.write_bytes(data)
    (found,) = read_web_page(path, path.name)
    assert isinstance(found, Located), str(found)
    return found.article


def test_a_page_gives_its_article_and_its_facts(tmp_path: Path) -> None:
    article = _read(tmp_path / "a.html", _PAGE.encode())
    assert (article.title, article.author, article.outlet) == ("Haushalt beschlossen", "Eva Muster", "Die Zeitung")
    assert (article.published, article.updated) == ("2025-07-01T10:00:00+02:00", None)
    assert article.url == "https://zeitung.example/haushalt"
    assert f"{_FIRST}\n{_SECOND}" in article.text
    assert "Ein <b>Zeichen</b> ist Text." in article.text


def test_scripts_and_menus_stay_out_of_the_text(tmp_path: Path) -> None:
    text = _read(tmp_path / "a.html", _PAGE.encode()).text
    assert not [word for word in ("geheim", "boese", "Politik", "Impressum") if word in text]


def test_an_address_that_is_not_of_the_web_is_left_out() -> None:
    page = _PAGE.replace("https://zeitung.example/haushalt", "javascript:alert(1)")
    assert extracted(page)["url"] is None


def test_a_saved_page_is_known_by_its_file(tmp_path: Path) -> None:
    path = tmp_path / "haushalt.html"
    first = _read(path, _PAGE.encode())
    assert _read(path, _PAGE.replace(_SECOND, _THIRD).encode()).id == first.id


def test_a_declared_western_encoding_is_honoured(tmp_path: Path) -> None:
    page = _PAGE.replace("<title>", '<meta charset="iso-8859-1"><title>')
    assert _SECOND in _read(tmp_path / "a.html", page.encode("latin-1")).text


def test_an_undeclared_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(_PAGE.encode("latin-1"))
    with pytest.raises(SourceError, match="not UTF-8"):
        list(read_web_page(path, "a.html"))


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<p></p>", "<script>nur()</script>"])
def test_a_page_without_main_text_is_refused(page: str) -> None:
    with pytest.raises(SourceError, match="has no main text"):
        extracted(page)


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li"])
def test_a_hundred_thousand_nested_tags_do_not_crash(tag: str) -> None:
    with pytest.raises(SourceError):
        extracted("<html><body>" + f"<{tag}>" * 100_000 + f"<p>{_FIRST}</p></body></html>")


def test_another_day_is_taken_where_the_page_states_none() -> None:
    page = _PAGE.replace('content="2025-07-01T10:00:00+02:00"', 'content="gestern"')
    page = page.replace("<h1>", '<time datetime="2025-07-01">1. Juli 2025</time><h1>')
    record = extracted(page)
    assert (record["published"], record["updated"]) == ("2025-07-01", None)


@pytest.mark.parametrize(
    ("canonical", "address", "url"),
    [
        ("https://zeitung.example/haushalt", "https://zeitung.example/a?ref=x", "https://zeitung.example/haushalt"),
        ("https://anderswo.example/haushalt", "https://zeitung.example/a", "https://zeitung.example/a"),
        ("https://zeitung.example:8443/haushalt", "https://zeitung.example/a", "https://zeitung.example/a"),
        ("https://zeitung.example/", "https://zeitung.example/a", "https://zeitung.example/a"),
        ("javascript:alert(1)", "https://zeitung.example/a", "https://zeitung.example/a"),
        ("https://zeitung.example:x/", "https://zeitung.example/a", "https://zeitung.example/a"),
    ],
)
def test_a_page_names_its_own_address_on_its_own_host_alone(canonical: str, address: str, url: str) -> None:
    page = _PAGE.replace("https://zeitung.example/haushalt", canonical)
    assert page_record(page, address)["url"] == url


def test_endless_attributes_cost_little() -> None:
    attributes = " ".join(f"a{n}=1" for n in range(50_000))
    with ends():
        record = extracted(_PAGE.replace("<article>", f"<article {attributes}>"))
        assert _FIRST in str(record["text"])


def test_a_page_of_endless_tags_is_refused() -> None:
    with ends(), pytest.raises(SourceError, match="more than 100000 tags"):
        extracted("<html><body>" + f"<p>{_FIRST} <b>x</b></p>" * 30_000 + "</body></html>")


def test_megabytes_of_scripts_are_passed_over() -> None:
    page = _PAGE.replace("<body>", f"<body><script>{'x = 1;' * 500_000}</script>")
    assert _FIRST in str(extracted(page)["text"])
