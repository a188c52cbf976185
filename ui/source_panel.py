"""The source panel as HTML: an article with its quotations marked. Values in, strings out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant import Article
from ui.ask_texts import ask_texts
from ui.rendering import badge, dated, plain, problem, separated, web_address
from ui.texts import Texts, copies, day, is_later
from ui.types import Mark, OpenedSource


def source_panel(source: OpenedSource | None, texts: Texts) -> str:
    """The panel beside the conversation: how to use it, or the article that was opened."""
    if source is None:
        return (
            f'<section class="source closed" aria-label="{plain(texts.source)}">'
            f"<p>{plain(texts.source_empty)}</p></section>"
        )
    return (
        f'<section class="source" aria-labelledby="source-title" data-opening="{source.opening}">'
        f'<div class="bar"><span class="label">{plain(texts.source)}</span>'
        f'<button type="button" class="back" data-back="{source.reference.key}">{plain(texts.back_to_answer)}</button>'
        f"</div>{_steps(source, texts)}{_opened(source, texts)}</section>"
    )


def _steps(source: OpenedSource, texts: Texts) -> str:
    """The ways to the quotation before and after, where an answer has several."""
    numbers = [citation.n for citation in source.citations]
    if len(numbers) < 2 or source.focus not in numbers:
        return ""
    words = ask_texts(texts.lang)
    here = numbers.index(source.focus)
    before = _step("previous", numbers[here - 1] if here else None, source, words.previous)
    after = _step("next", numbers[here + 1] if here + 1 < len(numbers) else None, source, words.next)
    position = words.position.format(n=here + 1, count=len(numbers))
    return f'<div class="steps">{before}<span class="position">{plain(position)}</span>{after}</div>'


def _step(way: str, n: int | None, source: OpenedSource, label: str) -> str:
    leads = f'data-step="{replace(source.reference, number=n).key}"' if n is not None else 'aria-disabled="true"'
    return f'<button type="button" data-way="{way}" {leads}>{plain(label)}</button>'


def _opened(source: OpenedSource, texts: Texts) -> str:
    if source.article is None:
        return f"{_title(source.title)}{problem(source.problem or texts.source_gone)}"
    text = marked_text(source.article, source.marks, source.focus)
    return f"{_head(source.article, _copies(source, texts), texts)}{_notes(source, source.article, texts)}{text}"


def _title(title: str) -> str:
    return f'<h2 id="source-title" tabindex="-1" dir="auto">{plain(title)}</h2>'


def _copies(source: OpenedSource, texts: Texts) -> str:
    """That several articles are this one text, and so one source."""
    said = copies(source.cited.copies, source.cited.agencies, texts) if source.cited else ""
    return f'<span class="badge" data-status="copies">{plain(said)}</span>' if said else ""


def _head(article: Article, beside: str, texts: Texts) -> str:
    outlet = f'<bdi class="outlet">{plain(article.outlet)}</bdi>' if article.outlet else ""
    byline = f'<p class="byline">{_byline(article.author, texts)}</p>' if article.author else ""
    return (
        f'<p class="kicker">{outlet}{badge(article.status, texts)}{beside}</p>'
        f'{_title(article.title)}{byline}<p class="dates">{separated(_dates(article, texts))}</p>'
        f"{_original(article.url, texts)}"
    )


def _byline(author: str, texts: Texts) -> str:
    before, _, after = texts.by.partition("{author}")
    return f"{plain(before)}<bdi>{plain(author)}</bdi>{plain(after)}"


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


def _notes(source: OpenedSource, article: Article, texts: Texts) -> str:
    notes = [{"withdrawn": texts.withdrawn_note, "corrected": texts.corrected_note}.get(article.status, "")]
    if source.focus is not None and source.focus not in {mark.n for mark in source.marks}:
        notes.append(texts.quotation_gone)
    said = "".join(f'<p class="note">{plain(note)}</p>' for note in notes if note)
    return said + "".join(_newer(source, texts))


def _newer(source: OpenedSource, texts: Texts) -> Iterator[str]:
    """That a newer article says something else than the quotation that was opened."""
    words = ask_texts(texts.lang)
    numbered = {citation.n: citation for citation in source.citations}
    for conflict in source.conflicts:
        newer, older = numbered.get(conflict.newer), source.cited
        if newer is None or older is None or older.n != conflict.older or not is_later(newer, older):
            continue
        when = day(newer.published, texts, clock=False)
        yield (
            f'<p class="newer" dir="auto">{plain(words.newer.format(when=when, says=conflict.newer_says))} '
            f'<button type="button" data-step="{replace(source.reference, number=newer.n).key}">'
            f"{plain(words.newer_show)}</button></p>"
        )


def marked_text(article: Article, marks: Sequence[Mark], focus: int | None) -> str:
    """An article's text in paragraphs, its quotations in `<mark id="quotation-N">`.

    The quotation to scroll to has the class `focus`. Blank lines separate paragraphs; in a text without any, every line
    is one. Quotations may overlap and may run over several paragraphs.
    """
    named: set[int] = set()
    paragraphs = (
        f'<p dir="auto">{"".join(_pieces(article.text[start:end], start, marks, focus, named))}</p>'
        for start, end in _paragraphs(article.text)
    )
    return f'<div class="text" lang="{plain(article.lang)}">{"".join(paragraphs)}</div>'


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each paragraph that is not blank."""
    separator = "\n\n" if "\n\n" in text.strip() else "\n"
    start = 0
    for part in text.split(separator):
        if part.strip():
            yield start, start + len(part)
        start += len(part) + len(separator)


def _pieces(text: str, at: int, marks: Sequence[Mark], focus: int | None, named: set[int]) -> Iterator[str]:
    """Cut what stands at `at` where a quotation begins or ends; `named` has the numbers that have an id already."""
    end = at + len(text)
    bounds = {bound for mark in marks for bound in (mark.start, mark.end) if at < bound < end}
    for left, right in pairwise([at, *sorted(bounds), end]):
        over = [mark for mark in marks if mark.start <= left and right <= mark.end]
        piece = plain(text[left - at : right - at])
        yield _marked(piece, over, focus, named) if over else piece


def _marked(piece: str, over: Sequence[Mark], focus: int | None, named: set[int]) -> str:
    """A quoted piece; the first piece of a quotation carries its id, that of the one to scroll to before others."""
    numbers = sorted((mark.n for mark in over), key=lambda n: (n != focus, n))
    unnamed = [n for n in numbers if n not in named][:1]
    named.update(unnamed)
    identity = "".join(f' id="quotation-{n}"' for n in unnamed)
    return f'<mark{identity} class="{"focus" if focus in numbers else "other"}">{piece}</mark>'
