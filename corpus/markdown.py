"""Reads a Markdown file as one article: front matter gives its fields, its body without markup is the text."""

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import yaml  # type: ignore[import-untyped]
from frontmatter.default_handlers import YAMLHandler
from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.cleaning import clean_line
from corpus.errors import SourceError
from corpus.identifiers import id_from_path
from corpus.plaintext import shortened, title_of
from corpus.records import MAX_LINE_CHARACTERS, Located, article_from
from corpus.textfiles import read_text_file
from corpus.types import Rejection

_SPACE_AFTER = {
    "paragraph_close": "\n\n",
    "heading_close": "\n\n",
    "bullet_list_close": "\n\n",
    "ordered_list_close": "\n\n",
    "blockquote_close": "\n\n",
    "table_close": "\n\n",
    "tr_close": "\n",
    "th_close": " ",
    "td_close": " ",
}
_WORDS_INLINE = {"text", "text_special", "code_inline", "image"}
_BREAKS_INLINE = {"softbreak": " ", "hardbreak": "\n"}
_BLANK_AT_LINE_END = re.compile(r"[ \t]+$", re.MULTILINE)
_MOST_FRONT_MATTER = 65_536
_BLANK_LINES = re.compile(r"\n{3,}")


def read_markdown(path: Path, source: str) -> Iterator[Located | Rejection]:
    """Read one article; fields the front matter does not give are made as for plain text.

    Raises:
        SourceError: if the file is empty, too large, binary or not UTF-8, or its front matter is broken.
        OSError: if it cannot be read.
    """
    fields, body = split_front_matter(read_text_file(path))
    title, text = rendered(body)
    if not text:
        raise SourceError("holds no text: put an article in, below its front matter if it has one")
    record = {"title": shortened(title, MAX_LINE_CHARACTERS) or title_of(text, path.stem), **fields, "text": text}
    by_path = None if fields.get("url") else id_from_path(path)
    yield article_from(record, source=source, default_id=by_path)


def split_front_matter(text: str) -> tuple[dict[str, object], str]:
    """The fields of the YAML block between two `---` lines at the top, and what follows it.

    Dates become ISO 8601 text. A text without such a block has no fields.

    Raises:
        SourceError: if the block is not YAML, or no list of fields.
    """
    handler = YAMLHandler()
    if not handler.detect(text):
        return {}, text
    try:
        block, body = handler.split(text)
    except ValueError:
        return {}, text
    if len(block) > _MOST_FRONT_MATTER:
        raise SourceError(f"has front matter of more than {_MOST_FRONT_MATTER} characters: move it into the text")
    try:
        fields = handler.load(block, Loader=yaml.SafeLoader)  # the C loader crashes on deep nesting
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problem = clean_line(str(getattr(error, "problem", None) or error))
        raise SourceError(f"has broken front matter ({problem}): mend the YAML between the --- lines") from error
    if fields is None:
        return {}, body
    if not isinstance(fields, dict):
        raise SourceError("has front matter without field names: write lines such as `title: …`")
    return {str(name): _as_text(value) for name, value in fields.items()}, body


def _as_text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def rendered(body: str) -> tuple[str, str]:
    """The first top heading of a Markdown text (empty if it has none), and the whole as plain text.

    Paragraphs, headings and code blocks are set apart by blank lines, list items and table rows by line breaks; links
    and images leave their text, HTML its words.
    """
    tokens = MarkdownIt("commonmark").enable("table").parse(_without_comments(body))
    title = ""
    parts: list[str] = []
    for place, token in enumerate(tokens):
        parts.append(_block_text(token))
        if not title and token.type == "inline" and tokens[place - 1].tag == "h1":
            title = clean_line(_inline_text(token))
    text = _BLANK_AT_LINE_END.sub("", "".join(parts))
    return title, _BLANK_LINES.sub("\n\n", text).strip()


def _without_comments(body: str) -> str:
    """Drop HTML comments before parsing: the parser takes quadratic time over many that are never closed."""
    kept = []
    place = 0
    while (start := body.find("<!--", place)) >= 0 and (end := body.find("-->", start)) >= 0:
        kept.append(body[place:start])
        place = end + len("-->")
    return "".join([*kept, body[place:].replace("<!--", "")])


def _block_text(token: Token) -> str:
    """What one block token adds: words, or the space after a block; in a tight list that is one line break."""
    if token.type == "inline":
        return _inline_text(token)
    if token.type in {"fence", "code_block"}:
        return f"{token.content.strip()}\n\n"
    if token.type == "html_block":
        return f"{_words_of_html(token.content)}\n\n"
    return "\n" if token.hidden and token.type == "paragraph_close" else _SPACE_AFTER.get(token.type, "")


def _inline_text(token: Token) -> str:
    children = token.children or ()
    return "".join(
        child.content if child.type in _WORDS_INLINE else _BREAKS_INLINE.get(child.type, "") for child in children
    )


def _words_of_html(markup: str) -> str:
    words = _Words()
    words.feed(markup)
    words.close()
    return "".join(words.found).strip()


class _Words(HTMLParser):
    """Collects the words between tags, without scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  (given by the parser)
        self._silent = tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)
