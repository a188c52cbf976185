"""An article of the archive as HTML, with its versions, its copies and the answers that cite it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from assistant import AnswerRecord, Article
from ui.archive_rendering import embargo, origin, standing_badges
from ui.archive_texts import ArchiveTexts, archive_texts
from ui.archive_types import Change, Edition, Kept, Opened, Piece
from ui.ask_tools import address_of
from ui.rendering import dated, here, plain, problem, separated, web_address
from ui.source_panel import marked_text
from ui.texts import Texts, day, number

MOST_SHOWN = 200_000
_MOST_ANSWERS = 50
_DETAILS = ("author", "outlet", "published", "updated", "embargo_until", "lang", "status")


def article_panel(opened: Opened | None, undo_seconds: float, texts: Texts) -> str:
    """The article that is open; nothing where none is."""
    if opened is None:
        return ""
    words = archive_texts(texts.lang)
    return (
        f'<article class="opened" aria-labelledby="opened-title" data-opening="{opened.opening}">'
        f'<div class="bar"><span class="label">{plain(words.article)}</span>'
        f'<button type="button" class="quiet" data-close="{opened.number}">{plain(words.close)}</button></div>'
        f"{_body(opened, undo_seconds, texts)}</article>"
    )


def _body(opened: Opened, undo_seconds: float, texts: Texts) -> str:
    words = archive_texts(texts.lang)
    article = opened.article
    if article is None:
        return f"{_title(opened.title or words.article)}{problem(opened.problem or words.gone)}"
    return (
        f"{_head(article, texts)}{''.join(_notes(article, texts))}{_text(opened, article, texts)}"
        f"{_details(article, texts)}{_editions(opened, texts)}{_copies(opened, texts)}{_cited(opened, texts)}"
        f"{_removing(opened, undo_seconds, words)}"
    )


def _title(title: str) -> str:
    return f'<h2 id="opened-title" tabindex="-1" dir="auto">{plain(title)}</h2>'


def _head(article: Article, texts: Texts) -> str:
    outlet = f'<bdi class="outlet">{plain(article.outlet)}</bdi>' if article.outlet else ""
    return (
        f'<p class="kicker">{outlet}{standing_badges(article, texts)}</p>{_title(article.title)}'
        f'<p class="dates">{separated(_dates(article, texts))}</p>{_original(article.url, texts)}'
    )


def _dates(article: Article, texts: Texts) -> Iterator[str]:
    yield f"{plain(texts.published)} {dated(article.published, texts)}"
    if article.updated:
        yield f"{plain(texts.updated)} {dated(article.updated, texts)}"


def _original(url: str | None, texts: Texts) -> str:
    address = web_address(url)
    if address is None:
        return ""
    link, host = address
    return (
        f'<p class="original"><a href="{plain(link)}" target="_blank" rel="noopener noreferrer nofollow">'
        f"{plain(texts.original.format(host=host))}</a></p>"
    )


def _notes(article: Article, texts: Texts) -> Iterator[str]:
    words = archive_texts(texts.lang)
    said = {"withdrawn": words.withdrawn_note, "corrected": words.corrected_note}.get(article.status.value)
    if said:
        yield f'<p class="note">{plain(said)}</p>'
    if embargo(article) is not None:
        yield f'<p class="note">{plain(words.embargo_note.format(when=day(article.embargo_until, texts)))}</p>'


def _text(opened: Opened, article: Article, texts: Texts) -> str:
    words = archive_texts(texts.lang)
    if len(article.text) <= MOST_SHOWN:
        return marked_text(article, opened.marks, 1)
    said = words.shortened.format(count=number(MOST_SHOWN, texts))
    shown = marked_text(replace(article, text=article.text[:MOST_SHOWN]), opened.marks, 1)
    return f'{shown}<p class="detail">{plain(said)}</p>'


def _details(article: Article, texts: Texts) -> str:
    words = archive_texts(texts.lang)
    rows = [(words.article_id, article.id)]
    rows += [(words.fields[name], _value(name, str(getattr(article, name) or ""), texts)) for name in _DETAILS]
    items = "".join(f"<dt>{plain(name)}</dt><dd><bdi>{plain(value)}</bdi></dd>" for name, value in rows if value)
    return _section("details", words.details, f"<dl>{items}</dl>")


def _section(name: str, heading: str, body: str) -> str:
    return (
        f'<section class="{name}" aria-labelledby="opened-{name}"><h3 id="opened-{name}">{plain(heading)}</h3>'
        f"{body}</section>"
    )


def _value(name: str, value: str, texts: Texts) -> str:
    """The value of a field as it is written for people."""
    words = archive_texts(texts.lang)
    if name in ("published", "updated", "embargo_until") and value:
        return day(value, texts)
    if name == "lang":
        return words.languages.get(value, value)
    return words.fields.get(value, value) if name == "status" else value


def _editions(opened: Opened, texts: Texts) -> str:
    words = archive_texts(texts.lang)
    if len(opened.editions) == 1:
        return _section("editions", words.editions, f'<p class="detail">{plain(words.only_edition)}</p>')
    last = len(opened.editions)
    items = "".join(_edition(each, n, n == last, texts) for n, each in reversed([*enumerate(opened.editions, start=1)]))
    return _section("editions", words.editions, f'<ol class="edition-list">{items}</ol>')


def _edition(edition: Edition, n: int, present: bool, texts: Texts) -> str:
    words = archive_texts(texts.lang)
    version = edition.version
    live = datetime.fromtimestamp(version.live_from, UTC).astimezone().isoformat(timespec="minutes")
    told = [words.edition_since.format(when=day(live, texts))]
    if version.stored_at:
        told.append(words.edition_stored.format(when=day(here(version.stored_at), texts)))
    name = words.edition.format(n=n) + (f" ({words.edition_present})" if present else "")
    changes = "".join(_change(each, texts) for each in edition.changes)
    first = f'<p class="detail">{plain(words.first_edition)}</p>' if n == 1 else ""
    return f'<li><h4>{plain(name)}</h4><p class="detail">{separated(map(plain, told))}</p>{first}{changes}</li>'


def _change(change: Change, texts: Texts) -> str:
    words = archive_texts(texts.lang)
    pieces = "".join(_piece(change.field, each, texts) for each in change.pieces)
    return (
        f'<p class="field">{plain(words.changed.format(fields=words.fields[change.field]))}</p>'
        f'<p class="diff" dir="auto">{pieces}</p>'
    )


def _piece(name: str, piece: Piece, texts: Texts) -> str:
    words = archive_texts(texts.lang)
    if piece.kept is Kept.SKIPPED:
        aloud = f'<span class="unseen">({plain(words.skipped)})</span>'
        return f'<span class="skipped"><span aria-hidden="true">[…]</span>{aloud}</span> '
    if piece.kept is Kept.SAME:
        return plain(piece.text)
    value = _value(name, piece.text, texts)
    tag, aloud = ("del", words.gone_words) if piece.kept is Kept.GONE else ("ins", words.new_words)
    said = f'<span class="unseen">{plain(aloud)} </span>'
    return f"<{tag}>{said}{plain(value)}</{tag}>" if value else ""


def _copies(opened: Opened, texts: Texts) -> str:
    words = archive_texts(texts.lang)
    if opened.story is None:
        return ""
    items = "".join(
        f'<li><button type="button" data-open="{each.number}" dir="auto">{plain(each.article.title)}</button>'
        f'<p class="origin">{origin(each.article, texts)}</p></li>'
        for each in opened.copies
    )
    agencies = words.copies_agencies.format(agencies=", ".join(opened.story.agencies)) if opened.story.agencies else ""
    note = f"{words.copies_note.format(count=len(opened.story.articles))} {agencies}".strip()
    body = f'<p class="detail">{plain(note)}</p><ul class="copies-list">{items}</ul>'
    return _section("copies-of-it", words.copies, body)


def _cited(opened: Opened, texts: Texts) -> str:
    words = archive_texts(texts.lang)
    if not opened.cited_by:
        return _section("cited", words.cited, f'<p class="detail">{plain(words.cited_none)}</p>')
    items = "".join(_answer(each, opened, words, texts) for each in opened.cited_by[:_MOST_ANSWERS])
    rest = len(opened.cited_by) - _MOST_ANSWERS
    more = f'<p class="detail">{plain(words.more_rejected.format(count=rest))}</p>' if rest > 0 else ""
    return _section("cited", words.cited, f'<ul class="answers">{items}</ul>{more}')


def _answer(record: AnswerRecord, opened: Opened, words: ArchiveTexts, texts: Texts) -> str:
    short = f'<p dir="auto">{plain(record.answer.short_answer)}</p>' if record.answer.short_answer else ""
    told = [dated(here(record.at), texts)]
    article = opened.article
    if not record.answer.citations:
        told.append(plain(words.cited_forgotten))
    elif article is not None and article.id in record.changed:
        told.append(plain(words.cited_changed))
    question = (
        f'<a href="{plain(address_of(record.id))}" target="_blank" rel="noopener">{plain(record.answer.question)}</a>'
    )
    return f'<li><p class="asked" dir="auto">{question}</p>{short}<p class="detail">{separated(told)}</p></li>'


def _removing(opened: Opened, undo_seconds: float, words: ArchiveTexts) -> str:
    """The button that removes, and the question whether that is meant."""
    count = len(opened.cited_by)
    form = words.remove_answers_one if count == 1 else words.remove_answers_many
    told = [words.remove_detail, *([form.format(count=count)] if count else [])]
    told.append(words.remove_undo.format(minutes=int(undo_seconds // 60)))
    said = "".join(f"<p>{plain(each)}</p>" for each in told)
    return (
        '<div class="removing"><button type="button" class="alarm" data-ask-remove>'
        f'{plain(words.remove)}</button></div><dialog class="confirm" aria-labelledby="confirm-title">'
        f'<h3 id="confirm-title">{plain(words.remove_question)}</h3>'
        f'<p class="asked" dir="auto">{plain(opened.title)}</p>{said}<div class="choices">'
        f'<button type="button" data-cancel autofocus>{plain(words.cancel)}</button><button type="button" class="alarm"'
        f' data-remove="{opened.number}">{plain(words.remove_now)}</button></div></dialog>'
    )
