"""Reads a plain text file as one article: the whole file is its text, so that offsets count the file's characters."""

import re
from collections.abc import Iterator
from pathlib import Path

from corpus.cleaning import clean_line
from corpus.identifiers import id_from_path
from corpus.records import Located, article_from
from corpus.sentences import split_sentences
from corpus.textfiles import read_text_file
from corpus.types import Rejection

_LONGEST_HEADLINE = 120
_LONGEST_SENTENCE = 100
_SEPARATORS = re.compile(r"[-_.\s]+")


def read_plain_text(path: Path, source: str) -> Iterator[Located | Rejection]:
    """Read one article; its title is its headline, the readable file name or its first sentence.

    Raises:
        SourceError: if the file is empty, too large, binary or not UTF-8.
        OSError: if it cannot be read.
    """
    text = read_text_file(path)
    record = {"title": title_of(text, path.stem), "text": text}
    yield article_from(record, source=source, default_id=id_from_path(path))


def title_of(text: str, stem: str) -> str:
    """The title of a text that brings none.

    A short first line without a full stop above more text is its headline; else a file name (`stem`) of several words
    names it; else its first sentence does, cut at a word to 100 characters.
    """
    first, _, rest = text.strip().partition("\n")
    headline = clean_line(first)
    if rest.strip() and len(headline) <= _LONGEST_HEADLINE and not headline.endswith("."):
        return headline
    words = clean_line(_SEPARATORS.sub(" ", stem.encode("utf-8", "replace").decode())).split()
    if sum(any(character.isalpha() for character in word) for word in words) > 1:
        return shortened(" ".join([words[0][0].upper() + words[0][1:], *words[1:]]), _LONGEST_HEADLINE)
    sentence = split_sentences(text[: 50 * _LONGEST_SENTENCE], "de")[0]
    return shortened(clean_line(text[sentence.start : sentence.end]), _LONGEST_SENTENCE)


def shortened(line: str, most: int) -> str:
    """A line of at most `most` characters, cut after a word and ended with ` …` if it was longer."""
    if len(line) <= most:
        return line
    kept = line[: most - 1]
    head, blank, _ = kept.rpartition(" ")
    return f"{head} …" if blank else f"{kept}…"
