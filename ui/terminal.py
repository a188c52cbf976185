"""What the command line prints: plain text, control characters of articles taken out. Only `show` writes."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from assistant import Answer, AnswerStatus, Article, Citation, Engine, Hit, Sentence, Status
from ui.texts import Texts, contradiction, copies, text_for


def show(text: str) -> None:
    """Write one block of text to standard output at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def show_error(message: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write("belegt: " + " ".join(plain(message).split()) + "\n")


def answer_text(answer: Answer) -> str:
    """Return an answer as text: what is said, then the quotations; or the abstention with the nearest articles."""
    texts = text_for(answer.lang)
    if answer.status is AnswerStatus.ABSTAINED:
        return "\n".join(_abstention(answer, texts))
    lines = [*_said(answer, texts), *_remarks(answer, texts)]
    for citation in answer.citations:
        lines += ["", f"[{citation.n}] „{plain(citation.quote)}“", "    " + _source(citation, texts)]
    return "\n".join(lines).lstrip("\n")


def _abstention(answer: Answer, texts: Texts) -> Iterator[str]:
    yield texts.abstained
    yield texts.reasons[answer.reason] if answer.reason is not None else ""
    if answer.fallback is not None:
        yield texts.model_unreached
    if answer.nearest:
        yield texts.nearest
    for near in answer.nearest:
        yield f"  · {plain(near.title)} ({near.article_id})"


def _said(answer: Answer, texts: Texts) -> Iterator[str]:
    """The short answer with how it follows, and the prose of a language model with the numbers of its quotations."""
    if answer.short_answer:
        yield plain(answer.short_answer)
    if answer.note:
        yield f"({plain(answer.note)})"
    if answer.unsure:
        yield texts.unsure
    if answer.engine is Engine.LLM and answer.sentences:
        if answer.short_answer:
            yield ""
        yield " ".join(_with_numbers(sentence) for sentence in answer.sentences)
        yield f"({texts.written_by_model})"


def _with_numbers(sentence: Sentence) -> str:
    marks = "".join(f"[{n}]" for n in sentence.citations)
    return f"{plain(sentence.text)} {marks}" if marks else plain(sentence.text)


def _remarks(answer: Answer, texts: Texts) -> Iterator[str]:
    """A line each for what a reader has to know of how the answer came about, and for what contradicts each other."""
    if answer.fallback is not None:
        yield texts.quoted_instead
    if answer.cut_off:
        yield texts.cut_off
    for conflict in answer.conflicts:
        said = contradiction(conflict, answer.citations, texts, marker=lambda cited: f"[{cited.n}]", safe=plain)
        if said:
            yield said


def hit_lines(hits: Sequence[Hit], *, as_json: bool) -> str:
    """Return passages found, one JSON list or a block of text each."""
    if as_json:
        return json.dumps([_hit(hit) for hit in hits], ensure_ascii=False)
    return "\n\n".join(
        f"{n}. {plain(hit.title)} ({hit.chunk.article_id}, {hit.score:.3f}: {_found_by(hit)})\n{plain(hit.chunk.text)}"
        for n, hit in enumerate(hits, start=1)
    )


def article_text(article: Article, notes: Iterable[str] = ()) -> str:
    """Return an article with its headline, where it is from and what has to be known of it."""
    place = ", ".join((*(part for part in (article.outlet, article.author) if part), article.published or "undated"))
    return "\n".join(plain(part) for part in (article.title, place, *notes, "", article.text))


def status_lines(status: Status) -> str:
    """Return what the archive holds, a line each."""
    said = {**asdict(status), "sources": len(status.sources)}
    return "\n".join(f"{name.replace('_', ' ')}: {_listed(value)}" for name, value in said.items())


def _hit(hit: Hit) -> dict[str, object]:
    chunk = hit.chunk
    return {
        "article_id": chunk.article_id,
        "passage_id": chunk.id,
        "title": hit.title,
        "lang": hit.lang,
        "published": hit.published,
        "start": chunk.start,
        "end": chunk.end,
        "text": chunk.text,
        "heading": chunk.heading,
        "score": hit.score,
        "found_by": {found.by: {"rank": found.rank, "score": found.score} for found in hit.found_by},
    }


def _found_by(hit: Hit) -> str:
    return ", ".join(f"{found.by} {found.rank}" for found in hit.found_by)


def _source(citation: Citation, texts: Texts) -> str:
    dated = citation.published or texts.undated
    of_one = copies(citation.copies, citation.agencies, texts)
    parts = (citation.outlet, citation.title, citation.author, dated, of_one, citation.article_id)
    return ", ".join(plain(part) for part in parts if part)


def _listed(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key or '-'} {count}" for key, count in value.items()) or "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "-" if value is None else str(value)


def plain(text: str) -> str:
    """Return a text without what could drive a terminal: control characters, marks that turn the direction."""
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text)
