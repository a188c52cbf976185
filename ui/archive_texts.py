"""The wording of the view of the archive, in German and English."""

from dataclasses import dataclass

from assistant import Standing
from ui.archive_types import Notice, Trouble, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveTexts:
    """All wording of one language. A `{name}` in a text is filled in where the text is used."""

    lang: str
    search: str
    query_label: str
    query_placeholder: str
    narrow: str
    outlet: str
    every_outlet: str
    language: str
    every_language: str
    languages: dict[str, str]
    since: str
    until: str
    standing: str
    standings: dict[Standing, str]
    counted: str
    unset: str
    unset_all: str
    newest: str
    found_one: str
    found_many: str
    found_more: str
    none_found: str
    none_found_hint: str
    none_here: str
    more: str
    query_too_long: str
    unsearched: str
    held_back: str
    article: str
    close: str
    gone: str
    unopened: str
    withdrawn_note: str
    corrected_note: str
    embargo_note: str
    shortened: str
    details: str
    article_id: str
    fields: dict[str, str]
    editions: str
    edition: str
    edition_present: str
    edition_since: str
    edition_stored: str
    only_edition: str
    first_edition: str
    changed: str
    gone_words: str
    new_words: str
    skipped: str
    copies: str
    copies_note: str
    copies_agencies: str
    cited: str
    cited_none: str
    cited_changed: str
    cited_forgotten: str
    remove: str
    remove_question: str
    remove_detail: str
    remove_answers_one: str
    remove_answers_many: str
    remove_undo: str
    remove_now: str
    cancel: str
    removed: str
    undo: str
    undo_named: str
    undo_until: str
    notices: dict[Notice, str]
    upkeep: str
    add: str
    add_empty: str
    drop: str
    choose: str
    drop_detail: str
    sending: str
    address: str
    address_placeholder: str
    address_add: str
    samples: str
    samples_detail: str
    troubles: dict[Trouble, str]
    sources: str
    sources_none: str
    sources_add: str
    source_read: str
    source_unread: str
    source_failed: str
    source_since: str
    read_sources: str
    fresh: str
    stale: str
    upkeep_index: str
    index_detail: str
    behind: str
    verify: str
    repair: str
    rebuild: str
    rebuild_detail: str
    works: dict[Work, str]
    finished: dict[Work, str]
    goes_on: str
    steps: dict[str, str]
    step_of: str
    step_done: str
    failed: str
    of_files: str
    added: str
    updated: str
    unchanged_article: str
    duplicates: str
    rejected: str
    counts_articles: str
    line: str
    field: str
    record: str
    more_rejected: str
    open_article: str
    sound: str
    missing: str
    outdated: str
    extra: str
    damaged: str
    unreadable: str
    repaired: str


GERMAN = ArchiveTexts(
    lang="de",
    search="Suchen",
    query_label="Artikel suchen",
    query_placeholder="Worte oder eine Frage",
    narrow="Eingrenzen",
    outlet="Medium",
    every_outlet="Alle Medien",
    language="Sprache",
    every_language="Alle Sprachen",
    languages={"de": "Deutsch", "en": "Englisch", "fr": "Französisch", "it": "Italienisch", "es": "Spanisch"},
    since="Veröffentlicht ab",
    until="bis",
    standing="Zustand",
    standings={
        Standing.READABLE: "Lesbar",
        Standing.CORRECTED: "Korrigiert",
        Standing.WITHDRAWN: "Zurückgezogen",
        Standing.HELD_BACK: "Gesperrt",
    },
    counted="{name} ({count})",
    unset="Filter entfernen: {name}",
    unset_all="Alle Filter entfernen",
    newest="Neueste Artikel",
    found_one="1 Artikel gefunden",
    found_many="{count} Artikel gefunden",
    found_more="Die ersten {count} Artikel",
    none_found="Kein Artikel passt dazu.",
    none_found_hint="Versuchen Sie andere Worte oder entfernen Sie einen Filter.",
    none_here="Noch keine Artikel. Fügen Sie unter „Hinzufügen“ die ersten hinzu.",
    more="Mehr zeigen",
    query_too_long="Die Suche ist zu lang: höchstens {limit} Zeichen.",
    unsearched="Das Archiv konnte nicht durchsucht werden. Einzelheiten stehen im Protokoll des Programms.",
    held_back="Gesperrt bis {when}",
    article="Artikel",
    close="Schließen",
    gone="Dieser Artikel ist nicht mehr im Archiv.",
    unopened="Der Artikel konnte nicht geöffnet werden. Einzelheiten stehen im Protokoll des Programms.",
    withdrawn_note="Zurückgezogen: Leser sehen diesen Artikel nicht, und keine Antwort zitiert ihn.",
    corrected_note="Von der Redaktion korrigiert.",
    embargo_note="Gesperrt bis {when}: Bis dahin sehen Leser diesen Artikel nicht.",
    shortened="Gezeigt sind die ersten {count} Zeichen. Der Artikel ist länger.",
    details="Angaben",
    article_id="Kennung",
    fields={
        "title": "Überschrift",
        "text": "Text",
        "url": "Adresse",
        "published": "Veröffentlicht",
        "updated": "Aktualisiert",
        "author": "Autor",
        "outlet": "Medium",
        "lang": "Sprache",
        "status": "Zustand",
        "embargo_until": "Gesperrt bis",
        "live": "veröffentlicht",
        "corrected": "korrigiert",
        "withdrawn": "zurückgezogen",
    },
    editions="Fassungen",
    edition="Fassung {n}",
    edition_present="jetzige Fassung",
    edition_since="gilt ab {when}",
    edition_stored="im Archiv seit {when}",
    only_edition="Der Artikel wurde seit seiner Aufnahme nicht geändert.",
    first_edition="Die erste Fassung im Archiv.",
    changed="Geändert: {fields}",
    gone_words="weggefallen:",
    new_words="neu:",
    skipped="unverändert",
    copies="Gleiche Texte",
    copies_note="{count} Artikel sind derselbe Text: Sie zählen als eine Quelle.",
    copies_agencies="Vermerk: {agencies}",
    cited="Antworten, die diesen Artikel zitieren",
    cited_none="Noch keine Antwort zitiert ihn.",
    cited_changed="seither geändert",
    cited_forgotten="Inhalt gelöscht",
    remove="Artikel entfernen …",
    remove_question="Diesen Artikel entfernen?",
    remove_detail="Er verschwindet sofort mit allen Fassungen aus Suche und Antworten und wird ganz gelöscht.",
    remove_answers_one="1 Antwort, die ihn zitiert, wird gelöscht. Das lässt sich nicht rückgängig machen.",
    remove_answers_many="{count} Antworten, die ihn zitieren, werden gelöscht. Das lässt sich nicht rückgängig machen.",
    remove_undo="Den Artikel selbst können Sie {minutes} Minuten lang zurückholen, solange diese Seite offen ist.",
    remove_now="Entfernen",
    cancel="Abbrechen",
    removed="Entfernt: {title}",
    undo="Rückgängig",
    undo_named="Rückgängig: {title} zurückholen",
    undo_until="Zurückholen bis {clock} Uhr möglich",
    notices={
        Notice.RESTORED: "Der Artikel ist wieder im Archiv.",
        Notice.THERE_AGAIN: "Der Artikel wurde inzwischen neu hinzugefügt. Er bleibt, wie er jetzt ist.",
        Notice.TOO_LATE: "Dafür ist es zu spät. Fügen Sie den Artikel neu hinzu.",
        Notice.GONE_ALREADY: "Der Artikel war schon nicht mehr im Archiv.",
        Notice.FAILED: "Das ist nicht gelungen. Einzelheiten stehen im Protokoll des Programms.",
    },
    upkeep="Archiv pflegen",
    add="Hinzufügen",
    add_empty="Das Archiv ist noch leer. Beginnen Sie hier: mit eigenen Dateien, einer Adresse oder den Beispielen.",
    drop="Dateien hierher ziehen oder",
    choose="Dateien auswählen",
    drop_detail="{endings}. Höchstens {count} Dateien mit je {size} MB.",
    sending="{done} von {count} Dateien übertragen …",
    address="Adresse einer Seite, eines Feeds oder einer Sitemap",
    address_placeholder="https://",
    address_add="Lesen",
    samples="Beispielartikel laden",
    samples_detail="Erfundene Meldungen zum Ausprobieren.",
    troubles={
        Trouble.TOO_LARGE: "ist größer als {size} MB: teilen Sie die Datei",
        Trouble.WRONG_TYPE: "hat eine Endung, die nicht gelesen wird",
        Trouble.TOO_MANY: "war zu viel: höchstens {count} Dateien auf einmal",
        Trouble.LOST: "kam nicht an: versuchen Sie es noch einmal",
        Trouble.NO_ADDRESS: "ist keine Web-Adresse: sie beginnt mit https:// oder http://",
        Trouble.UNEXPECTED: "konnte nicht gelesen werden; Einzelheiten stehen im Protokoll des Programms",
    },
    sources="Quellen",
    sources_none="Keine Quelle ist eingetragen.",
    sources_add="Eingetragen werden Quellen mit {command}.",
    source_read="gelesen am {when}",
    source_unread="noch nicht gelesen",
    source_failed="Am {when} gescheitert: {problem}",
    source_since="nur ab {when}",
    read_sources="Quellen jetzt lesen",
    fresh="Zuletzt ganz gelesen am {when}.",
    stale="Nicht mehr frisch: Neueres kann fehlen.",
    upkeep_index="Index",
    index_detail="Stand {version}, {passages} Textstellen.",
    behind="Noch nicht alles ist im Index.",
    verify="Prüfen",
    repair="Reparieren",
    rebuild="Neu aufbauen",
    rebuild_detail="Während der Index neu aufgebaut wird, werden Fragen weiter beantwortet.",
    works={
        Work.FILES: "Dateien werden hinzugefügt",
        Work.ADDRESS: "Die Adresse wird gelesen",
        Work.SAMPLES: "Die Beispielartikel werden geladen",
        Work.SYNC: "Die Quellen werden gelesen",
        Work.VERIFY: "Der Index wird geprüft",
        Work.REPAIR: "Der Index wird repariert",
        Work.REBUILD: "Der Index wird neu aufgebaut",
    },
    finished={
        Work.FILES: "Dateien gelesen",
        Work.ADDRESS: "Adresse gelesen",
        Work.SAMPLES: "Beispielartikel geladen",
        Work.SYNC: "Quellen gelesen",
        Work.VERIFY: "Index geprüft",
        Work.REPAIR: "Index repariert",
        Work.REBUILD: "Der Index ist neu aufgebaut.",
    },
    goes_on="Das geht weiter, auch wenn Sie die Seite verlassen.",
    steps={
        "reading": "Lesen",
        "comparing": "Vergleichen",
        "indexing": "In den Index aufnehmen",
        "waiting": "Warten, bis ein anderer Vorgang fertig ist",
        "preparing": "Modell vorbereiten",
    },
    step_of="{step}: {done} von {total}",
    step_done="{step}: {done}",
    failed="Das ist nicht gelungen. Einzelheiten stehen im Protokoll des Programms.",
    of_files="Datei {position} von {count}",
    added="neu",
    updated="geändert",
    unchanged_article="unverändert",
    duplicates="schon vorhanden",
    rejected="abgelehnt",
    counts_articles="{count} {fate}",
    line="Zeile {n}",
    field="Feld „{name}“",
    record="Eintrag {n}",
    more_rejected="und {count} weitere",
    open_article="Öffnen",
    sound="Index und Archiv stimmen überein: {articles} Artikel, {passages} Textstellen.",
    missing="Im Index fehlen {count} Artikel.",
    outdated="{count} Artikel stehen in einer alten Fassung im Index.",
    extra="{count} Einträge im Index gehören zu keinem Artikel.",
    damaged="{count} Einträge im Index sind beschädigt.",
    unreadable="Ein Teil des Index ist nicht lesbar: {part}.",
    repaired="Das ist jetzt behoben.",
)

ENGLISH = ArchiveTexts(
    lang="en",
    search="Search",
    query_label="Search articles",
    query_placeholder="Words or a question",
    narrow="Narrow down",
    outlet="Outlet",
    every_outlet="All outlets",
    language="Language",
    every_language="All languages",
    languages={"de": "German", "en": "English", "fr": "French", "it": "Italian", "es": "Spanish"},
    since="Published from",
    until="to",
    standing="State",
    standings={
        Standing.READABLE: "Readable",
        Standing.CORRECTED: "Corrected",
        Standing.WITHDRAWN: "Withdrawn",
        Standing.HELD_BACK: "Held back",
    },
    counted="{name} ({count})",
    unset="Remove filter: {name}",
    unset_all="Remove all filters",
    newest="Newest articles",
    found_one="1 article found",
    found_many="{count} articles found",
    found_more="The first {count} articles",
    none_found="No article matches.",
    none_found_hint="Try other words or remove a filter.",
    none_here="No articles yet. Add the first ones under “Add”.",
    more="Show more",
    query_too_long="The search is too long: {limit} characters at most.",
    unsearched="The archive could not be searched. Details are in the program's log.",
    held_back="Held back until {when}",
    article="Article",
    close="Close",
    gone="This article is no longer in the archive.",
    unopened="The article could not be opened. Details are in the program's log.",
    withdrawn_note="Withdrawn: readers do not see this article, and no answer quotes it.",
    corrected_note="Corrected by the newsroom.",
    embargo_note="Held back until {when}: readers do not see this article before.",
    shortened="These are the first {count} characters. The article is longer.",
    details="Details",
    article_id="Id",
    fields={
        "title": "Headline",
        "text": "Text",
        "url": "Address",
        "published": "Published",
        "updated": "Updated",
        "author": "Author",
        "outlet": "Outlet",
        "lang": "Language",
        "status": "State",
        "embargo_until": "Held back until",
        "live": "published",
        "corrected": "corrected",
        "withdrawn": "withdrawn",
    },
    editions="Versions",
    edition="Version {n}",
    edition_present="present version",
    edition_since="valid from {when}",
    edition_stored="in the archive since {when}",
    only_edition="The article has not changed since it was added.",
    first_edition="The first version in the archive.",
    changed="Changed: {fields}",
    gone_words="removed:",
    new_words="new:",
    skipped="unchanged",
    copies="Same text",
    copies_note="{count} articles are the same text: they count as one source.",
    copies_agencies="Credit: {agencies}",
    cited="Answers that quote this article",
    cited_none="No answer quotes it yet.",
    cited_changed="changed since",
    cited_forgotten="content deleted",
    remove="Remove article …",
    remove_question="Remove this article?",
    remove_detail="It vanishes at once, with all its versions, from search and answers, and is deleted for good.",
    remove_answers_one="1 answer that quotes it is deleted. That cannot be undone.",
    remove_answers_many="{count} answers that quote it are deleted. That cannot be undone.",
    remove_undo="You can bring the article itself back for {minutes} minutes, as long as this page is open.",
    remove_now="Remove",
    cancel="Cancel",
    removed="Removed: {title}",
    undo="Undo",
    undo_named="Undo: bring back {title}",
    undo_until="Can be brought back until {clock}",
    notices={
        Notice.RESTORED: "The article is back in the archive.",
        Notice.THERE_AGAIN: "The article has been added again meanwhile. It stays as it is now.",
        Notice.TOO_LATE: "It is too late for that. Add the article again.",
        Notice.GONE_ALREADY: "The article was no longer in the archive.",
        Notice.FAILED: "That did not work. Details are in the program's log.",
    },
    upkeep="Keep the archive",
    add="Add",
    add_empty="The archive is still empty. Start here: with files of your own, an address or the samples.",
    drop="Drag files here or",
    choose="Choose files",
    drop_detail="{endings}. At most {count} files of {size} MB each.",
    sending="{done} of {count} files sent …",
    address="Address of a page, a feed or a sitemap",
    address_placeholder="https://",
    address_add="Read",
    samples="Load sample articles",
    samples_detail="Made-up reports to try things out.",
    troubles={
        Trouble.TOO_LARGE: "is larger than {size} MB: split the file",
        Trouble.WRONG_TYPE: "has an ending that is not read",
        Trouble.TOO_MANY: "was too much: at most {count} files at a time",
        Trouble.LOST: "did not arrive: try again",
        Trouble.NO_ADDRESS: "is not a web address: it starts with https:// or http://",
        Trouble.UNEXPECTED: "could not be read; details are in the program's log",
    },
    sources="Sources",
    sources_none="No source is entered.",
    sources_add="Sources are entered with {command}.",
    source_read="read on {when}",
    source_unread="not read yet",
    source_failed="Failed on {when}: {problem}",
    source_since="only from {when}",
    read_sources="Read sources now",
    fresh="Last read in full on {when}.",
    stale="No longer fresh: newer articles may be missing.",
    upkeep_index="Index",
    index_detail="State {version}, {passages} passages.",
    behind="Not everything is in the index yet.",
    verify="Verify",
    repair="Repair",
    rebuild="Rebuild",
    rebuild_detail="While the index is rebuilt, questions are still answered.",
    works={
        Work.FILES: "Adding files",
        Work.ADDRESS: "Reading the address",
        Work.SAMPLES: "Loading the sample articles",
        Work.SYNC: "Reading the sources",
        Work.VERIFY: "Verifying the index",
        Work.REPAIR: "Repairing the index",
        Work.REBUILD: "Rebuilding the index",
    },
    finished={
        Work.FILES: "Files read",
        Work.ADDRESS: "Address read",
        Work.SAMPLES: "Sample articles loaded",
        Work.SYNC: "Sources read",
        Work.VERIFY: "Index verified",
        Work.REPAIR: "Index repaired",
        Work.REBUILD: "The index has been rebuilt.",
    },
    goes_on="This goes on even if you leave the page.",
    steps={
        "reading": "Reading",
        "comparing": "Comparing",
        "indexing": "Indexing",
        "waiting": "Waiting for another task to finish",
        "preparing": "Preparing the model",
    },
    step_of="{step}: {done} of {total}",
    step_done="{step}: {done}",
    failed="That did not work. Details are in the program's log.",
    of_files="File {position} of {count}",
    added="new",
    updated="changed",
    unchanged_article="unchanged",
    duplicates="already there",
    rejected="rejected",
    counts_articles="{count} {fate}",
    line="line {n}",
    field="field “{name}”",
    record="record {n}",
    more_rejected="and {count} more",
    open_article="Open",
    sound="Index and archive agree: {articles} articles, {passages} passages.",
    missing="{count} articles are missing from the index.",
    outdated="{count} articles stand in the index in an old version.",
    extra="{count} entries of the index belong to no article.",
    damaged="{count} entries of the index are damaged.",
    unreadable="A part of the index cannot be read: {part}.",
    repaired="That is mended now.",
)

_BY_LANGUAGE = {texts.lang: texts for texts in (GERMAN, ENGLISH)}


def archive_texts(lang: str) -> ArchiveTexts:
    """Return the wording of a language; of German if there is none for it."""
    return _BY_LANGUAGE.get(lang, GERMAN)
