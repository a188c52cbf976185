"""What a system said to a case, as one JSON line: all that scoring and reporting need, to be done again at will."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import SourceError

_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A passage of an article that was shown as proof; `stands` says whether it is verbatim at its offsets."""

    article_id: str
    title: str
    quote: str
    start: int
    end: int
    stands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was said to one question.

    Attributes:
        case_id: the case.
        answered: False for an abstention.
        reason: why there is no answer.
        short_answer: the answer in a word or line, where there is one.
        confidence: in [0, 1].
        sentences: text and numbers of the quotations (from 1) that prove it.
        quotations: in order of their numbers.
        ranking: ids of the articles found, best first, each once.
        milliseconds: for the whole answer.
        standalone: whether the question was the stand-alone form of a follow-up.
    """

    case_id: str
    answered: bool
    reason: str | None
    short_answer: str | None
    confidence: float
    sentences: tuple[tuple[str, tuple[int, ...]], ...]
    quotations: tuple[Quotation, ...]
    ranking: tuple[str, ...]
    milliseconds: float
    standalone: bool = False

    @property
    def key(self) -> str:
        """The case, and the form in which it was asked."""
        return f"{self.case_id}{':standalone' if self.standalone else ''}"

    @property
    def cited(self) -> list[tuple[str, str]]:
        """Article id and quotation of each citation."""
        return [(quotation.article_id, quotation.quote) for quotation in self.quotations]

    def line(self) -> str:
        """Return the outcome as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def read_outcomes(path: Path) -> Iterator[Outcome]:
    """Yield the outcomes of a file; raises as `read_lines` does."""
    return read_lines(path, _outcome)


def read_lines(path: Path, parse: Callable[[dict[str, Any]], _Read]) -> Iterator[_Read]:
    """Yield what the lines of a file say; a last line that was cut off by a kill is passed over.

    Raises:
        SourceError: if another line cannot be read.
    """
    lines = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield parse(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            if number == len(lines):
                return
            raise SourceError(f"{path}, line {number}: {error}.", hint="Remove the file to run anew.") from error


def rewrite_lines(path: Path, lines: Iterable[str]) -> None:
    """Write what is done anew: a line cut off by a kill would run into the next one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".tmp")
    fresh.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    fresh.replace(path)


def _outcome(given: dict[str, Any]) -> Outcome:
    return Outcome(
        **{
            **given,
            "sentences": tuple((text, tuple(numbers)) for text, numbers in given["sentences"]),
            "quotations": tuple(Quotation(**quotation) for quotation in given["quotations"]),
            "ranking": tuple(given["ranking"]),
        }
    )


def articles_of(ranking: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of a ranking of passages, each article once, in order of its best passage."""
    return tuple(dict.fromkeys(ranking))
