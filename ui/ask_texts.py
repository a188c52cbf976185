"""The wording of what can be done with an answer, and of the filters of a question, in German and English."""

from dataclasses import dataclass

from ui.texts import DEFAULT_LANGUAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class AskTexts:
    """All wording of one language. A `{name}` in a text is filled in where the text is used."""

    tools: str
    again: str
    again_detail: str
    edit: str
    edit_detail: str
    copy: str
    copied: str
    not_copied: str
    share: str
    shared: str
    useful_question: str
    useful: str
    not_useful: str
    thanked: str
    reason_label: str
    reason_send: str
    unrated: str
    explain: str
    further: str
    asked_of: str
    everything: str
    engine: str
    by_quotes: str
    by_model: str
    by_model_named: str
    read: str
    read_one: str
    read_many: str
    dropped: str
    durations: str
    steps: dict[str, str]
    duration: str
    confidence: str
    certainty: str
    index: str
    index_version: str
    permalink: str
    permalink_open: str
    recorded: str
    changed: str
    changed_more: str
    no_record: str
    filters: str
    filter_open: str
    filter_legend: str
    since: str
    until: str
    as_of: str
    as_of_detail: str
    outlet: str
    any_outlet: str
    apply: str
    filters_chosen: str
    remove_filter: str
    chip_since: str
    chip_until: str
    chip_as_of: str
    no_date: str
    no_range: str
    no_outlet: str
    too_many: str
    rated_too_often: str
    previous: str
    next: str
    position: str
    newer: str
    newer_show: str
    copy_question: str
    copy_filters: str


GERMAN = AskTexts(
    tools="Zu dieser Antwort",
    again="Erneut fragen",
    again_detail="Die Frage wird noch einmal gestellt; die neue Antwort ersetzt diese.",
    edit="Bearbeiten",
    edit_detail="Die Frage kommt zurück in das Eingabefeld; diese Antwort wird entfernt.",
    copy="Kopieren",
    copied="Antwort und Belege sind kopiert.",
    not_copied="Kopieren ist in diesem Browser nicht möglich.",
    share="Teilen",
    shared="Die Adresse dieser Antwort ist kopiert.",
    useful_question="Hilfreich?",
    useful="Ja",
    not_useful="Nein",
    thanked="Danke, notiert.",
    reason_label="Warum? (freiwillig)",
    reason_send="Senden",
    unrated="Ihre Rückmeldung konnte nicht gespeichert werden.",
    explain="So wurde gesucht",
    further="Fragen, die das Archiv auch beantwortet",
    asked_of="Gesucht in",
    everything="dem ganzen Archiv",
    engine="Antwort aus",
    by_quotes="Zitaten allein, ohne Sprachmodell",
    by_model="einem Sprachmodell; jeder Satz ist an seinen Zitaten geprüft",
    by_model_named="dem Sprachmodell {model} (Prompt {prompt}); jeder Satz ist an seinen Zitaten geprüft",
    read="Gelesen",
    read_one="eine Stelle: {titles}",
    read_many="{count} Stellen: {titles}",
    dropped="Verworfene Sätze",
    durations="Dauer",
    steps={
        "rewrite": "Frage verstehen",
        "retrieve": "Suchen",
        "rerank": "Ordnen",
        "read": "Lesen",
        "generate": "Schreiben",
        "verify": "Prüfen",
        "repair": "Nachbessern",
        "total": "zusammen",
    },
    duration="{step} {count} ms",
    confidence="Sicherheit",
    certainty="{percent} %",
    index="Archivstand",
    index_version="Index {version}",
    permalink="Adresse",
    permalink_open="Diese Antwort als eigene Seite",
    recorded="Gespeicherte Antwort vom {when}, Archivstand {version}.",
    changed="Seither geändert oder entfernt: {titles}.",
    changed_more="{count} weitere",
    no_record="Unter dieser Adresse ist keine Antwort gespeichert.",
    filters="Filter",
    filter_open="Filter",
    filter_legend="Nur in diesem Teil des Archivs suchen",
    since="Erschienen ab",
    until="Erschienen bis",
    as_of="Stand vom",
    as_of_detail="Antwort aus dem, was das Archiv an diesem Tag enthielt",
    outlet="Medium",
    any_outlet="alle",
    apply="Anwenden",
    filters_chosen="Gewählte Filter",
    remove_filter="Filter entfernen: {filter}",
    chip_since="ab {when}",
    chip_until="bis {when}",
    chip_as_of="Stand {when}",
    no_date="„{value}“ ist kein Datum.",
    no_range="Der Zeitraum endet, bevor er beginnt.",
    no_outlet="Im Archiv ist kein Artikel von „{value}“.",
    too_many="Zu viele Fragen in kurzer Zeit. Bitte warten Sie {count} Sekunden.",
    rated_too_often="Zu viele Rückmeldungen in kurzer Zeit. Bitte warten Sie {count} Sekunden.",
    previous="Vorheriges Zitat",
    next="Nächstes Zitat",
    position="Zitat {n} von {count}",
    newer="Ein neuerer Artikel ({when}) sagt etwas anderes: „{says}“",
    newer_show="Zeigen",
    copy_question="Frage: {question}",
    copy_filters="Filter: {filters}",
)

ENGLISH = AskTexts(
    tools="About this answer",
    again="Ask again",
    again_detail="The question is put once more; the new answer replaces this one.",
    edit="Edit",
    edit_detail="The question goes back into the box; this answer is removed.",
    copy="Copy",
    copied="The answer and its quotations are copied.",
    not_copied="This browser does not allow copying.",
    share="Share",
    shared="The address of this answer is copied.",
    useful_question="Useful?",
    useful="Yes",
    not_useful="No",
    thanked="Thank you, noted.",
    reason_label="Why? (optional)",
    reason_send="Send",
    unrated="Your feedback could not be kept.",
    explain="How it was searched",
    further="More questions that the archive answers",
    asked_of="Searched",
    everything="the whole archive",
    engine="Answer made from",
    by_quotes="quotations alone, without a language model",
    by_model="a language model; every sentence is checked against its quotations",
    by_model_named="the language model {model} (prompt {prompt}); every sentence is checked against its quotations",
    read="Read",
    read_one="one passage: {titles}",
    read_many="{count} passages: {titles}",
    dropped="Sentences dropped",
    durations="Time taken",
    steps={
        "rewrite": "understanding",
        "retrieve": "searching",
        "rerank": "ranking",
        "read": "reading",
        "generate": "writing",
        "verify": "checking",
        "repair": "mending",
        "total": "in all",
    },
    duration="{step} {count} ms",
    confidence="Certainty",
    certainty="{percent}%",
    index="State of the archive",
    index_version="index {version}",
    permalink="Address",
    permalink_open="This answer as a page of its own",
    recorded="Kept answer of {when}, state of the archive {version}.",
    changed="Changed or removed since: {titles}.",
    changed_more="{count} more",
    no_record="No answer is kept under this address.",
    filters="Filters",
    filter_open="Filter",
    filter_legend="Search in this part of the archive only",
    since="Published from",
    until="Published to",
    as_of="As of",
    as_of_detail="Answered from what the archive held on that day",
    outlet="Outlet",
    any_outlet="all",
    apply="Apply",
    filters_chosen="Filters chosen",
    remove_filter="Remove filter: {filter}",
    chip_since="from {when}",
    chip_until="to {when}",
    chip_as_of="as of {when}",
    no_date="“{value}” is not a date.",
    no_range="The period ends before it begins.",
    no_outlet="The archive has no article from “{value}”.",
    too_many="Too many questions in a short time. Please wait {count} seconds.",
    rated_too_often="Too much feedback in a short time. Please wait {count} seconds.",
    previous="Previous quotation",
    next="Next quotation",
    position="Quotation {n} of {count}",
    newer="A newer article ({when}) says something else: “{says}”",
    newer_show="Show",
    copy_question="Question: {question}",
    copy_filters="Filters: {filters}",
)

_BY_LANGUAGE = {"de": GERMAN, "en": ENGLISH}


def ask_texts(lang: str) -> AskTexts:
    """Return the wording of a language; of German if there is none for it."""
    return _BY_LANGUAGE.get(lang, _BY_LANGUAGE[DEFAULT_LANGUAGE])
