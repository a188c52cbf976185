import pytest
from lxml import html  # type: ignore[import-untyped]

from corpus.errors import SourceError
from corpus.retagging import MAX_ATTRIBUTES, retagged
from tests.watch import ends

_MANY = " ".join(f"a{n}=1" for n in range(5_000))


def _plain(markup: str) -> str:
    return retagged(markup, most_tags=1_000)


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        ("<P CLASS=x  ID = 'y' hidden>a</P >", '<p class="x" id="y" hidden="">a</p>'),
        ("<a href='?a&amp;b&c' title=\"x > y <b>\">", '<a href="?a&amp;b&c" title="x &gt; y &lt;b&gt;">'),
        ("<p title=don't>it's</p>", "<p title=\"don't\">it's</p>"),
        ('<a b="1" b="2">', '<a b="1">'),
        ("a<br/>b", "a<br/>b"),
        ("1 < 2 & 3 > 2 &gt; 1", "1 &lt; 2 & 3 &gt; 2 &gt; 1"),
        ("<!DOCTYPE html><?xml x?><!-- <b> --><i>", "<i>"),
        ("<script>if (a<b) x('</p>')</script><style>a > b</style>c", "c"),
        ("<SCRIPT>nie geschlossen <p>", ""),
        ("<title>a <b> & c</title>", "<title>a &lt;b&gt; & c</title>"),
        ('<script type="application/ld+json">{"a": "<b>"}</script>',) * 2,
        ("<svg:circle/><1></a b=c><a$>", "<svg:circle/>&lt;1&gt;</a>"),
        ("<p onclick=\"a('b')\" @click='c' :d=e>", "<p onclick=\"a('b')\">"),
        ("", ""),
    ],
)
def test_markup_is_written_plainly(markup: str, plain: str) -> None:
    assert _plain(markup) == plain


@pytest.mark.parametrize(
    "markup",
    [
        f"<x {_MANY}>",
        f'<!-- <a b=" --> <x {_MANY}>',
        f'<a b"c="> x y " {_MANY}>',
        f"<script><a b='</script><x {_MANY}>",
        f"<title><a b='</title><x {_MANY}>",
        f"<x {_MANY.replace('1', chr(34) + '>' + chr(34))}>",
        f"<x{'/'.join(_MANY.split())}>",
        f"</x {_MANY}>",
        f"<x ='{_MANY}' {_MANY}>",
        f"<x a= {_MANY}",
        f"<x a=\"{_MANY}>' {_MANY}",
    ],
)
def test_no_tag_keeps_many_attributes_however_they_are_hidden(markup: str) -> None:
    tree = html.document_fromstring(f"<div>{_plain(markup)}</div>")
    assert max(len(element.attrib) for element in tree.iter("*")) <= MAX_ATTRIBUTES


@pytest.mark.parametrize(
    "markup",
    [
        *("<a" * 200_000, "<" * 500_000, "</" * 200_000, "<!" * 200_000, "<!--" * 200_000, "<!-- -->" * 100_000),
        *("<a " * 190 + " " * 1_000_000, '<a b="' * 100_000, "<a " + "b=" * 200_000, "<a" + "/" * 500_000),
        *("<script>" * 100_000, "<title></titl" * 100_000, '<a b= "' * 100_000),
    ],
)
def test_hostile_markup_costs_little(markup: str) -> None:
    with ends():
        retagged(markup, most_tags=1_000_000)


def test_long_values_are_left_out() -> None:
    assert _plain(f'<img src="data:{"x" * 20_000}" alt="Bild">') == '<img alt="Bild">'


def test_very_many_tags_are_refused() -> None:
    with pytest.raises(SourceError, match="more than 1000 tags"):
        _plain("<b>" * 1_001)
