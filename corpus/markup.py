"""Pure readings of markup from the web: its characters, its root element, its tree, its words; hostile ones included.

XML is parsed without the part before its root element, where alone entities can be declared: nothing in it expands or
names a file or address to be loaded.
"""

import html
import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any

from corpus.cleaning import clean_line, clean_text
from corpus.errors import SourceError
from corpus.retagging import retagged
from corpus.textfiles import refuse_binary

MAX_ATTRIBUTES = 200

_MOST_TAGS = 50_000
_LONGEST_HEAD = 4_096
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{1,40})|<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_CHARSET = re.compile(
    r"us-ascii|latin-?1|iso-?8859-?\d{1,2}|(?:windows-|cp)125\d|koi8-[ru]|mac-?roman|gb2312|gbk|gb18030|big5"
    r"|shift_?jis|euc-(?:jp|kr)|utf-?16(?:-?[lb]e)?",
    re.IGNORECASE,
)
_WESTERN = "cp1252"
_READ_AS_WESTERN = re.compile(r"us-ascii|latin-?1|iso-?8859-?1", re.IGNORECASE)
_BEFORE_ROOT = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*>)*", re.DOTALL | re.IGNORECASE)
_OWN_DECLARATIONS = re.compile(r"<!DOCTYPE[^>\[]*\[", re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.-]{1,50}:)?([\w.-]{1,50})")
_AMPERSAND = re.compile(r"&(#\d{1,7};|#x[0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{1,30};)?")
_SILENT = {"template", "noscript", "object", "svg", "head", "form"}
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "td"),
    *("th", "tr", "ul"),
}


def decoded(content: bytes, charset: str | None = None) -> str:
    """The characters of a text from the web.

    A byte order mark tells the encoding; then UTF-8 is tried, then what the server (`charset`) or the text itself
    declares, then Windows-1252, as browsers do.

    Raises:
        SourceError: if it is binary.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace")
    declared = _declared(content, charset)
    if declared.lower().replace("-", "").startswith("utf16"):
        return content.decode(declared, "replace")
    refuse_binary(content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode(declared, "replace")
    except LookupError:
        return content.decode(_WESTERN, "replace")


def root_name(text: str) -> str:
    """The name of the root element of XML or HTML in small letters, without its prefix; empty if there is none."""
    root = _ROOT.match(text, _place_of_root(text))
    return root.group(1).lower() if root else ""


def xml_tree(text: str, *, most_elements: int, mend: bool = False) -> Any:  # noqa: ANN401  (lxml has no types)
    """The root element of an XML document, its namespaces in place.

    Args:
        text: the document.
        most_elements: with more of them it is refused.
        mend: whether to make the best of what is not well-formed.

    Raises:
        SourceError: if it declares entities, is not well-formed, is nested too deeply, or has too many elements
            or attributes.
    """
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415  (needed only for web addresses)

    place = _place_of_root(text)
    if _OWN_DECLARATIONS.match(text, place):
        raise SourceError("declares entities of its own, which is not read: give the address of a plain document")
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=mend
    )
    body = _AMPERSAND.sub(_escaped, text[place:]) if mend else text[place:]
    try:
        root = etree.fromstring(body.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"is not well-formed XML ({clean_line(str(error.msg))[:200]}): tell the site") from error
    if root is None:
        raise SourceError("is not XML: check the address")
    _refuse_overlong(root, most_elements=most_elements)
    return root


def words_of(markup: str) -> str:
    """The words of a piece of HTML, each paragraph on a line of its own; scripts and styles stay out.

    Of a piece with very many tags none are read.
    """
    if "<" not in markup:
        return clean_text(html.unescape(markup)).strip()
    from lxml import etree  # noqa: PLC0415  (needed only for web addresses)

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        plain = retagged(markup.replace("\0", ""), most_tags=_MOST_TAGS)
    except SourceError:
        return ""
    root = etree.fromstring(f"<div>{plain}</div>".encode("utf-8", "replace"), parser)
    if root is None:
        return ""
    lines = "".join(_pieces(root)).split("\n\n")
    return clean_text("\n".join(line for each in lines if (line := " ".join(each.split())))).strip()


def _pieces(root: Any) -> Iterator[str]:  # noqa: ANN401  (lxml has no types)
    """The words in order, with a blank line where a block begins or ends."""
    from lxml import etree  # noqa: PLC0415  (needed only for web addresses)

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        edge = "\n\n" if element.tag in _BLOCKS else ""
        if event == "end":
            yield edge
            yield element.tail or ""
        elif element.tag in _SILENT:
            walk.skip_subtree()
        else:
            yield edge
            yield element.text or ""


def _refuse_overlong(root: Any, *, most_elements: int) -> None:  # noqa: ANN401  (lxml has no types)
    """Refuse a tree over which others spend minutes.

    Raises:
        SourceError: if it has too many elements, or an element has too many attributes.
    """
    for number, element in enumerate(root.iter("*"), start=1):
        if number > most_elements:
            raise SourceError(f"has more than {most_elements} elements: give its articles apart, or as text")
        if len(element.attrib) > MAX_ATTRIBUTES:
            raise SourceError(f"has an element with more than {MAX_ATTRIBUTES} attributes: give its articles as text")


def _declared(content: bytes, charset: str | None) -> str:
    """The encoding that the server or the text names, if it is one for text; that of Western browsers if not."""
    found = _DECLARED.search(content, 0, _LONGEST_HEAD)
    in_text = (found.group(1) or found.group(2)).decode() if found else ""
    named = next((name for name in (charset or "", in_text) if _CHARSET.fullmatch(name)), _WESTERN)
    return _WESTERN if _READ_AS_WESTERN.fullmatch(named) else named


def _place_of_root(text: str) -> int:
    before = _BEFORE_ROOT.match(text)
    return before.end() if before else 0


def _escaped(match: re.Match[str]) -> str:
    """A named character of HTML by its number, which XML knows; an ampersand that names nothing as itself."""
    name = match.group(1)
    if name is None:
        return "&amp;"
    if name.startswith("#"):
        return match.group()
    character = html5.get(name)
    return "".join(f"&#{ord(each)};" for each in character) if character else f"&amp;{name}"
