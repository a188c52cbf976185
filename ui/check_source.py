"""The article whose quotation was opened in the view that checks, as HTML."""

from collections.abc import Iterator

from assistant import Article
from ui.check_texts import check_texts
from ui.rendering import badge, dated, plain, problem, separated, web_address
from ui.source_panel import marked_text
from ui.texts import Texts
from ui.types import OpenedSource


def check_source(source: OpenedSource | None, texts: Texts) -> str:
    """The article in the place of the claim, with its quotations marked; nothing if none is open."""
    if source is None:
        return ""
    back = plain(check_texts(texts.lang).back_to_claim)
    shown = problem(source.problem or texts.source_gone)
    if source.article is not None:
        shown = f"{_about(source.article, texts)}{_notes(source, source.article, texts)}"
        shown += marked_text(source.article, source.marks, source.focus)
    return (
        f'<section class="source" aria-labelledby="check-source-title" data-opening="{source.opening}">'
        f'<div class="bar"><span class="label">{plain(texts.source)}</span>'
        f'<button type="button" class="way" data-close="{source.focus}">{back}</button></div>'
        f'<h2 id="check-source-title" tabindex="-1" dir="auto">{plain(source.title)}</h2>{shown}</section>'
    )


def _about(article: Article, texts: Texts) -> str:
    return (
        f'<p class="dates">{separated(_parts(article, texts))}{badge(article.status, texts)}</p>{_link(article, texts)}'
    )


def _parts(article: Article, texts: Texts) -> Iterator[str]:
    yield from (f"<bdi>{plain(name)}</bdi>" for name in (article.outlet, article.author) if name)
    yield f"{plain(texts.published)} {dated(article.published, texts)}"
    if article.updated:
        yield f"{plain(texts.updated)} {dated(article.updated, texts)}"


def _link(article: Article, texts: Texts) -> str:
    address = web_address(article.url)
    if address is None:
        return ""
    link, host = address
    return (
        f'<p class="original"><a href="{plain(link)}" target="_blank" rel="noopener noreferrer nofollow">'
        f"{plain(texts.original.format(host=host))}</a></p>"
    )


def _notes(source: OpenedSource, article: Article, texts: Texts) -> str:
    notes = [{"withdrawn": texts.withdrawn_note, "corrected": texts.corrected_note}.get(article.status, "")]
    if source.focus not in {mark.n for mark in source.marks}:
        notes.append(texts.quotation_gone)
    return "".join(f'<p class="note">{plain(note)}</p>' for note in notes if note)
