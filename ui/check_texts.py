"""The wording of the view that checks, in German and English."""

from collections.abc import Mapping
from dataclasses import dataclass

from ui.texts import GERMAN


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTexts:
    """All wording of one language. A `{name}` in a text is filled in where the text is used."""

    welcome: str
    welcome_detail: str
    input_label: str
    input_placeholder: str
    input_hint: str
    as_of_label: str
    as_of_hint: str
    check: str
    check_hint: str
    beginning: str
    empty: str
    too_long: str
    too_many: str
    stop: str
    edit: str
    resume: str
    fresh: str
    checked_text: str
    progress: str
    progress_label: str
    done_one: str
    done_many: str
    nothing_checkable: str
    stopped: str
    failed: str
    unexpected: str
    keys: str
    marked_label: str
    tally: str
    as_of_note: str
    decided_mark: str
    export: str
    formats: Mapping[str, str]
    keep_all: str
    kept_all_one: str
    kept_all_many: str
    claim: str
    claim_position: str
    claim_record: str
    claim_none: str
    previous: str
    following: str
    back_to_text: str
    back_to_claim: str
    sure: str
    understood_as: str
    before: str
    before_checked: str
    open_record: str
    no_quotation: str
    differs: str
    agrees: str
    hearsay: str
    show_quotation: str
    taken_back: str
    reopened: str
    reasons: Mapping[str, str]
    history: str
    no_decision: str
    decide: str
    verdict_label: str
    comment_label: str
    name_label: str
    save: str
    saved: str
    choose_verdict: str
    keep: str
    renew: str
    kept: str
    on_desk: str
    rate: str
    rate_hint: str
    rate_reason: str
    useful: str
    useless: str
    rated: str
    unsaved: str
    desk: str
    desk_hint: str
    desk_empty: str
    desk_none_open: str
    desk_unread: str
    desk_part: str
    only_open: str
    open_mark: str


GERMAN_CHECK = CheckTexts(
    welcome="Was soll geprüft werden?",
    welcome_detail="Jede Behauptung des Textes wird mit dem Archiv verglichen: was dafür spricht, was dagegen.",
    input_label="Text oder einzelne Behauptung",
    input_placeholder="Text hier einfügen",
    input_hint="{count} von höchstens {limit} Zeichen",
    as_of_label="Stand (freiwillig)",
    as_of_hint="Nur, was bis zu diesem Tag erschienen ist.",
    check="Prüfen",
    check_hint="auch mit Strg + Eingabe",
    beginning="Die Prüfung beginnt …",
    empty="Bitte fügen Sie einen Text ein.",
    too_long="Der Text hat {count} Zeichen. Höchstens {limit} werden auf einmal geprüft: Teilen Sie ihn bitte.",
    too_many="Zu viele Prüfungen in kurzer Zeit. Bitte warten Sie {count} Sekunden.",
    stop="Stopp",
    edit="Text ändern",
    resume="Zurück zum Ergebnis",
    fresh="Neuer Text",
    checked_text="Geprüfter Text",
    progress="{done} von etwa {total} Sätzen geprüft …",
    progress_label="Fortschritt der Prüfung",
    done_one="Geprüft: eine Behauptung.",
    done_many="Geprüft: {count} Behauptungen.",
    nothing_checkable="In diesem Text steht keine Behauptung, die ein Archiv belegen oder widerlegen könnte.",
    stopped="Gestoppt. Was bis dahin geprüft war, ist markiert.",
    failed="Die Prüfung endete vorzeitig; was bis dahin geprüft war, ist markiert. {problem}",
    unexpected="Einzelheiten stehen im Protokoll des Programms.",
    keys="Eine Stelle öffnen: Klick oder Eingabe. Zur nächsten: → oder J, zur vorigen: ← oder K.",
    marked_label="Text mit markierten Behauptungen",
    tally="Ergebnis",
    as_of_note="Stand des Archivs: {when}",
    decided_mark="entschieden: {verdict}",
    export="Ergebnis sichern als",
    formats={
        "markdown": "Markdown",
        "html": "HTML",
        "csv": "CSV",
        "json": "JSON",
        "claimreview": "ClaimReview",
    },
    keep_all="Alle auf den Tisch legen",
    kept_all_one="Eine Behauptung liegt auf dem Tisch.",
    kept_all_many="{count} Behauptungen liegen auf dem Tisch.",
    claim="Behauptung",
    claim_position="Behauptung {position} von {total}",
    claim_record="Vom Tisch, Nr. {number}",
    claim_none="Wählen Sie eine markierte Stelle: Hier steht, was das Archiv dafür und dagegen sagt.",
    previous="Vorige",
    following="Nächste",
    back_to_text="Zurück zum Text",
    back_to_claim="Zurück zur Behauptung",
    sure="Sicherheit {percent} %",
    understood_as="Verstanden als:",
    before="Früher geprüft",
    before_checked="geprüft am {when}",
    open_record="Nr. {number} öffnen",
    no_quotation="Das Archiv enthält kein Zitat dazu.",
    differs="Abweichung (Behauptung / Artikel):",
    agrees="Übereinstimmung (Behauptung / Artikel):",
    hearsay="Der Artikel gibt das nur als Äußerung oder Vermutung wieder.",
    show_quotation="Zitat {n} im Artikel zeigen: {title}",
    taken_back="Ein Artikel, auf dem dieses Urteil beruhte, ist nicht mehr zugänglich. Prüfen Sie die Behauptung neu.",
    reopened="Wieder offen: Seit der letzten Entscheidung wurde geändert oder entfernt: {articles}.",
    reasons={
        "question": "Eine Frage behauptet nichts.",
        "greeting": "Eine Grußformel behauptet nichts.",
        "opinion": "Eine Meinung oder Forderung lässt sich nicht belegen.",
        "prediction": "Was noch kommt, steht in keinem Archiv.",
        "fragment": "Zu kurz für eine Behauptung.",
        "somebody": "Von wem die Rede ist, steht nicht im Text: Setzen Sie den Namen ein.",
    },
    history="Entscheidungen",
    no_decision="Noch hat niemand entschieden.",
    decide="Eigene Entscheidung",
    verdict_label="Urteil",
    comment_label="Begründung",
    name_label="Name",
    save="Entscheidung speichern",
    saved="Die Entscheidung ist gespeichert.",
    choose_verdict="Bitte wählen Sie eines der vier Urteile.",
    keep="Auf den Tisch legen",
    renew="Auf dem Tisch erneuern",
    kept="Die Behauptung liegt auf dem Tisch.",
    on_desk="Auf dem Tisch als Nr. {number}, geprüft am {when}",
    rate="War dieses Urteil hilfreich?",
    rate_hint="Mit der Rückmeldung kommt die Behauptung auf den Tisch.",
    rate_reason="Grund (freiwillig)",
    useful="Hilfreich",
    useless="Nicht hilfreich",
    rated="Danke, Ihre Rückmeldung ist gespeichert.",
    unsaved="Das konnte nicht gespeichert werden. Einzelheiten stehen im Protokoll des Programms.",
    desk="Auf dem Tisch",
    desk_hint="Behauptungen, die jemand in diesem Haus geprüft und aufgehoben hat.",
    desk_empty="Der Tisch ist leer. Legen Sie eine geprüfte Behauptung darauf, dann finden alle sie hier wieder.",
    desk_none_open="Nichts ist offen: Über alles auf dem Tisch wurde entschieden.",
    desk_unread="Der Tisch kann nicht gelesen werden. Einzelheiten stehen im Protokoll des Programms.",
    desk_part="Die {count} neuesten von {total}",
    only_open="Nur offene",
    open_mark="offen",
)

ENGLISH_CHECK = CheckTexts(
    welcome="What is to be checked?",
    welcome_detail="Every claim of the text is compared with the archive: what speaks for it, what against it.",
    input_label="Text or single claim",
    input_placeholder="Paste the text here",
    input_hint="{count} of at most {limit} characters",
    as_of_label="As of (optional)",
    as_of_hint="Only what had been published by this day.",
    check="Check",
    check_hint="or press Ctrl + Enter",
    beginning="The check begins …",
    empty="Please paste a text.",
    too_long="The text has {count} characters. At most {limit} are checked at once: please split it.",
    too_many="Too many checks in a short time. Please wait {count} seconds.",
    stop="Stop",
    edit="Edit text",
    resume="Back to the result",
    fresh="New text",
    checked_text="Checked text",
    progress="{done} of about {total} sentences checked …",
    progress_label="Progress of the check",
    done_one="Checked: one claim.",
    done_many="Checked: {count} claims.",
    nothing_checkable="This text makes no claim that an archive could prove or disprove.",
    stopped="Stopped. What had been checked by then is marked.",
    failed="The check ended early; what had been checked by then is marked. {problem}",
    unexpected="Details are in the program's log.",
    keys="Open a passage: click or Enter. Next one: → or J, previous one: ← or K.",
    marked_label="Text with its claims marked",
    tally="Result",
    as_of_note="Archive as of {when}",
    decided_mark="decided: {verdict}",
    export="Save the result as",
    formats={
        "markdown": "Markdown",
        "html": "HTML",
        "csv": "CSV",
        "json": "JSON",
        "claimreview": "ClaimReview",
    },
    keep_all="Put all on the desk",
    kept_all_one="One claim is on the desk.",
    kept_all_many="{count} claims are on the desk.",
    claim="Claim",
    claim_position="Claim {position} of {total}",
    claim_record="From the desk, no. {number}",
    claim_none="Choose a marked passage: what the archive says for and against it is shown here.",
    previous="Previous",
    following="Next",
    back_to_text="Back to the text",
    back_to_claim="Back to the claim",
    sure="Confidence {percent}%",
    understood_as="Understood as:",
    before="Checked before",
    before_checked="checked on {when}",
    open_record="Open no. {number}",
    no_quotation="The archive holds no quotation on this.",
    differs="Difference (claim / article):",
    agrees="Agreement (claim / article):",
    hearsay="The article only reports this as a statement or a supposition.",
    show_quotation="Show quotation {n} in its article: {title}",
    taken_back="An article that this verdict rested on is no longer accessible. Check the claim again.",
    reopened="Open again: changed or removed since the last decision: {articles}.",
    reasons={
        "question": "A question claims nothing.",
        "greeting": "A greeting claims nothing.",
        "opinion": "An opinion or an appeal cannot be proven.",
        "prediction": "What is yet to come stands in no archive.",
        "fragment": "Too short to be a claim.",
        "somebody": "The text does not say who this is about: put in the name.",
    },
    history="Decisions",
    no_decision="Nobody has decided yet.",
    decide="Your decision",
    verdict_label="Verdict",
    comment_label="Reason",
    name_label="Name",
    save="Save decision",
    saved="The decision is saved.",
    choose_verdict="Please choose one of the four verdicts.",
    keep="Put on the desk",
    renew="Renew on the desk",
    kept="The claim is on the desk.",
    on_desk="On the desk as no. {number}, checked on {when}",
    rate="Was this verdict useful?",
    rate_hint="With your feedback the claim is put on the desk.",
    rate_reason="Reason (optional)",
    useful="Useful",
    useless="Not useful",
    rated="Thank you, your feedback is saved.",
    unsaved="That could not be saved. Details are in the program's log.",
    desk="On the desk",
    desk_hint="Claims that somebody in this newsroom has checked and kept.",
    desk_empty="The desk is empty. Put a checked claim on it, and everybody will find it here.",
    desk_none_open="Nothing is open: everything on the desk has been decided.",
    desk_unread="The desk cannot be read. Details are in the program's log.",
    desk_part="The {count} newest of {total}",
    only_open="Open ones only",
    open_mark="open",
)


def check_texts(lang: str) -> CheckTexts:
    """Return the wording of a language; of German if there is none for it."""
    return {GERMAN.lang: GERMAN_CHECK, "en": ENGLISH_CHECK}.get(lang, GERMAN_CHECK)
