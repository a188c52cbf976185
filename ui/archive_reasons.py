"""Why a file or an address was not taken, in German: the reasons come in English, as the command line prints them."""

import re

_GERMAN: tuple[tuple[str, str], ...] = (
    (r"is empty: give the article a title", "ist leer: geben Sie dem Artikel eine Überschrift"),
    (r"is empty: give the article a text", "ist leer: geben Sie dem Artikel einen Text"),
    (r"is empty: give one JSON object a line", "ist leer: schreiben Sie ein JSON-Objekt je Zeile"),
    (r"is empty: name the columns .*", "ist leer: nennen Sie in der ersten Zeile die Spalten, darunter die Artikel"),
    (r"is empty: .*", "ist leer"),
    (r"is missing: .*", "fehlt: jeder Artikel braucht eine Überschrift und einen Text"),
    (r"is (.+), not an object with title and text", "ist kein Objekt mit „title“ und „text“"),
    (r"is (?:larger|longer) than (\d+) MiB.*", "ist größer als {0} MB: teilen Sie es auf"),
    (r"holds more text than one article may: .*", "enthält mehr Text, als ein Artikel haben darf: teilen Sie es auf"),
    (r"is binary, not text: .*", "ist keine Textdatei: geben Sie Artikel als Text, Markdown, HTML oder JSONL in UTF-8"),
    (r"is UTF-16 or UTF-32, not UTF-8: .*", "ist UTF-16 oder UTF-32: speichern Sie es als UTF-8"),
    (r"is not UTF-8.*", "ist nicht UTF-8: speichern Sie es in dieser Kodierung"),
    (r"is not valid JSON \(.*\): .*", "ist kein gültiges JSON: schreiben Sie ein Objekt mit „title“ und „text“"),
    (r"holds an empty list: .*", "enthält eine leere Liste"),
    (r"has an ending that is not read: .*", "hat eine Endung, die nicht gelesen wird"),
    (
        r"has no main text: .*",
        "hat keinen Haupttext: speichern Sie die Seite eines einzelnen Artikels oder seinen Text",
    ),
    (r"has no row below its header: .*", "hat unter der Kopfzeile keine Zeile"),
    (r"has broken front matter .*", "hat einen beschädigten Kopf: prüfen Sie die Zeilen zwischen den ---"),
    (r"holds no text \(scanned\?\): .*", "enthält keinen Text (gescannt?): lassen Sie zuerst die Schrift erkennen"),
    (r"holds no text: .*", "enthält keinen Text"),
    (r"is locked with a password.*", "ist mit einem Passwort geschützt: speichern Sie es ohne"),
    (r"is no PDF, .*", "ist kein PDF, was auch die Endung sagt"),
    (r"is a damaged PDF .*", "ist ein beschädigtes PDF: drucken Sie es in ein neues, oder speichern Sie den Text"),
    (r"is no Word document, .*", "ist kein Word-Dokument oder ein beschädigtes: speichern Sie es neu als .docx"),
    (r"has the id '(.*)' of .* again: .*", "hat noch einmal die Kennung „{0}“: nur der erste Artikel zählt"),
    (r"is withdrawn: .*", "ist zurückgezogen: geben Sie ihm ein späteres „updated“, oder entfernen Sie ihn zuerst"),
    (r"is to be withdrawn and is not in the archive: .*", "soll zurückgezogen werden und ist nicht im Archiv"),
    (r"is none of (.*)", "ist keines von {0}"),
    (r"has (\d+) characters: shorten it to (\d+)", "hat {0} Zeichen: kürzen Sie es auf {1}"),
    (r"'(.*)' is not a date: .*", "„{0}“ ist kein Datum: schreiben Sie es wie 2025-07-01"),
    (r"leads to (.*), which is not on the public internet: .*", "führt zu {0}: das liegt nicht im öffentlichen Netz"),
    (r"names a host that is not found: .*", "nennt einen Rechner, der nicht gefunden wird: prüfen Sie die Adresse"),
    (r"names a host that .*", "nennt einen Rechner, den es nicht gibt: prüfen Sie die Adresse"),
    (r"is not there \(status 404\): .*", "gibt es nicht (Status 404): prüfen Sie die Adresse"),
    (r"is not open to the public \(status (\d+)\): .*", "ist nicht öffentlich (Status {0}): speichern Sie die Seite"),
    (r"answers with status (\d+): .*", "antwortet mit Status {0}: versuchen Sie es später noch einmal"),
    (r"takes too long to answer: .*", "antwortet zu langsam: versuchen Sie es später noch einmal"),
    (r"cannot be reached \(.*\): .*", "ist nicht zu erreichen: versuchen Sie es später noch einmal"),
    (r"may not be read, says the site's robots.txt: .*", "darf laut robots.txt der Seite nicht gelesen werden"),
    (r"is not a web address: .*", "ist keine Web-Adresse: prüfen Sie sie auf Tippfehler"),
    (r"does not exist: .*", "gibt es nicht"),
    (
        r"Another belegt command is writing to this archive\. .*",
        "Ein anderer Vorgang schreibt gerade in dieses Archiv. Versuchen Sie es noch einmal, wenn er fertig ist.",
    ),
    (
        r"The archive cannot be written to: .*",
        "In das Archiv kann nicht geschrieben werden. Machen Sie seinen Ordner beschreibbar.",
    ),
)
_COMPILED = tuple((re.compile(pattern, re.DOTALL), german) for pattern, german in _GERMAN)


def reason_in(lang: str, reason: str) -> tuple[str, str]:
    """Return a reason and the language it is in: German where that is asked for and known, else as it came."""
    if lang == "de":
        for pattern, german in _COMPILED:
            if match := pattern.fullmatch(reason):
                return german.format(*match.groups()), "de"
    return reason, "en"
