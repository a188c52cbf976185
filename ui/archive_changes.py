"""What changed from one version of an article to the next, word by word. Values in, values out."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from assistant import Article, Version
from ui.archive_types import Change, Edition, Kept, Piece

FIELDS = ("status", "title", "text", "published", "updated", "author", "outlet", "url", "lang", "embargo_until")
MOST_WORDS = 4_000
CONTEXT = 80
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_LINE = re.compile(r"[^\n]*\n+|[^\n]+")


def editions(versions: Sequence[Version]) -> tuple[Edition, ...]:
    """Return the versions of an article, oldest first, each with what changed from the one before it."""
    first = [Edition(version=version) for version in versions[:1]]
    later = (
        Edition(version=after, changes=tuple(_changes(before.article, after.article)))
        for before, after in pairwise(versions)
    )
    return (*first, *later)


def _changes(before: Article, after: Article) -> Iterator[Change]:
    for name in FIELDS:
        old, new = str(getattr(before, name) or ""), str(getattr(after, name) or "")
        if old == new:
            continue
        compared = compare(old, new) if name in ("title", "text") else _replaced(old, new)
        yield Change(field=name, pieces=tuple(compared))


def compare(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two texts by their words; what stays is cut down to the surroundings of what changed.

    The effort is bounded: where more than 4,000 words lie between the first change and the last, lines are compared,
    and where there are more lines than that, all of it counts as changed.
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    start = len("".join(before[:head]))
    cut = len("".join(before[len(before) - tail :]))
    middle_old, middle_new = old[start : len(old) - cut], new[start : len(new) - cut]
    pieces = [
        Piece(Kept.SAME, old[:start]),
        *_compared(middle_old, middle_new),
        Piece(Kept.SAME, old[len(old) - cut :] if cut else ""),
    ]
    return tuple(_shortened(_merged(pieces)))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words two texts begin with alike."""
    most = min(len(one), len(other))
    return next((n for n in range(most) if one[n] != other[n]), most)


def _compared(old: str, new: str) -> Iterator[Piece]:
    for pattern in (_WORD, _LINE):
        before, after = pattern.findall(old), pattern.findall(new)
        if max(len(before), len(after)) <= MOST_WORDS:
            return _matched(before, after)
    return _replaced(old, new)


def _matched(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    for _, from_old, to_old, from_new, to_new in SequenceMatcher(None, before, after).get_opcodes():
        old, new = "".join(before[from_old:to_old]), "".join(after[from_new:to_new])
        yield from (Piece(Kept.SAME, old),) if old == new else _replaced(old, new)


def _replaced(old: str, new: str) -> Iterator[Piece]:
    yield Piece(Kept.GONE, old)
    yield Piece(Kept.NEW, new)


def _merged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Join what is kept alike, and changes between which only white space stays: phrases read better than words."""
    same = gone = new = ""
    for piece in pieces:
        if piece.kept is Kept.SAME and (piece.text.strip() or not (gone or new)):
            yield from _pending(gone, new)
            same, gone, new = same + piece.text, "", ""
        elif piece.kept is Kept.SAME:
            gone, new = gone + piece.text, new + piece.text
        else:
            yield from (Piece(Kept.SAME, same),) if same else ()
            same = ""
            gone, new = (gone + piece.text, new) if piece.kept is Kept.GONE else (gone, new + piece.text)
    yield from _pending(gone, new)
    yield from (Piece(Kept.SAME, same),) if same else ()


def _pending(gone: str, new: str) -> Iterator[Piece]:
    """What was replaced; white space at its end that stays is no change."""
    stays = (
        gone[len(gone.rstrip()) :] if gone.strip() and gone[len(gone.rstrip()) :] == new[len(new.rstrip()) :] else ""
    )
    gone, new = gone.removesuffix(stays), new.removesuffix(stays)
    yield from (Piece(Kept.GONE, gone),) if gone else ()
    yield from (Piece(Kept.NEW, new),) if new else ()
    yield from (Piece(Kept.SAME, stays),) if stays else ()


def _shortened(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Leave out what lies far from every change."""
    kept = list(pieces)
    for position, piece in enumerate(kept):
        if piece.kept is not Kept.SAME:
            yield piece
            continue
        before, after = position > 0, position < len(kept) - 1
        yield from _surroundings(piece.text, before=before, after=after)


def _surroundings(text: str, *, before: bool, after: bool) -> Iterator[Piece]:
    """Cut an unchanged text down; `before` and `after` say whether a change lies there."""
    if len(text) <= 2 * CONTEXT + 1:
        yield Piece(Kept.SAME, text)
        return
    if before:
        yield Piece(Kept.SAME, text[:CONTEXT].rpartition(" ")[0] or text[:CONTEXT])
    yield Piece(Kept.SKIPPED)
    if after:
        yield Piece(Kept.SAME, text[-CONTEXT:].partition(" ")[2] or text[-CONTEXT:])
