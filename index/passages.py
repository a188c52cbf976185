"""A passage as the two indexes keep it: the text to encode, the terms to look up, the fields to search by."""

from corpus.dates import epoch, moment, spelled
from corpus.types import Article, Chunk
from index.analysis import terms
from index.lexical import PassagePlace, PassageTerms


def passage_text(article: Article, chunk: Chunk) -> str:
    """Return what is encoded for a passage: its context (day, headline, the heading above), then its text."""
    day = f"{spelled(moment(article.published).date(), article.lang)}: " if article.published else ""
    heading = f"{chunk.heading}\n" if chunk.heading else ""
    return f"{day}{article.title}\n{heading}{chunk.text}"


def passage_terms(article: Article, chunk: Chunk, live_from: int) -> PassageTerms:
    """Return what the keyword index keeps of a passage; `live_from` is the moment its version could be read from."""
    place = PassagePlace(
        chunk_id=chunk.id,
        article_id=article.id,
        ordinal=chunk.ordinal,
        start=chunk.start,
        end=chunk.end,
        heading=chunk.heading,
        published=epoch(article.published) if article.published else None,
        outlet=article.outlet,
        lang=article.lang,
        live_from=live_from,
    )
    return PassageTerms(place=place, title=terms(article.title, article.lang), text=terms(chunk.text, article.lang))
