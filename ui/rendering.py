"""What every view of the page shows as HTML: values in, strings out.

Article text, questions and every field of an article are untrusted. `plain` is the one way for them into the HTML: it
escapes markup and leaves out the invisible characters that could turn the order of what is shown around them. Elements
with such text carry `dir="auto"` or are `<bdi>`, so that their direction ends where they end.
"""

import html
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from assistant import Status
from ui.texts import LANGUAGES, Texts, day, number

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def plain(text: str) -> str:
    """Make untrusted text safe in element content and in quoted attributes.

    Left out: control characters but tab and newline, lone surrogates, and the characters that embed, override or
    isolate a direction (U+202A to U+202E, U+2066 to U+2069). None of them is visible by itself.
    """
    return html.escape(_CONTROL.sub("", text))


def web_address(url: str | None) -> tuple[str, str] | None:
    """Return an `http(s)` address and its host, or None for everything else, such as `javascript:`."""
    try:
        parts = urlsplit(url or "")
        host = parts.hostname
    except ValueError:
        return None
    return (url or "", host) if parts.scheme in ("http", "https") and host else None


def masthead(texts: Texts, views: Sequence[str] = (), user: str | None = None) -> str:
    """The head of the page: the name, the promise, the ways to the views, who is logged in, the choice of language."""
    buttons = "".join(
        f'<button type="button" data-language="{lang}" lang="{lang}" aria-pressed="{str(lang == texts.lang).lower()}"'
        f' title="{plain(texts.switch_language[lang])}">{lang.upper()}</button>'
        for lang in LANGUAGES
    )
    return (
        f'<header class="masthead" data-lang="{texts.lang}"><h1 class="name">belegt</h1>'
        f'<p class="promise">{plain(texts.promise)}</p>{_ways(views, texts)}{_way_out(user, texts)}'
        f'<div class="languages" role="group" aria-label="{plain(texts.language_choice)}">{buttons}</div></header>'
    )


def _ways(views: Sequence[str], texts: Texts) -> str:
    """The ways to the views; none where there is only one."""
    if len(views) < 2:
        return ""
    links = "".join(f'<a href="#/{view}" data-view="{view}">{plain(texts.views[view])}</a>' for view in views)
    return f'<nav class="views" aria-label="{plain(texts.views_label)}">{links}</nav>'


def _way_out(user: str | None, texts: Texts) -> str:
    """Who is logged in, and the way to log out."""
    if not user:
        return ""
    return f'<p class="user"><bdi>{plain(user)}</bdi> <a href="logout?all_session=false">{plain(texts.logout)}</a></p>'


def foot(status: Status, texts: Texts) -> str:
    """The line at the foot: how many articles, how fresh, which index."""
    form = texts.foot_articles_one if status.articles == 1 else texts.foot_articles_many
    parts = [form.format(count=number(status.articles, texts))]
    if status.newest_published:
        parts.append(texts.foot_newest.format(when=day(status.newest_published, texts, clock=False)))
    if status.last_added:
        parts.append(texts.foot_last_added.format(when=day(here(status.last_added), texts)))
    if status.last_sync:
        parts.append(texts.foot_synced.format(when=day(here(status.last_sync), texts)))
    if status.articles:
        parts.append(texts.foot_index.format(version=status.index_version))
    return f'<footer class="foot">{"".join(f"<span>{plain(part)}</span>" for part in parts)}</footer>'


def here(value: str) -> str:
    """A date-time in the time zone of this machine; anything else as it is."""
    try:
        return datetime.fromisoformat(value).astimezone().isoformat() if "T" in value else value
    except ValueError:
        return value


def problem(text: str) -> str:
    """One line that says what went wrong."""
    return f'<p class="problem" role="alert" dir="auto">{plain(text)}</p>'


def separated(parts: Iterable[str]) -> str:
    """Join pieces of HTML into one line that may break between them."""
    return "".join(f'<span class="part">{part}</span>' for part in parts)


def dated(value: str | None, texts: Texts) -> str:
    """A date of an article in words, readable by machines too."""
    return f'<time datetime="{plain(value or "")}">{plain(day(value, texts))}</time>'


def badge(status: str, texts: Texts) -> str:
    """Where an article stands, if that is worth a word: corrected or withdrawn."""
    if status == "live":
        return ""
    return f'<span class="badge" data-status="{plain(status)}">{plain(texts.statuses.get(status, status))}</span>'
