"""What goes wrong is said in the language of the page: errors and reasons as the packages below really raise them."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from string import Formatter

import pytest

from assistant import (
    BelegtError,
    FetchError,
    Filters,
    IndexingError,
    IndexMismatchError,
    LanguageModelError,
    ModelError,
    NotFoundError,
    QuestionError,
    Rejection,
    SourceError,
    StoreError,
    UsageError,
    Verdict,
    chatting,
)
from assistant.desk import LONGEST_COMMENT, ClaimDesk
from assistant.front import LONGEST_QUESTION, LONGEST_TEXT, Assistant, scope_of
from assistant.reports import report_page
from assistant.settings import ModelSettings
from corpus.database import open_database, store_errors
from corpus.guarding import MAX_ADDRESS_CHARACTERS, checked_address, permitted, resolved
from corpus.locking import alone
from corpus.reading import read_sources
from corpus.robots import Robots
from corpus.store import ArticleStore
from corpus.textfiles import MAX_FILE_BYTES
from index import vectors
from index.manifest import MANIFEST_FILE, Manifest, check_manifest
from tests.corpus.printing import pdf
from tests.corpus.web_server import Page, quick_fetcher, web_site
from ui.fault_texts import BY_CLASS, FAULTS, TRY_AGAIN
from ui.faults import reason_in, told
from ui.reason_texts import REASONS

DETAILS = "(Einzelheiten auf Englisch: "
ARTICLE = b'{"id": "a", "title": "A", "text": "x"}\n'
BAD_FILES = {
    "leer.txt": b"",
    "gross.txt": b"x" * (MAX_FILE_BYTES + 1),
    "binaer.txt": b"\x00\x01\x02" * 50,
    "utf16.txt": "Hafen".encode("utf-16"),
    "latin.txt": "Der Hafen ist für alle gesperrt.".encode("latin-1"),
    "latin.jsonl": ARTICLE + b'{"title": "B\xe4r", "text": "x"}\n',
    "kein.exe": b"MZ",
    "kein.json": b"{",
    "leer.json": b"[]",
    "tief.json": b"[" * 100_000,
    "ziffern.json": b"1" * 5_000,
    "zweimal.json": b"[" + ARTICLE + b"," + ARTICLE + b"]",
    "leer.jsonl": b"\n",
    "zahl.jsonl": b'7\ntrue\nnull\n"x"\n[]\n',
    "ohne.jsonl": b'{"title": "A"}\n{"title": "", "text": "x"}\n{"title": "A", "text": " "}\n',
    "anders.jsonl": b'{"title": 7, "text": "x"}\n',
    "kennung.jsonl": b'{"id": " ", "title": "A", "text": "x"}\n{"id": "a\\u0000", "title": "A", "text": "x"}\n',
    "lang.jsonl": b'{"title": "' + b"A" * 5_000 + b'", "text": "x"}\n{"title": "A", "text": "x", "lang": "deutsch"}\n',
    "halb.jsonl": b'{"title": "\\ud800", "text": "x"}\n',
    "adresse.jsonl": b'{"title": "A", "text": "x", "url": "ftp://a"}\n',
    "datum.jsonl": b'{"title": "A", "text": "x", "published": "gestern"}\n',
    "kalender.jsonl": b'{"title": "A", "text": "x", "published": "2025-02-30"}\n',
    "status.jsonl": b'{"title": "A", "text": "x", "status": "neu"}\n',
    "zweimal.jsonl": ARTICLE + ARTICLE,
    "kein.pdf": b"Text",
    "beschaedigt.pdf": b"%PDF-1.4\n",
    "gescannt.pdf": pdf([[]]),
    "kein.docx": b"Text",
    "gesperrt.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
    "leer.md": b"---\ntitle: A\n---\n",
    "kopf.md": b"---\n: : [\n---\nText",
    "liste.md": b"---\n- a\n---\nText",
    "leer.csv": b"title,text\n",
    "nichts.csv": b"\n",
    "spalten.csv": b"a,b\n1,2\n",
    "ohne.csv": b"title,b\n1,2\n",
    "zellen.csv": b"title,text\n1,2,3\n",
    "latin.csv": b"title,text\nB\xe4r,x\n",
    "leer.html": b"<html><body></body></html>",
}
MANIFEST = Manifest(encoder="fake/words", dimension=256, prompts="|", chunking="220 tokens", analysis="1")


@pytest.mark.parametrize("name", BAD_FILES)
def test_reasons_why_a_file_is_not_taken_are_in_german(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BAD_FILES[name])
    rejected = [found for found in read_sources([str(tmp_path / name)]) if isinstance(found, Rejection)]
    assert rejected
    for rejection in rejected:
        said, lang = reason_in("de", rejection.reason)
        assert lang == "de", rejection.reason
        assert said != rejection.reason
        assert reason_in("en", rejection.reason) == (rejection.reason, "en")
        assert said in told(SourceError(str(rejection)), "de")
        assert DETAILS not in told(SourceError(str(rejection)), "de")


@pytest.mark.parametrize("source", ["fehlt.txt", "*.nichts", "\0", "."])
def test_reasons_why_nothing_is_read_are_in_german(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (rejection,) = read_sources([source])
    assert isinstance(rejection, Rejection)
    assert reason_in("de", rejection.reason)[1] == "de", rejection.reason


def test_a_reason_without_a_german_wording_stays_as_it_is() -> None:
    assert reason_in("de", "has gone fishing") == ("has gone fishing", "en")


def fetched(path: str, *, allow_private: bool = True, robots: Page | None = None) -> None:
    with web_site() as site, quick_fetcher(allow_private=allow_private) as fetcher:
        for status in (401, 404, 410, 451, 418, 503):
            site.pages[f"/{status}"] = Page(status=status)
        site.pages["/kreis"] = Page(status=302, headers={"Location": "/kreis"})
        site.pages["/datei"] = Page(status=302, headers={"Location": "file:///etc/passwd"})
        site.pages["/gross"] = Page(body=b"x" * (11 * 1024**2))
        site.pages["/gepackt"] = Page(headers={"Content-Encoding": "zstd"})
        site.pages["/kaputt"] = Page(body=b"x", headers={"Content-Encoding": "gzip"})
        if robots is not None:
            site.pages["/robots.txt"] = robots
        fetcher.fetch(f"{site.url}{path}")


def answered_by_robots(error: FetchError) -> None:
    def fail(_: str) -> str:
        raise error

    Robots("belegt", fail).check("https://a.example/")


def locked(folder: Path) -> None:
    with alone(folder / "x.lock", patience=0), alone(folder / "x.lock", patience=0):
        pass


def locked_in(path: Path) -> None:
    path.touch()
    with alone(path / "x.lock", patience=0):
        pass


def failed(name: str) -> None:
    error = sqlite3.OperationalError("it failed")
    error.sqlite_errorname = name
    with store_errors(Path("/im Archiv/articles.sqlite")):
        raise error


def opened(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"kein SQLite" * 200)
    open_database(path, ())


def opened_newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 9")
    open_database(path, ())


def missing(path: Path, article_id: str) -> None:
    with closing(ArticleStore.open(path)) as store:
        store.get(article_id)


def decided(path: Path, comment: str) -> None:
    with closing(ClaimDesk(path, articles=lambda _: {})) as desk:
        desk.decide(7, Verdict.SUPPORTED, comment=comment)


def built_otherwise(folder: Path, content: str) -> None:
    check_manifest(folder, MANIFEST)
    (folder / MANIFEST_FILE).write_text(content)
    check_manifest(folder, MANIFEST)


def unread_vectors(problem: str) -> None:
    with vectors._failures("read"):
        raise RuntimeError(problem)


def refused(status: int) -> None:
    error = RuntimeError("its own words")
    error.status_code = status  # type: ignore[attr-defined]
    raise chatting._sorted(error)


def silent() -> None:
    raise chatting._sorted(TimeoutError())


CLOSED = object.__new__(Assistant)
REAL: dict[str, Callable[[Path], object]] = {
    "no web address": lambda _: checked_address("ftp://a.example/"),
    "mistyped address": lambda _: checked_address("http://["),
    "password in an address": lambda _: checked_address("https://nutzer:geheim@a.example/"),
    "long address": lambda _: checked_address("https://a.example/" + "a" * MAX_ADDRESS_CHARACTERS),
    "impossible host": lambda _: resolved("a" * 300, 80),
    "host without address": lambda _: permitted("a.example", 80, resolve=lambda *_: [], allow_private=False),
    "private network": lambda _: fetched("/", allow_private=False),
    "not open": lambda _: fetched("/401"),
    "not there": lambda _: fetched("/404"),
    "gone": lambda _: fetched("/410"),
    "closed for legal reasons": lambda _: fetched("/451"),
    "status": lambda _: fetched("/418"),
    "passing status": lambda _: fetched("/503"),
    "redirects": lambda _: fetched("/kreis"),
    "redirect to a file": lambda _: fetched("/datei"),
    "large page": lambda _: fetched("/gross"),
    "unknown compression": lambda _: fetched("/gepackt"),
    "damaged compression": lambda _: fetched("/kaputt"),
    "robots.txt": lambda _: fetched("/", robots=Page(body="User-agent: *\nDisallow: /")),
    "failing robots.txt": lambda _: fetched("/", robots=Page(status=500)),
    "robots.txt out of reach": lambda _: answered_by_robots(
        FetchError("is not a web address: check it for typing errors")
    ),
    "no question": lambda _: CLOSED.search(" "),
    "long question": lambda _: CLOSED.search("x" * (LONGEST_QUESTION + 1)),
    "too many passages": lambda _: CLOSED.search("x", k=0),
    "no text": lambda _: CLOSED.checks(" "),
    "long text": lambda _: CLOSED.checks("x" * (LONGEST_TEXT + 1)),
    "since": lambda _: scope_of(Filters(since="gestern")),
    "until": lambda _: scope_of(Filters(until="2025-02-30")),
    "as of": lambda _: scope_of(Filters(as_of="neulich")),
    "no article": lambda folder: missing(folder / "a.sqlite", "fehlt"),
    "no claim": lambda folder: decided(folder / "d.sqlite", ""),
    "long comment": lambda folder: decided(folder / "d.sqlite", "x" * (LONGEST_COMMENT + 1)),
    "no report": report_page,
    "another writer": locked,
    "no folder to write in": lambda folder: locked_in(folder / "datei"),
    "busy": lambda _: failed("SQLITE_BUSY"),
    "read-only": lambda _: failed("SQLITE_READONLY"),
    "full": lambda _: failed("SQLITE_FULL"),
    "damaged": lambda _: failed("SQLITE_CORRUPT"),
    "not to be opened": lambda _: failed("SQLITE_CANTOPEN"),
    "failed": lambda _: failed("SQLITE_IOERR"),
    "no database": lambda folder: opened(folder / "a.sqlite"),
    "newer database": lambda folder: opened_newer(folder / "a.sqlite"),
    "other settings": lambda folder: built_otherwise(folder, "{}"),
    "damaged manifest": lambda folder: built_otherwise(folder, "{"),
    "vectors": lambda _: unread_vectors("it failed"),
    "vectors on a full disk": lambda _: unread_vectors("database or disk is full"),
    "no provider": lambda _: chatting.chat_from(ModelSettings(name="nobody:model")),
    "model out of reach": lambda _: refused(0),
    "model refuses the key": lambda _: refused(401),
    "model refuses": lambda _: refused(404),
    "model is busy": lambda _: refused(503),
    "model is silent": lambda _: silent(),
}


@pytest.mark.parametrize("name", REAL)
def test_errors_are_told_in_german_as_they_are_raised(tmp_path: Path, name: str) -> None:
    with pytest.raises(BelegtError) as raised:
        REAL[name](tmp_path)
    english, german = told(raised.value, "en"), told(raised.value, "de")
    assert english == str(raised.value)
    assert german != english
    assert DETAILS not in german


@pytest.mark.parametrize(
    ("error", "german"),
    [
        (
            QuestionError("The question has 12345 characters, more than 2000.", hint="Shorten it."),
            "Die Frage hat 12.345 Zeichen, mehr als 2.000. Kürzen Sie sie.",
        ),
        (
            StoreError(
                "The store /im Archiv/a.sqlite is read-only.",
                hint="Make its folder writable, or make the index anew with `belegt rebuild`.",
            ),
            "Die Datenbank /im Archiv/a.sqlite ist schreibgeschützt. Machen Sie ihren Ordner beschreibbar, oder bauen "
            "Sie den Index neu auf (`belegt rebuild`).",
        ),
        (
            FetchError("redirects to ftp://<b>, which is not a web address: check it for typing errors"),
            "leitet weiter zu ftp://<b>; das ist keine Web-Adresse: prüfen Sie sie auf Tippfehler",
        ),
        (
            SourceError("a.jsonl, line 3, field 'title': is empty: give the article a title"),
            "a.jsonl, Zeile 3, Feld „title“: ist leer: geben Sie dem Artikel eine Überschrift",
        ),
        (NotFoundError("The article '{0}' cannot be read at present."), "Der Artikel „{0}“ ist zurzeit nicht lesbar."),
    ],
)
def test_what_differs_from_line_to_line_stands_in_the_german_one(error: BelegtError, german: str) -> None:
    assert told(error, "de") == german


@pytest.mark.parametrize("kind", BY_CLASS)
def test_an_error_without_a_german_wording_is_named_by_its_class(kind: type[BelegtError]) -> None:
    class Special(kind):  # type: ignore[misc, valid-type]
        pass

    assert (
        told(Special("Something is odd.", hint="Look."), "de") == f"{BY_CLASS[kind]} {DETAILS}Something is odd. Look.)"
    )
    assert told(Special("Odd."), "en") == "Odd."


def test_every_class_of_error_has_a_sentence_of_its_own() -> None:
    classes = {
        *(UsageError, SourceError, FetchError, NotFoundError, StoreError, IndexingError, IndexMismatchError),
        *(ModelError, LanguageModelError, QuestionError, BelegtError),
    }
    assert set(BY_CLASS) == classes
    assert len(set(BY_CLASS.values())) == len(classes)


def test_what_may_succeed_later_says_so() -> None:
    assert TRY_AGAIN in told(LanguageModelError("It hiccups.", retryable=True), "de")
    assert TRY_AGAIN not in told(LanguageModelError("It hiccups."), "de")


def test_an_error_without_words_is_named_by_its_class_alone() -> None:
    assert told(UsageError(""), "de") == BY_CLASS[UsageError]


def names(template: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(template) if name is not None)


@pytest.mark.parametrize(("english", "german"), [*FAULTS, *REASONS])
def test_both_languages_fill_in_the_same_names(english: str, german: str) -> None:
    assert german
    assert names(english) == names(german)
    assert len(names(english)) == len(set(names(english)))


@pytest.mark.parametrize(("english", "german"), [*FAULTS, *REASONS])
def test_no_wording_hides_behind_another(english: str, german: str) -> None:
    given = {"count": "7", "most": "8", "kind": "a number", "reason": "cannot be read"}
    shown = given | {"kind": "eine Zahl", "reason": "kann nicht gelesen werden"}
    line = english.format(**{name: given.get(name, name) for name in names(english)})
    assert told(BelegtError(line), "de") == german.format(**{name: shown.get(name, name) for name in names(german)})


@pytest.mark.parametrize(
    "line",
    [
        "a: " * 40_000,
        "x, line 1, field '" * 6_000,
        "redirects to a, which " * 5_000,
        "has the id '' of , line " * 5_000 + "again: only the first is kept, give each its own id",
        "has " + "9" * 100_000 + " characters: shorten it to 7",
    ],
)
def test_long_lines_are_read_in_no_time(line: str) -> None:
    started = time.perf_counter()
    said = told(BelegtError(line), "de")
    assert time.perf_counter() - started < 1
    assert said
