"""Work on the archive that takes a while, and the files that browsers send for it."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import AddReport, Integrity, Rejection, UsageError
from corpus.reading import READERS
from tests.fakes import FakeAssistant
from tests.ui.articles import BRIDGE
from ui import archive_uploads as uploads
from ui import archive_work as work
from ui.archive_session import ArchiveSession
from ui.archive_types import Task, Trouble, Work
from ui.archive_uploads import ENDINGS, MOST_FILES, own_name, taken_over
from ui.faults import told

LOCKED_OUT = {lang: told(UsageError("Gesperrt."), lang) for lang in ("de", "en")}


@pytest.fixture
def sent_to(tmp_path: Path) -> Path:
    folder = tmp_path / "sent"
    folder.mkdir()
    return folder


def sent(sent_to: Path, name: str, content: bytes = b"Der Hafen ist zu.", number: int = 0) -> dict[str, object]:
    path = sent_to / f"{number:064}" / f"{number}{Path(name).suffix}"
    path.parent.mkdir()
    path.write_bytes(content)
    return {"name": name, "path": str(path), "trouble": None}


def done(beats: Iterator[None], session: ArchiveSession) -> Task:
    for _ in beats:
        pass
    assert session.task is not None
    return session.task


def test_the_endings_are_those_that_are_read() -> None:
    assert set(ENDINGS) == set(READERS)


def test_files_are_added_one_by_one_and_nothing_is_left_of_them(sent_to: Path) -> None:
    library, session = FakeAssistant(), ArchiveSession()
    files = [sent(sent_to, "hafen.txt"), sent(sent_to, "bruecke.md", number=1)]
    task = done(work.add_files(session, library, files, sent_to), session)
    assert [(added.name, added.report) for added in task.added] == [
        ("hafen.txt", AddReport(added=("hafen",))),
        ("bruecke.md", AddReport(added=("bruecke",))),
    ]
    assert (task.running, task.position, task.count, session.changes) == (False, 2, 2, 1)
    assert not any(sent_to.iterdir())
    assert not any(Path(path).parent.parent.exists() for path in library.read)
    assert {find.article.id for find in session.finds.articles} == {"hafen", "bruecke"}


def test_rejections_name_a_file_as_its_owner_does(sent_to: Path) -> None:
    library, session = FakeAssistant(), ArchiveSession()
    files = [sent(sent_to, "a.json")]
    beats = work.add_files(session, library, files, sent_to)
    reading = library.add

    def rejecting(sources: list[str], **options: object) -> AddReport:
        reading(sources, **options)  # type: ignore[arg-type]
        reason = f"has the id 'x' of {sources[0]} again: only the first is kept"
        return AddReport(rejected=(Rejection(source=f"{sources[0]}, record 2", reason=reason),))

    library.add = rejecting  # type: ignore[method-assign, assignment]
    task = done(beats, session)
    assert task.added[0].report is not None
    (rejection,) = task.added[0].report.rejected
    assert (rejection.source, rejection.reason) == (
        "a.json, record 2",
        "has the id 'x' of a.json again: only the first is kept",
    )


def test_a_file_that_fails_keeps_no_other_out(sent_to: Path) -> None:
    library, session = FakeAssistant(), ArchiveSession()
    library.reports.extend([UsageError("Gesperrt."), RuntimeError("kaputt"), AddReport(added=("c",))])
    files = [sent(sent_to, f"{n}.txt", number=n) for n in range(3)]
    task = done(work.add_files(session, library, files, sent_to), session)
    assert [(added.problem, added.trouble) for added in task.added] == [
        (LOCKED_OUT, None),
        ({}, Trouble.UNEXPECTED),
        ({}, None),
    ]


def test_what_a_browser_says_of_a_file_is_looked_at_again(
    sent_to: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_MOST_BYTES", 100)
    secret = tmp_path / "geheim.txt"
    secret.write_text("geheim")
    (sent_to / "direkt.txt").write_text("liegt in keinem eigenen Ordner")
    link = sent_to / ("l" * 64)
    link.mkdir()
    (link / "l.txt").symlink_to(secret)
    files: list[object] = [
        "nichts",
        {"name": "geheim.txt", "path": str(secret)},
        {"name": "geheim.txt", "path": f"{sent_to}/x/../../geheim.txt"},
        {"name": "direkt.txt", "path": str(sent_to / "direkt.txt")},
        {"name": "l.txt", "path": str(link / "l.txt")},
        {"name": "null.txt", "path": "\0"},
        {"path": 7},
        sent(sent_to, "gross.txt", b"x" * 101, number=1),
        sent(sent_to, "boese.exe", number=2),
        sent(sent_to, "gut.txt", number=3) | {"trouble": "nonsense"},
        sent(sent_to, "gut.txt", number=4) | {"trouble": "too_large"},
    ]
    with taken_over(files, sent_to) as taken:
        assert [upload.trouble for upload in taken] == [
            *[Trouble.LOST] * 6,
            Trouble.TOO_LARGE,
            Trouble.WRONG_TYPE,
            None,
            Trouble.TOO_LARGE,
        ]
    assert secret.read_text() == "geheim"
    assert not any((sent_to / f"{n:064}").exists() for n in range(1, 5))


def test_no_more_files_are_taken_at_a_time_than_may_be(sent_to: Path) -> None:
    files = [sent(sent_to, "a.txt", number=n) for n in range(MOST_FILES + 2)]
    with taken_over(files, sent_to) as taken:
        assert [upload.trouble for upload in taken].count(Trouble.TOO_MANY) == 2
    assert not any(sent_to.iterdir())


@pytest.mark.parametrize("files", [None, 7, {}, "abc", []])
def test_nothing_that_is_no_list_of_files_begins_any_work(sent_to: Path, files: object) -> None:
    session = ArchiveSession()
    assert list(work.add_files(session, FakeAssistant(), files, sent_to)) == []
    assert session.task is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("hafen.md", "hafen.md"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Texte\\hafen.txt", "hafen.txt"),
        ("\u202etxt.nefah.md", "txt.nefah.md"),
        ("a\0b\n.txt", "ab.txt"),
        (".md", "md"),
        ("", "?"),
        (None, "?"),
        ("x" * 500 + ".txt", "x" * 60 + ".txt"),
    ],
)
def test_a_name_is_only_ever_a_name(name: object, expected: str) -> None:
    assert own_name(name) == expected


@pytest.mark.parametrize("address", ["", "/etc/passwd", "file:///etc/passwd", "-", "https://" + "x" * 2_000, None])
def test_only_web_addresses_are_read(address: object) -> None:
    library, session = FakeAssistant(), ArchiveSession()
    task = done(work.add_address(session, library, address), session)
    assert [added.trouble for added in task.added] == [Trouble.NO_ADDRESS]
    assert library.read == []


def test_an_address_is_read() -> None:
    library, session = FakeAssistant(), ArchiveSession()
    library.reports.append(AddReport(added=("a",)))
    task = done(work.add_address(session, library, " https://a.example/x "), session)
    assert task.added[0].report == AddReport(added=("a",))
    assert library.read == ["https://a.example/x"]


def test_one_piece_of_work_goes_on_at_a_time(sent_to: Path) -> None:
    library, session = FakeAssistant([BRIDGE]), ArchiveSession()
    library.hold()
    beats = work.rebuild(session, library)
    next(beats)
    assert session.busy
    files = [sent(sent_to, "hafen.txt")]
    assert list(work.add_files(session, library, files, sent_to)) == []
    assert list(work.sync(session, library)) == []
    assert not any(sent_to.iterdir())
    assert session.task is not None
    assert (session.task.work, session.task.step, session.task.total) == (Work.REBUILD, "indexing", 2)
    library.release()
    assert not done(beats, session).running


def test_work_is_finished_when_the_browser_leaves(sent_to: Path) -> None:
    library, session = FakeAssistant(), ArchiveSession()
    library.hold()
    beats = work.add_files(session, library, [sent(sent_to, "hafen.txt")], sent_to)
    next(beats)
    assert isinstance(beats, Iterator)
    beats.close()  # type: ignore[attr-defined]
    library.release()
    until = time.monotonic() + 5
    while session.busy and time.monotonic() < until:
        time.sleep(0.02)
    assert "hafen" in library.stored


@pytest.mark.parametrize("repair", [False, True])
def test_the_index_is_verified(repair: bool) -> None:
    library, session = FakeAssistant(), ArchiveSession()
    library.integrity = Integrity(missing=("a",))
    task = done(work.verify(session, library, repair=repair), session)
    assert (task.work, task.integrity) == (Work.REPAIR if repair else Work.VERIFY, library.integrity)


def test_work_that_fails_says_so() -> None:
    library, session = FakeAssistant(), ArchiveSession()

    def fail(**_: object) -> None:
        raise UsageError("Gesperrt.")

    library.rebuild = fail  # type: ignore[method-assign]
    assert done(work.rebuild(session, library), session).problem == LOCKED_OUT
    library.sync = {}.popitem  # type: ignore[method-assign, assignment]
    assert done(work.sync(session, library), session).unexpected
    library.add_samples = lambda **_: replace(AddReport(), added=("a",))  # type: ignore[method-assign]
    assert done(work.add_samples(session, library), session).added[0].report == AddReport(added=("a",))
