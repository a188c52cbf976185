"""Records of the claim desk for others: Markdown, HTML, CSV, JSON, and schema.org ClaimReview (JSON-LD)."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from assistant import ClaimRecord, Decision, Evidence, Verdict
from ui.checking import record_as_json, sides
from ui.rendering import plain, web_address
from ui.texts import Texts, day, text_for


class Format(StrEnum):
    """What the claims of the desk are written as."""

    MARKDOWN = "markdown"
    HTML = "html"
    CSV = "csv"
    JSON = "json"
    CLAIM_REVIEW = "claimreview"


RATINGS = {Verdict.REFUTED: 1, Verdict.CONFLICTING: 3, Verdict.SUPPORTED: 5}
_QUOTED = ("quote", "outlet", "title", "published", "updated", "url", "article_id")
COLUMNS = (
    *("id", "claim", "verdict", "confidence", "explanation", "side"),
    *_QUOTED,
    *("decided_by", "comment", "checked_at", "index_version"),
)
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
    "blockquote{border-left:3px solid #999;margin:1rem 0;padding-left:1rem}footer{color:#555;font-size:.9rem}"
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ESCAPED = str.maketrans({char: "\\" + char for char in "\\`*_{}[]<>#|"})


def exported(records: Sequence[ClaimRecord], form: Format) -> str:
    """Return the records in one form."""
    if form is Format.JSON:
        return json.dumps([record_as_json(record) for record in records], ensure_ascii=False, indent=1)
    if form is Format.CLAIM_REVIEW:
        return json.dumps([claim_review(record) for record in records], ensure_ascii=False, indent=1)
    if form is Format.CSV:
        return _csv(records)
    return _html(records) if form is Format.HTML else "\n".join(_markdown(records))


def claim_review(record: ClaimRecord) -> dict[str, Any]:
    """Return a record as schema.org ClaimReview (https://schema.org/ClaimReview); ratings run from 1 to 5.

    Where the archive does not decide there is no rating value, only its name.
    """
    checked, texts = record.checked, text_for(record.checked.lang)
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": texts.verdicts[record.verdict]}
    if record.verdict in RATINGS:
        rating |= {"ratingValue": RATINGS[record.verdict], "worstRating": 1, "bestRating": 5}
    claim: dict[str, Any] = {"@type": "Claim", "text": checked.claim}
    if checked.speaker:
        claim["author"] = {"@type": "Person", "name": checked.speaker}
    quoted = [*checked.supporting, *checked.opposing]
    if quoted:
        claim["appearance"] = [_cited(each) for each in quoted]
    review: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "datePublished": (record.decisions[-1].at if record.decisions else record.checked_at)[:10],
        "claimReviewed": checked.claim,
        "itemReviewed": claim,
        "reviewRating": rating,
        "reviewBody": checked.explanation,
        "inLanguage": checked.lang,
        "version": record.index_version,
    }
    if record.decisions and record.decisions[-1].name:
        review["author"] = {"@type": "Person", "name": record.decisions[-1].name}
    return review


def _cited(evidence: Evidence) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "NewsArticle",
        "headline": evidence.title,
        "identifier": evidence.article_id,
        "text": evidence.quote,
    }
    if evidence.published:
        found["datePublished"] = evidence.published
    if evidence.updated:
        found["dateModified"] = evidence.updated
    if evidence.outlet:
        found["publisher"] = {"@type": "Organization", "name": evidence.outlet}
    if web_address(evidence.url):
        found["url"] = evidence.url
    return found


def _sides(record: ClaimRecord, texts: Texts) -> Iterator[tuple[str, Evidence]]:
    for heading, evidence in sides(record.checked, texts):
        yield from ((f"{heading}:", each) for each in evidence)


def _csv(records: Sequence[ClaimRecord]) -> str:
    """One row for each quotation, one for a claim without any; cells that a table would run as a formula are quoted."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    for record in records:
        sides = [("for", each) for each in record.checked.supporting]
        sides += [("against", each) for each in record.checked.opposing]
        rows = [(side, _quoted(each)) for side, each in sides] or [("", ("",) * len(_QUOTED))]
        for side, quoted in rows:
            writer.writerow([_cell(value) for value in _row(record, side, quoted)])
    return table.getvalue().rstrip("\n")


def _row(record: ClaimRecord, side: str, quoted: Sequence[object]) -> list[object]:
    checked, last = record.checked, record.decisions[-1] if record.decisions else None
    said = (record.id, checked.claim, record.verdict.value, checked.confidence, checked.explanation, side)
    decided = (last.name, last.comment) if last else ("", "")
    return [*said, *quoted, *decided, record.checked_at, record.index_version]


def _quoted(evidence: Evidence) -> tuple[object, ...]:
    return tuple(getattr(evidence, name) for name in _QUOTED)


def _cell(value: object) -> object:
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value


def _markdown(records: Sequence[ClaimRecord]) -> Iterator[str]:
    for record in records:
        checked, texts = record.checked, text_for(record.checked.lang)
        yield f"## {_escaped(checked.claim)}"
        yield ""
        yield f"**{texts.verdicts[record.verdict]}** – {_escaped(checked.explanation)}"
        if checked.speaker:
            yield "\n" + texts.claim_speaker.format(name=_escaped(checked.speaker))
        for decision in record.decisions:
            yield "\n" + _decided(decision, texts, _escaped)
        for side, each in _sides(record, texts):
            address = f" <{each.url}>" if web_address(each.url) else ""
            yield f"\n{side}\n\n> {_escaped(each.quote)}\n>\n> {_source(each, texts)}{address}"
        yield (
            "\n"
            + texts.claim_checked_at.format(when=day(record.checked_at, texts), version=record.index_version)
            + "\n"
        )


def _html(records: Sequence[ClaimRecord]) -> str:
    texts = text_for(records[0].checked.lang if records else "de")
    blocks = "".join(_block(record) for record in records)
    return (
        f'<!doctype html><html lang="{texts.lang}"><head><meta charset="utf-8">'
        f"<title>{plain(texts.claim_check)}</title><style>{_STYLE}</style>"
        f"</head><body><h1>{plain(texts.claim_check)}</h1>{blocks}</body></html>"
    )


def _block(record: ClaimRecord) -> str:
    checked, texts = record.checked, text_for(record.checked.lang)
    decided = "".join(f"<p>{_decided(each, texts, plain)}</p>" for each in record.decisions)
    quoted = "".join(
        f"<p>{side}</p><blockquote>{plain(each.quote)}<br><cite>{_linked(each, texts)}</cite></blockquote>"
        for side, each in _sides(record, texts)
    )
    checked_at = texts.claim_checked_at.format(when=day(record.checked_at, texts), version=record.index_version)
    return (
        f'<article lang="{checked.lang}"><h2 dir="auto">{plain(checked.claim)}</h2>'
        f"<p><strong>{plain(texts.verdicts[record.verdict])}</strong> – {plain(checked.explanation)}</p>"
        f"{decided}{quoted}<footer>{plain(checked_at)}</footer></article>"
    )


def _decided(decision: Decision, texts: Texts, safe: Callable[[str], str]) -> str:
    by = ", ".join(part for part in (safe(decision.name), safe(day(decision.at, texts))) if part)
    comment = f": {safe(decision.comment)}" if decision.comment else ""
    return f"{texts.decided} {texts.verdicts[decision.verdict]}, {by}{comment}"


def _linked(evidence: Evidence, texts: Texts) -> str:
    source = plain(_source(evidence, texts, escape=False))
    return (
        f'<a href="{plain(evidence.url or "")}" rel="noreferrer">{source}</a>' if web_address(evidence.url) else source
    )


def _source(evidence: Evidence, texts: Texts, *, escape: bool = True) -> str:
    dated = day(evidence.published, texts) if evidence.published else texts.undated
    parts = [part for part in (evidence.outlet, evidence.title, dated, evidence.article_id) if part]
    return ", ".join(_escaped(part) if escape else part for part in parts)


def _escaped(text: str) -> str:
    return " ".join(text.translate(_ESCAPED).split())
