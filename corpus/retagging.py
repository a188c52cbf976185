"""Rewrites HTML from the web so that no parser takes long over it or reads it in another way than was checked.

The parser of lxml takes quadratic time over a tag with very many attributes. To refuse such a tag one must find it as
the parser would, in one pass, whatever quotes and comments are arranged around it. So the markup is cut into tags and
text by the rules of HTML, and written anew: a few attributes a tag, each value in quotes, and no other sharp bracket.
"""

import re
from collections.abc import Iterator
from itertools import islice

from corpus.errors import SourceError

MAX_ATTRIBUTES = 50
MAX_VALUE_CHARACTERS = 10_000

_BLANK = r"[ \t\n\f\r]"
_NAME = r"[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+"
_VALUE = r"""(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^ \t\n\f\r>"'][^ \t\n\f\r>]*+))"""
_ATTRIBUTE = re.compile(rf"(?P<name>{_NAME})(?:{_BLANK}*+={_BLANK}*+{_VALUE}?+)?+")
_UNNAMED = re.compile(r"\?P<\w+>")
_ATTRIBUTES = rf"(?:[ \t\n\f\r/]++|{_UNNAMED.sub('?:', _ATTRIBUTE.pattern)})*+"
_TAG = re.compile(
    rf"<!--.*?(?:-->|\Z)|<[!?][^>]*+>?|<(?P<slash>/?)(?P<tag>[A-Za-z][^ \t\n\f\r/>]*+)(?P<rest>{_ATTRIBUTES})>?",
    re.DOTALL,
)
_TAG_NAME = re.compile(r"[A-Za-z][A-Za-z0-9:_-]{0,50}")
_ATTRIBUTE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9:._-]{0,50}")
_ESCAPES = str.maketrans({'"': "&quot;", "<": "&lt;", ">": "&gt;"})
_TEXT_ALONE = {"title", "textarea"}
_DROPPED = {"script", "style", "iframe", "noembed", "noframes", "xmp"}
_LINKED_DATA = "application/ld+json"


def retagged(markup: str, *, most_tags: int) -> str:
    """The same page, written plainly, without comments, styles and scripts other than linked data.

    Raises:
        SourceError: if it has more than `most_tags` tags.
    """
    return "".join(_pieces(markup, most_tags))


def _pieces(markup: str, most_tags: int) -> Iterator[str]:
    place = 0
    count = 0
    while (token := _TAG.search(markup, place)) is not None:
        yield markup[place : token.start()].translate(_ESCAPES)
        place = token.end()
        name = (token["tag"] or "").lower()
        if _TAG_NAME.fullmatch(name) is None:
            continue
        count += 1
        if count > most_tags:
            raise SourceError(f"has more than {most_tags} tags: save the article alone, or as text")
        if token["slash"]:
            yield "" if name in _DROPPED else f"</{name}>"
        elif name in _DROPPED | _TEXT_ALONE:
            end = _end_of(name, markup, place)
            yield _whole(name, token["rest"], markup[place:end])
            place = end
        else:
            yield _tag(name, token["rest"])
    yield markup[place:].translate(_ESCAPES)


def _end_of(name: str, markup: str, place: int) -> int:
    """Where an element ends that holds characters alone: at its end tag, or at the end of all."""
    end = re.compile(rf"</{name}", re.IGNORECASE).search(markup, place)
    return end.start() if end else len(markup)


def _whole(name: str, rest: str, content: str) -> str:
    """An element that holds characters alone; nothing of one that shows none, but for linked data."""
    if name in _TEXT_ALONE:
        return f"<{name}>{content.translate(_ESCAPES)}"
    if name == "script" and _LINKED_DATA in rest.lower():
        return f'<script type="{_LINKED_DATA}">{content.replace("<!--", "")}</script>'
    return ""


def _tag(name: str, rest: str) -> str:
    kept: dict[str, str] = {}
    for found in islice(_ATTRIBUTE.finditer(rest), MAX_ATTRIBUTES):
        value = found["double"] or found["single"] or found["bare"] or ""
        if _ATTRIBUTE_NAME.fullmatch(found["name"]) and len(value) <= MAX_VALUE_CHARACTERS:
            kept.setdefault(found["name"].lower(), value)
    attributes = "".join(f' {each}="{value.translate(_ESCAPES)}"' for each, value in kept.items())
    return f"<{name}{attributes}{'/' if rest.endswith('/') else ''}>"
