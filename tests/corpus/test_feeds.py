import contextlib
import socket

import pytest

from corpus.entries import Entry
from corpus.errors import SourceError
from corpus.feeds import MAX_FEED_BYTES, read_feed
from tests.watch import ends

_ADDRESS = "https://zeitung.example/feed/alle.xml"
_LONG = "<p>Der Rat hat den Haushalt beschlossen.</p>" * 20


def _rss(items: str, *, channel: str = "<title>Die Zeitung</title>", head: str = "") -> str:
    names = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f'<?xml version="1.0"?>{head}<rss version="2.0" {names}><channel>{channel}{items}</channel></rss>'


def _only(text: str) -> Entry:
    (entry,) = read_feed(text, _ADDRESS)
    return entry


def test_an_rss_item_gives_what_it_says() -> None:
    entry = _only(
        _rss(
            f"""<item><title>Haushalt &amp;amp; Schulen</title><link>https://zeitung.example/a</link>
            <dc:creator>Eva Muster</dc:creator><pubDate>Tue, 01 Jul 2025 10:00:00 +0200</pubDate>
            <description>Kurz.</description><content:encoded><![CDATA[{_LONG}<script>x</script>]]></content:encoded></item>"""
        )
    )
    assert (entry.address, entry.title) == ("https://zeitung.example/a", "Haushalt & Schulen")
    assert (entry.author, entry.outlet) == ("Eva Muster", "Die Zeitung")
    assert (entry.published, entry.updated) == ("2025-07-01T10:00:00+02:00", None)
    assert entry.text == "\n".join(["Der Rat hat den Haushalt beschlossen."] * 20)
    assert entry.is_full


def test_an_atom_entry_gives_what_it_says() -> None:
    entry = _only(
        """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://anderswo.example/">
        <title type="html">Die &lt;b&gt;Zeitung&lt;/b&gt;</title>
        <entry><title type="text">1 &lt; 2</title><link rel="self" href="x"/><link href="b?c=d"/>
        <author><name>Eva Muster</name><email>eva@zeitung.example</email></author>
        <published>2025-07-01T10:00:00Z</published><updated>2025-07-02T10:00:00+02:00</updated>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Eins.</p><p>Zwei.</p></div></content>
        </entry></feed>"""
    )
    assert (entry.address, entry.title) == ("https://anderswo.example/b?c=d", "1 < 2")
    assert (entry.author, entry.outlet) == ("Eva Muster", "Die Zeitung")
    assert (entry.published, entry.updated) == ("2025-07-01T10:00:00+00:00", "2025-07-02T10:00:00+02:00")
    assert entry.text == "Eins.\nZwei."
    assert not entry.is_full


def test_an_rdf_feed_is_read() -> None:
    entry = _only(
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Die Zeitung</title></channel>
        <item><title>A</title><link>https://zeitung.example/a</link><dc:date>2025-07-01</dc:date></item></rdf:RDF>"""
    )
    assert (entry.title, entry.outlet) == ("A", "Die Zeitung")
    assert (entry.published, entry.updated) == (None, "2025-07-01")


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/a", "https://zeitung.example/a"),
        ("b", "https://zeitung.example/feed/b"),
        ("//c.example/d", "https://c.example/d"),
        ("?e=f", "https://zeitung.example/feed/alle.xml?e=f"),
        (" https://zeitung.example/a ", "https://zeitung.example/a"),
        ("", None),
    ],
)
def test_links_are_resolved_against_the_feed(link: str, address: str | None) -> None:
    assert _only(_rss(f"<item><title>A</title><link>{link}</link></item>")).address == address


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("gestern", None),
        ("", None),
        ("Tue, 99 Jul 2025 10:00:00 +0200", None),
        ("0000-00-00", None),
        ("2025-07", None),
        ("2025-13-45T99:99:99Z", None),
        ("99999999999999999999", None),
        ("2025-07-01", "2025-07-01"),
        ("2025-07-01T23:30:00", "2025-07-01"),
        ("Tue, 01 Jul 2025 10:00:00", "2025-07-01T10:00:00+00:00"),
        ("Tue, 01 Jul 2025 10:00:00 EST", "2025-07-01T10:00:00-05:00"),
        ("Tue, 01 Jul 2025 10:00:00 GMT", "2025-07-01T10:00:00+00:00"),
    ],
)
def test_dates_are_read_or_left_out(written: str, read: str | None) -> None:
    assert _only(_rss(f"<item><title>A</title><pubDate>{written}</pubDate></item>")).published == read


def test_a_broken_feed_is_mended() -> None:
    item = (
        "<item><title>Kühe & K&auml;lber&nbsp;3 &gt; 2 &lt; 4 &#8364; &unbekannt;</title><link>/a?b&c=1</link></item>"
    )
    entry = _only(_rss(f"<b>{item}")[:-10])
    assert entry.title == "Kühe & Kälber 3 > 2 < 4 € &unbekannt;"
    assert entry.address == "https://zeitung.example/a?b&c=1"


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1/rss.dtd" [ ]>',
        '<!-- <rss> --><!doctype rss [<!ENTITY a "ha">]>',
    ],
)
def test_a_feed_that_declares_entities_is_refused(head: str) -> None:
    with pytest.raises(SourceError, match="declares entities"):
        read_feed(_rss("<item><title>&a;</title></item>", head=head), _ADDRESS)


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">',
        '<!-- <!ENTITY a "ha"> --><!DOCTYPE rss>',
        '<?x <!ENTITY a "ha"> ?><!DOCTYPE rss>',
        '<!DOCTYPE rss SYSTEM "file:///etc/hostname">',
    ],
)
def test_what_stands_before_a_feed_declares_nothing(head: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", None)
    assert "ha" not in (_only(_rss("<item><title>T&a;</title></item>", head=head)).title or "")


def test_a_billion_laughs_cost_nothing() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    with ends():
        with pytest.raises(SourceError, match="declares entities"):
            read_feed(_rss("&l9;", head=f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>'), _ADDRESS)
        hidden = _rss(f'<item><title>&l9;</title></item><!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>')
        assert all(len(entry.title or "") < 1_000 for entry in read_feed(hidden, _ADDRESS))


@pytest.mark.parametrize(
    "items",
    [
        "<item>" * 100_000,
        "<item>" + "<b>" * 100_000 + "</b>" * 100_000 + "</item>",
        "<item><title>" + "<a " * 100_000,
        "<item><title>" + "&" * 100_000,
        "<item><title>" + "<!--" * 50_000,
        "<item><description>" + "&lt;div&gt;" * 100_000 + "</description></item>",
        "<item><content:encoded>" + "&lt;div&gt;" * 100_000 + "Text</content:encoded></item>",
    ],
)
def test_hostile_feeds_end_soon(items: str) -> None:
    with ends(), contextlib.suppress(SourceError):
        read_feed(_rss(items), _ADDRESS)


def test_an_item_of_endless_attributes_is_refused() -> None:
    attributes = " ".join(f"a{n}='1'" for n in range(50_000))
    with pytest.raises(SourceError, match="attributes"):
        read_feed(_rss(f"<item {attributes}></item>"), _ADDRESS)


def test_a_feed_of_megabytes_is_refused() -> None:
    with pytest.raises(SourceError, match="more than 4 MiB"):
        read_feed(" " * (MAX_FEED_BYTES + 1), _ADDRESS)


@pytest.mark.parametrize("text", ["<rdf/>", "kein Feed", "<rs", ""])
def test_what_is_no_feed_is_refused(text: str) -> None:
    with pytest.raises(SourceError):
        read_feed(text, _ADDRESS)


def test_a_feed_without_entries_is_empty() -> None:
    assert read_feed(_rss(""), _ADDRESS) == []
