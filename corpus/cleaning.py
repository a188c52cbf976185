"""Pure rules that bring given text into the form in which it is stored. Every rule is idempotent."""

import re
import unicodedata

_NEWLINE = re.compile("\r\n|\r|\u2028|\u2029")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
_BYTE_ORDER_MARK = "\ufeff"


def clean_text(text: str) -> str:
    """Normalise newlines and Unicode (NFC), drop a leading byte order mark and control characters.

    Line feed and tabulator stay, every other C0 control character goes; nothing else changes, so that the stored text
    is the given text to the eye.
    """
    text = _NEWLINE.sub("\n", text)
    text = _CONTROL.sub("", text)
    return unicodedata.normalize("NFC", text.lstrip(_BYTE_ORDER_MARK))


def clean_line(text: str) -> str:
    """Clean a text that is one line by nature (a title, a name): every run of white space becomes one blank."""
    return " ".join(clean_text(text).split())
