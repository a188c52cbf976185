"""The wording of the page in German and English: every word a reader sees that is not from an article.

Dates and numbers are wording too: `day` and `number` write them the way the language does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from assistant import MONTHS, AbstainReason, Citation, Conflict, Verdict

DEFAULT_LANGUAGE = "de"
SAMPLE_OUTLET = "Netzwarte (Beispiel)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """All wording of one language. A `{name}` in a text is filled in where the text is used."""

    lang: str
    promise: str
    views_label: str
    views: dict[str, str]
    language_choice: str
    switch_language: dict[str, str]
    conversation: str
    welcome: str
    welcome_detail: str
    try_one: str
    examples: tuple[str, ...]
    empty_archive: str
    empty_archive_add: str
    empty_archive_samples: str
    question_label: str
    question_placeholder: str
    follow_up_placeholder: str
    ask: str
    stop: str
    clear: str
    you_asked: str
    searching: str
    checking: str
    stopped: str
    stopped_unproven: str
    written_by_model: str
    model_unreached: str
    quoted_instead: str
    cut_off: str
    conflict: str
    conflict_side: str
    conflict_newer: str
    contradicting: str
    understood_as: str
    proof_one: str
    proof_many: str
    show_in_article: str
    show_named: str
    quotation_open: str
    quotation_close: str
    answered_aloud: str
    unsure: str
    abstained: str
    reasons: dict[AbstainReason, str]
    nearest: str
    unexpected: str
    unopened: str
    unreadable: str
    too_long: str
    source: str
    source_empty: str
    source_gone: str
    taken_back: str
    quotation_gone: str
    back_to_answer: str
    original: str
    by: str
    published: str
    updated: str
    as_of: str
    undated: str
    statuses: dict[str, str]
    withdrawn_note: str
    corrected_note: str
    foot_articles_one: str
    foot_articles_many: str
    foot_newest: str
    foot_last_added: str
    foot_synced: str
    stale: str
    never_synced: str
    copies: str
    foot_index: str
    verdicts: dict[Verdict, str]
    not_checkable: str
    speaks_for: str
    speaks_against: str
    nearest_for: str
    nearest_against: str
    decided: str
    reopened: str
    claim_check: str
    claim_checked_at: str
    claim_speaker: str
    months: tuple[str, ...]
    login: str
    logout: str
    date_form: str
    clock_form: str
    thousands: str


GERMAN = Texts(
    lang="de",
    promise="Jede Aussage ist durch ein wörtliches, datiertes Zitat belegt – oder sie wird nicht gezeigt.",
    views_label="Ansichten",
    views={"ask": "Fragen", "check": "Prüfen", "archive": "Archiv", "quality": "Qualität"},
    language_choice="Sprache",
    switch_language={"de": "Deutsch", "en": "Englisch"},
    conversation="Gespräch",
    welcome="Was möchten Sie aus dem Archiv wissen?",
    welcome_detail="Sie erhalten eine kurze Antwort mit ihren Belegen – oder den Hinweis, dass nichts da ist.",
    try_one="Zum Beispiel",
    examples=(
        "Wie lange muss der Gründer von Jetflicks ins Gefängnis?",
        "Wie hoch war der Schaden durch Jetflicks?",
        "Wann beginnt die Haft des Jetflicks-Gründers?",
        "Who handled the technical infrastructure of Jetflicks?",
    ),
    empty_archive="Das Archiv ist noch leer.",
    empty_archive_add="Fügen Sie einen Ordner mit Artikeln hinzu und laden Sie diese Seite neu:",
    empty_archive_samples="Oder öffnen Sie die Seite zum Ausprobieren mit den Beispielartikeln:",
    question_label="Ihre Frage",
    question_placeholder="Frage an das Archiv",
    follow_up_placeholder="Nachfrage oder neue Frage",
    ask="Fragen",
    stop="Stopp",
    clear="Neues Gespräch",
    you_asked="Ihre Frage:",
    searching="Das Archiv wird durchsucht …",
    checking="Weitere Sätze werden geprüft …",
    stopped="Gestoppt. Die Antwort enthält, was bis dahin geprüft war.",
    stopped_unproven="Gestoppt, bevor ein Satz belegt war.",
    written_by_model="Von einem Sprachmodell geschrieben; jeder Satz ist an seinen Zitaten geprüft.",
    model_unreached="Das Sprachmodell hat nicht geantwortet.",
    quoted_instead="Das Sprachmodell hat nicht geantwortet; die Antwort besteht aus Zitaten.",
    cut_off="Das Sprachmodell hat mittendrin abgebrochen: Die Antwort ist womöglich unvollständig.",
    conflict="Die Quellen widersprechen sich: {older} – {newer}.",
    conflict_side="{marker} ({when}) „{says}“",
    conflict_newer="Neuer ist {marker}.",
    contradicting="Dem widerspricht",
    understood_as="Verstanden als:",
    proof_one="Belegt durch ein Zitat",
    proof_many="Belegt durch {count} Zitate",
    show_in_article="Im Artikel zeigen",
    show_named="Zitat {n} im Artikel zeigen: {title}",
    quotation_open="„",
    quotation_close="“",
    answered_aloud="Antwort: {short}. {proof}.",
    unsure="Unsicher: Die Zitate stehen so im Archiv, beantworten die Frage aber womöglich nicht.",
    abstained="Das Archiv sagt dazu nichts.",
    reasons={
        AbstainReason.NO_EVIDENCE: "In keinem Artikel steht ein Satz, der die Frage beantwortet.",
        AbstainReason.OUT_OF_RANGE: "Die Frage liegt außerhalb des Zeitraums oder der Quellen, die das Archiv abdeckt.",
        AbstainReason.LOW_CONFIDENCE: "Einige Stellen kommen nahe, aber keine belegt eine Antwort sicher genug.",
        AbstainReason.CONFLICTING: "Die Artikel widersprechen sich, und keiner davon ist eindeutig der neuere.",
        AbstainReason.EMBARGOED: "Was dazu vorliegt, ist bis zum Ablauf einer Sperrfrist nicht freigegeben.",
    },
    nearest="Am nächsten kommen diese Artikel",
    unexpected="Die Frage konnte nicht beantwortet werden. Einzelheiten stehen im Protokoll des Programms.",
    unopened="Der Artikel konnte nicht geöffnet werden. Einzelheiten stehen im Protokoll des Programms.",
    unreadable="Das Archiv kann nicht gelesen werden. Einzelheiten stehen im Protokoll des Programms.",
    too_long="Die Frage ist zu lang: höchstens {limit} Zeichen.",
    source="Quelle",
    source_empty="Klicken Sie auf ein Zitat: Hier öffnet sich der Artikel, und die Stelle ist markiert.",
    source_gone="Dieser Artikel ist nicht mehr im Archiv.",
    taken_back="Ein Artikel, auf dem diese Antwort beruhte, ist nicht mehr im Archiv.",
    quotation_gone="Der Artikel wurde seit der Antwort geändert. Das Zitat steht so nicht mehr darin.",
    back_to_answer="Zurück zur Antwort",
    original="Original auf {host}",
    by="Von {author}",
    published="Veröffentlicht",
    updated="Aktualisiert",
    as_of="Stand:",
    undated="ohne Datum",
    statuses={"corrected": "Korrigiert", "withdrawn": "Zurückgezogen"},
    withdrawn_note="Die Redaktion hat diesen Artikel zurückgezogen.",
    corrected_note="Die Redaktion hat diesen Artikel korrigiert.",
    foot_articles_one="{count} Artikel",
    foot_articles_many="{count} Artikel",
    foot_newest="neuester vom {when}",
    foot_last_added="zuletzt ergänzt am {when}",
    foot_synced="Quellen gelesen am {when}",
    stale="Die Quellen wurden zuletzt am {when} gelesen: Neueres kann fehlen.",
    never_synced="Nicht alle Quellen wurden schon gelesen: Neueres kann fehlen.",
    copies="{count} Artikel, 1 Quelle{agencies}",
    foot_index="Index {version}",
    verdicts={
        Verdict.SUPPORTED: "belegt",
        Verdict.REFUTED: "widerlegt",
        Verdict.CONFLICTING: "widersprüchlich",
        Verdict.NOT_ENOUGH_EVIDENCE: "nicht entscheidbar",
    },
    not_checkable="nicht prüfbar",
    speaks_for="Dafür spricht",
    speaks_against="Dagegen spricht",
    nearest_for="Am ehesten dafür",
    nearest_against="Am ehesten dagegen",
    decided="Entschieden:",
    reopened="Wieder offen: geändert oder entfernt wurde {articles}.",
    claim_check="Geprüfte Behauptungen",
    claim_checked_at="geprüft am {when}, Archiv {version}",
    claim_speaker="gesagt von {name}",
    months=MONTHS["de"],
    login="Bitte melden Sie sich an. Nach fünf Fehlversuchen ist ein Name eine Weile gesperrt.",
    logout="Abmelden",
    date_form="{day}. {month} {year}",
    clock_form="{date}, {clock} Uhr",
    thousands=".",
)

ENGLISH = Texts(
    lang="en",
    promise="Every statement is backed by a verbatim, dated quotation, or it is not shown.",
    views_label="Views",
    views={"ask": "Ask", "check": "Check", "archive": "Archive", "quality": "Quality"},
    language_choice="Language",
    switch_language={"de": "German", "en": "English"},
    conversation="Conversation",
    welcome="What would you like to know from the archive?",
    welcome_detail="You get a short answer and the quotations that prove it, or a note that the archive does not say.",
    try_one="For example",
    examples=(
        "How long does the founder of Jetflicks have to go to prison?",
        "How high was the damage caused by Jetflicks?",
        "When does the prison term of the Jetflicks founder begin?",
        "Who handled the technical infrastructure of Jetflicks?",
    ),
    empty_archive="The archive is still empty.",
    empty_archive_add="Add a folder of articles, then reload this page:",
    empty_archive_samples="Or open the page with the sample articles to try it out:",
    question_label="Your question",
    question_placeholder="Ask the archive",
    follow_up_placeholder="Follow up or ask anew",
    ask="Ask",
    stop="Stop",
    clear="New conversation",
    you_asked="Your question:",
    searching="Searching the archive …",
    checking="Checking further sentences …",
    stopped="Stopped. The answer holds what had been checked by then.",
    stopped_unproven="Stopped before any sentence was proven.",
    written_by_model="Written by a language model; every sentence is checked against its quotations.",
    model_unreached="The language model did not answer.",
    quoted_instead="The language model did not answer; the answer consists of quotations.",
    cut_off="The language model broke off in the middle: the answer may be incomplete.",
    conflict="The sources contradict each other: {older} – {newer}.",
    conflict_side="{marker} ({when}) “{says}”",
    conflict_newer="{marker} is newer.",
    contradicting="Contradicting this",
    understood_as="Understood as:",
    proof_one="Backed by one quotation",
    proof_many="Backed by {count} quotations",
    show_in_article="Show in article",
    show_named="Show quotation {n} in its article: {title}",
    quotation_open="“",
    quotation_close="”",
    answered_aloud="Answer: {short}. {proof}.",
    unsure="Unsure: the quotations stand in the archive like this, but may not answer the question.",
    abstained="The archive does not say.",
    reasons={
        AbstainReason.NO_EVIDENCE: "No article contains a sentence that answers the question.",
        AbstainReason.OUT_OF_RANGE: "The question lies outside the period or the sources that the archive covers.",
        AbstainReason.LOW_CONFIDENCE: "Some passages come close, but none proves an answer with enough certainty.",
        AbstainReason.CONFLICTING: "The articles contradict each other, and none is clearly the newer one.",
        AbstainReason.EMBARGOED: "What the archive holds on this is under embargo and not yet released.",
    },
    nearest="These articles come closest",
    unexpected="The question could not be answered. Details are in the program's log.",
    unopened="The article could not be opened. Details are in the program's log.",
    unreadable="The archive cannot be read. Details are in the program's log.",
    too_long="The question is too long: {limit} characters at most.",
    source="Source",
    source_empty="Click a quotation: its article opens here with the passage marked.",
    source_gone="This article is no longer in the archive.",
    taken_back="An article that this answer rested on is no longer in the archive.",
    quotation_gone="The article has changed since the answer was given. The quotation no longer stands in it.",
    back_to_answer="Back to the answer",
    original="Original at {host}",
    by="By {author}",
    published="Published",
    updated="Updated",
    as_of="As of",
    undated="undated",
    statuses={"corrected": "Corrected", "withdrawn": "Withdrawn"},
    withdrawn_note="The newsroom has withdrawn this article.",
    corrected_note="The newsroom has corrected this article.",
    foot_articles_one="{count} article",
    foot_articles_many="{count} articles",
    foot_newest="newest from {when}",
    foot_last_added="last added on {when}",
    foot_synced="sources read on {when}",
    stale="The sources were last read on {when}: newer articles may be missing.",
    never_synced="Not all sources have been read yet: newer articles may be missing.",
    copies="{count} articles, 1 source{agencies}",
    foot_index="index {version}",
    verdicts={
        Verdict.SUPPORTED: "supported",
        Verdict.REFUTED: "refuted",
        Verdict.CONFLICTING: "conflicting",
        Verdict.NOT_ENOUGH_EVIDENCE: "not enough evidence",
    },
    not_checkable="not checkable",
    speaks_for="For it",
    speaks_against="Against it",
    nearest_for="Rather for it",
    nearest_against="Rather against it",
    decided="Decided:",
    reopened="Open again: {articles} was changed or removed.",
    claim_check="Checked claims",
    claim_checked_at="checked {when}, archive {version}",
    claim_speaker="said by {name}",
    months=MONTHS["en"],
    login="Please log in. After five failed attempts a name is locked for a while.",
    logout="Log out",
    date_form="{day} {month} {year}",
    clock_form="{date}, {clock}",
    thousands=",",
)

_BY_LANGUAGE = {texts.lang: texts for texts in (GERMAN, ENGLISH)}
LANGUAGES = tuple(_BY_LANGUAGE)


def text_for(lang: str) -> Texts:
    """Return the wording of a language; of German if there is none for it."""
    return _BY_LANGUAGE.get(lang, GERMAN)


def preferred_language(accept_language: str | None) -> str:
    """Choose the language of the page by a browser's `Accept-Language` header.

    Returns:
        The best of the languages the page speaks; `de` without a header, `en` for a browser that asks for neither.
    """
    ranked = sorted(_weighed(accept_language or ""), key=lambda pair: -pair[1])
    if not ranked:
        return DEFAULT_LANGUAGE
    return next((lang for lang, weight in ranked if lang in _BY_LANGUAGE and weight > 0), "en")


def _weighed(accept_language: str) -> list[tuple[str, float]]:
    """Primary language tags with their weights (`de-AT;q=0.8` gives `de`, 0.8), in the order of the header."""
    pairs = []
    for part in accept_language.split(","):
        tag, _, weight = part.partition(";")
        primary = tag.strip().lower().partition("-")[0]
        if primary:
            pairs.append((primary, _weight(weight)))
    return pairs


def _weight(text: str) -> float:
    try:
        return float(text.strip().removeprefix("q=")) if text.strip() else 1.0
    except ValueError:
        return 0.0


def side_headings(found: Verdict, texts: Texts) -> tuple[str, str]:
    """Return what stands above quotations for a claim and above those against it, which only lean if none decides."""
    if found is Verdict.NOT_ENOUGH_EVIDENCE:
        return texts.nearest_for, texts.nearest_against
    return texts.speaks_for, texts.speaks_against


def copies(count: int, agencies: Sequence[str], texts: Texts) -> str:
    """Say that several articles are one source; empty for an article without copies."""
    if count == 1:
        return ""
    return texts.copies.format(count=count, agencies=f" ({', '.join(agencies)})" if agencies else "")


def contradiction(
    conflict: Conflict,
    citations: Sequence[Citation],
    texts: Texts,
    *,
    marker: Callable[[Citation], str],
    safe: Callable[[str], str],
) -> str:
    """Say that two quotations contradict each other, what each says, and which is newer where their days differ.

    Args:
        conflict: the numbers of both, and what they say.
        citations: those of the answer; empty is returned where one of the two is not among them.
        texts: the language.
        marker: writes the number of a quotation.
        safe: makes untrusted text safe for where the line is shown.
    """
    numbered = {citation.n: citation for citation in citations}
    older, newer = numbered.get(conflict.older), numbered.get(conflict.newer)
    if older is None or newer is None:
        return ""
    sides = (
        texts.conflict_side.format(
            marker=marker(cited), when=safe(day(cited.published, texts, clock=False)), says=safe(says)
        )
        for cited, says in ((older, conflict.older_says), (newer, conflict.newer_says))
    )
    said = texts.conflict.format(older=next(sides), newer=next(sides))
    return f"{said} {texts.conflict_newer.format(marker=marker(newer))}" if is_later(newer, older) else said


def is_later(one: Citation, other: Citation) -> bool:
    """Whether both days are known, and the day of `one` is the later."""
    return bool(other.published) and (one.published or "")[:10] > (other.published or "")[:10]


def day(value: str | None, texts: Texts, *, clock: bool = True) -> str:
    """Write an ISO 8601 date or date-time in words.

    Args:
        value: `2025-07-01` or `2025-07-01T14:30:00+02:00`; a date-time is written in its own zone.
        texts: the language.
        clock: whether the time of a date-time is written too.

    Returns:
        `1. Juli 2025` or `1 July 2025, 14:30`; "undated" for None; a value that is no date as it is.
    """
    if not value:
        return texts.undated
    try:
        parsed = datetime.fromisoformat(value) if len(value) > len("2025-07-01") else date.fromisoformat(value)
    except ValueError:
        return value
    written = texts.date_form.format(day=parsed.day, month=texts.months[parsed.month - 1], year=parsed.year)
    if clock and isinstance(parsed, datetime):
        return texts.clock_form.format(date=written, clock=f"{parsed:%H:%M}")
    return written


def number(value: int, texts: Texts) -> str:
    """Write a whole number with the thousands separator of the language."""
    return f"{value:,}".replace(",", texts.thousands)
