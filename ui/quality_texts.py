"""The wording of the view of quality in German and English.

A measure is named by `belegt-evals` in English; `measures` says for each what it is called and what it means.
"""

from dataclasses import dataclass

from ui.texts import DEFAULT_LANGUAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityTexts:
    """All wording of the view in one language. A `{name}` in a text is filled in where the text is used."""

    lang: str
    loading: str
    report: str
    measured: str
    questions: str
    claims: str
    median: str
    floors_held: str
    floors_fell: str
    no_floors: str
    open_report: str
    report_title: str
    no_report: str
    no_report_detail: str
    no_report_cost: str
    report_unreadable: str
    all_figures: str
    interval: str
    on_cases: str
    floor: str
    held: str
    fell: str
    previous: str
    baseline: str
    measure: str
    value: str
    inbox: str
    inbox_lead: str
    no_feedback: str
    no_feedback_detail: str
    none_matching: str
    inbox_unreadable: str
    filters: str
    by_state: str
    by_rating: str
    by_about: str
    states: dict[str, str]
    ratings: dict[str, str]
    abouts: dict[str, str]
    listed_one: str
    listed_many: str
    newest_only: str
    more: str
    save_one: str
    save_all: str
    save_chosen: str
    choose: str
    useful: str
    not_useful: str
    answer: str
    verdict: str
    said: str
    quotations_one: str
    quotations_many: str
    gone: str
    taken_back: str
    no_short_answer: str
    decided: str
    reason: str
    no_reason: str
    handled: str
    settle: str
    settle_named: str
    reopen: str
    reopen_named: str
    now_handled: str
    now_open: str
    saved_one: str
    saved_many: str
    saved_todo: str
    unsaved: str
    unsettled: str
    percent: str
    point: str
    measures: dict[str, tuple[str, str]]


GERMAN = QualityTexts(
    lang="de",
    loading="Wird geladen …",
    report="Letzte Auswertung",
    measured="Gemessen am {when}",
    questions="{count} Fragen",
    claims="{count} Behauptungen",
    median="{count} ms je Frage (Median)",
    floors_held="Alle Untergrenzen sind gehalten.",
    floors_fell="Unter der Untergrenze: {names}.",
    no_floors="Für diese Prüffälle sind keine Untergrenzen festgelegt.",
    open_report="Ganzen Bericht öffnen",
    report_title="belegt: Auswertung",
    no_report="Noch keine Auswertung.",
    no_report_detail="Dieser Befehl stellt die mitgelieferten Fragen und schreibt den Bericht, der dann hier steht:",
    no_report_cost="Das dauert einige Minuten, braucht kein Netz und lässt das Archiv unberührt.",
    report_unreadable="Der Bericht kann nicht gelesen werden. Einzelheiten stehen im Protokoll des Programms.",
    all_figures="Alle Messgrößen",
    interval="{low} bis {high}",
    on_cases="{count} Fälle",
    floor="Untergrenze",
    held="gehalten",
    fell="unterschritten",
    previous="Vorher",
    baseline="Vergleichssystem",
    measure="Messgröße",
    value="Wert",
    inbox="Rückmeldungen",
    inbox_lead="Was Leserinnen und Leser zu Antworten und Prüfurteilen gesagt haben.",
    no_feedback="Noch keine Rückmeldungen.",
    no_feedback_detail="Unter jeder Antwort und jedem Prüfurteil lässt sich sagen, ob sie hilfreich waren und warum. "
    "Hier sehen Sie nach, haken ab und speichern Rückmeldungen als neue Prüffälle für die Auswertung.",
    none_matching="Keine Rückmeldung passt zu dieser Auswahl.",
    inbox_unreadable="Die Rückmeldungen können nicht gelesen werden. Einzelheiten stehen im Protokoll des Programms.",
    filters="Rückmeldungen auswählen",
    by_state="Stand",
    by_rating="Bewertung",
    by_about="Zu",
    states={"open": "offene", "all": "alle"},
    ratings={"all": "alle", "useful": "hilfreich", "not_useful": "nicht hilfreich"},
    abouts={"all": "allem", "answer": "Antworten", "verdict": "Prüfurteilen"},
    listed_one="1 Rückmeldung",
    listed_many="{count} Rückmeldungen",
    newest_only="Berücksichtigt sind die neuesten {count}.",
    more="Weitere zeigen",
    save_one="Als Prüffall speichern",
    save_all="Alle {count} als Prüffälle speichern",
    save_chosen="{count} ausgewählte als Prüffälle speichern",
    choose="Auswählen: {question}",
    useful="Hilfreich",
    not_useful="Nicht hilfreich",
    answer="Antwort",
    verdict="Prüfurteil",
    said="Gesagt wurde:",
    quotations_one="Das gezeigte Zitat",
    quotations_many="Die {count} gezeigten Zitate",
    gone="Was gesagt wurde, ist nicht mehr gespeichert.",
    taken_back="Worauf dies beruhte, darf nicht mehr gezeigt werden oder ist nicht mehr im Archiv.",
    no_short_answer="Zitate ohne kurze Antwort.",
    decided="Entschieden:",
    reason="Begründung:",
    no_reason="Ohne Begründung.",
    handled="Erledigt",
    settle="Als erledigt markieren",
    settle_named="Als erledigt markieren: {question}",
    reopen="Wieder öffnen",
    reopen_named="Wieder öffnen: {question}",
    now_handled="Als erledigt markiert.",
    now_open="Wieder offen.",
    saved_one="1 Prüffall gespeichert.",
    saved_many="{count} Prüffälle gespeichert.",
    saved_todo="Noch auszufüllen: {count}. Welche Felder, steht dort unter „todo“.",
    unsaved="Die Prüffälle konnten nicht gespeichert werden. Einzelheiten stehen im Protokoll des Programms.",
    unsettled="Das konnte nicht gespeichert werden. Einzelheiten stehen im Protokoll des Programms.",
    percent="{value}\u00a0%",
    point=",",
    measures={
        "recall@1": ("Richtiger Artikel zuerst", "Anteil der passenden Artikel, die an erster Stelle gefunden wurden"),
        "recall@5": ("Richtiger Artikel unter fünf", "Anteil der passenden Artikel unter den ersten fünf gefundenen"),
        "MRR@10": ("Rang des richtigen Artikels", "100 % heißt: der richtige Artikel steht immer oben"),
        "nDCG@10": ("Reihenfolge der Artikel", "wie gut die ersten zehn gefundenen Artikel geordnet sind"),
        "answer shown": ("Antwort gezeigt", "die erwartete Antwort steht in dem, was zu sehen ist"),
        "answer in first quotation": ("Antwort im ersten Zitat", "die erwartete Antwort steht im ersten Zitat"),
        "right article cited": ("Richtiger Artikel zitiert", "mindestens ein zitierter Artikel enthält die Antwort"),
        "short answer F1": ("Kurze Antwort, gleiche Wörter", "wie viele Wörter sie mit der erwarteten teilt"),
        "short answer exact": ("Kurze Antwort, gleicher Wortlaut", "sie ist gleich der erwarteten"),
        "nothing forbidden shown": ("Nichts Untergeschobenes gezeigt", "Anweisungen in Artikeln blieben ungezeigt"),
        "gold citation recall": ("Erwartete Zitate gezeigt", "Anteil der von Menschen gewählten Zitate"),
        "gold citation precision": ("Zitate wie erwartet", "Anteil der Zitate, die auch Menschen gewählt haben"),
        "verbatim": ("Zitate wörtlich", "Anteil der Zitate, die Zeichen für Zeichen im Artikel stehen"),
        "citation recall": ("Sätze belegt", "Anteil der Sätze, die ihre Zitate belegen"),
        "citation precision": ("Zitate belegen etwas", "Anteil der Zitate, die ihren Satz belegen"),
        "abstention precision": ("Zu Recht geschwiegen", "Anteil der Enthaltungen, die richtig waren"),
        "abstention recall": ("Unbeantwortbares offen gelassen", "Anteil der Fragen ohne Antwort, die offen blieben"),
        "abstention area": ("Trennschärfe der Sicherheit", "50 % wäre geraten, 100 % vollkommen"),
        "risk under coverage": ("Falsche unter den sichersten", "mittlerer Anteil falscher Antworten; niedrig ist gut"),
        "follow-up shown": ("Antwort auf Nachfragen", "die erwartete Antwort auf eine Nachfrage ist zu sehen"),
        "follow-up asked alone": ("Dieselben, ausgeschrieben", "die Nachfragen in ihrer vollständigen Form"),
        "verdict accuracy": ("Prüfurteile richtig", "Anteil der Behauptungen mit dem richtigen Urteil"),
        "verdict macro F1": ("Prüfurteile, F1", "Mittel über die drei Urteile"),
        "refuted precision": ("Zu Recht widerlegt", "Anteil der Widerlegungen, die richtig sind"),
        "article in evidence": ("Richtiger Artikel als Beleg", "dafür oder dagegen ist ein richtiger Artikel zitiert"),
        "evidence verbatim": ("Belege wörtlich", "Anteil der Zitate zu Behauptungen, die im Artikel stehen"),
        "judged right": ("Laut Sprachmodell richtig", "ein Sprachmodell nennt die Antwort richtig"),
        "judge agreement": ("Einigkeit dieses Modells", "Anteil der Antworten, die es so beurteilt wie Menschen"),
        "judge kappa": ("Einigkeit über Zufall", "0 % ist Zufall, 100 % volle Übereinstimmung"),
    },
)

ENGLISH = QualityTexts(
    lang="en",
    loading="Loading …",
    report="Last evaluation",
    measured="Measured on {when}",
    questions="{count} questions",
    claims="{count} claims",
    median="{count} ms a question (median)",
    floors_held="All floors are held.",
    floors_fell="Below the floor: {names}.",
    no_floors="No floors are set for these cases.",
    open_report="Open the whole report",
    report_title="belegt: evaluation",
    no_report="No evaluation yet.",
    no_report_detail="This command asks the questions that come with belegt and writes the report that is shown here:",
    no_report_cost="It takes a few minutes, needs no network and leaves the archive as it is.",
    report_unreadable="The report cannot be read. Details are in the program's log.",
    all_figures="All figures",
    interval="{low} to {high}",
    on_cases="{count} cases",
    floor="Floor",
    held="held",
    fell="fallen below",
    previous="Before",
    baseline="Compared system",
    measure="Figure",
    value="Value",
    inbox="Feedback",
    inbox_lead="What readers said about answers and verdicts.",
    no_feedback="No feedback yet.",
    no_feedback_detail="Below every answer and every verdict readers can say whether it was useful, and why. "
    "Here you look into it, tick it off and save it as new cases for the evaluation.",
    none_matching="No feedback matches this choice.",
    inbox_unreadable="The feedback cannot be read. Details are in the program's log.",
    filters="Choose feedback",
    by_state="State",
    by_rating="Rating",
    by_about="About",
    states={"open": "open", "all": "all"},
    ratings={"all": "all", "useful": "useful", "not_useful": "not useful"},
    abouts={"all": "everything", "answer": "answers", "verdict": "verdicts"},
    listed_one="1 piece of feedback",
    listed_many="{count} pieces of feedback",
    newest_only="The newest {count} are taken into account.",
    more="Show more",
    save_one="Save as a case",
    save_all="Save all {count} as cases",
    save_chosen="Save {count} selected as cases",
    choose="Select: {question}",
    useful="Useful",
    not_useful="Not useful",
    answer="Answer",
    verdict="Verdict",
    said="What was said:",
    quotations_one="The quotation shown",
    quotations_many="The {count} quotations shown",
    gone="What was said is not kept any more.",
    taken_back="What this rested on may not be shown any more, or is no longer in the archive.",
    no_short_answer="Quotations without a short answer.",
    decided="Decided:",
    reason="Reason:",
    no_reason="No reason given.",
    handled="Handled",
    settle="Mark as handled",
    settle_named="Mark as handled: {question}",
    reopen="Open again",
    reopen_named="Open again: {question}",
    now_handled="Marked as handled.",
    now_open="Open again.",
    saved_one="1 case saved.",
    saved_many="{count} cases saved.",
    saved_todo="Still to be filled in: {count}. Which fields, it says there under “todo”.",
    unsaved="The cases could not be saved. Details are in the program's log.",
    unsettled="That could not be saved. Details are in the program's log.",
    percent="{value}%",
    point=".",
    measures={
        "recall@1": ("Right article first", "share of the relevant articles found first"),
        "recall@5": ("Right article among five", "share of the relevant articles among the first five"),
        "MRR@10": ("Rank of the right article", "100% means that the right article is always on top"),
        "nDCG@10": ("Order of the articles", "how well the first ten articles are ordered"),
        "answer shown": ("Answer shown", "the expected answer stands in what the reader sees"),
        "answer in first quotation": ("Answer in first quotation", "the expected answer stands in the first quotation"),
        "right article cited": ("Right article cited", "at least one cited article has the answer"),
        "short answer F1": ("Short answer, same words", "how many words it shares with the expected one"),
        "short answer exact": ("Short answer, same wording", "it equals the expected one"),
        "nothing forbidden shown": ("Nothing planted shown", "instructions inside articles stayed hidden"),
        "gold citation recall": ("Expected quotations shown", "share of the quotations that people chose"),
        "gold citation precision": ("Quotations as expected", "share of the quotations that people chose, too"),
        "verbatim": ("Quotations verbatim", "share that stands in the article, character for character"),
        "citation recall": ("Sentences proven", "share of the sentences that their quotations prove"),
        "citation precision": ("Quotations prove something", "share of the quotations that prove their sentence"),
        "abstention precision": ("Rightly silent", "share of the abstentions that were right"),
        "abstention recall": ("Unanswerable left open", "share of the questions without an answer left unanswered"),
        "abstention area": ("What confidence tells apart", "50% would be a guess, 100% perfect"),
        "risk under coverage": ("Wrong among the surest", "mean share of wrong answers; low is good"),
        "follow-up shown": ("Answer to follow-ups", "the expected answer to a follow-up is shown"),
        "follow-up asked alone": ("The same, asked in full", "the follow-ups in their stand-alone form"),
        "verdict accuracy": ("Verdicts right", "share of the claims with the right verdict"),
        "verdict macro F1": ("Verdicts, F1", "mean over the three verdicts"),
        "refuted precision": ("Rightly refuted", "share of the refutations that are right"),
        "article in evidence": ("Right article as evidence", "a right article is quoted for or against"),
        "evidence verbatim": ("Evidence verbatim", "share of the quotations on claims that stand in their article"),
        "judged right": ("Right by a language model", "a language model calls the answer right"),
        "judge agreement": ("Agreement of that model", "share of the answers it judges as people do"),
        "judge kappa": ("Agreement beyond chance", "0% is chance, 100% full agreement"),
    },
)

_BY_LANGUAGE = {texts.lang: texts for texts in (GERMAN, ENGLISH)}


def quality_texts(lang: str) -> QualityTexts:
    """Return the wording of a language; of German if there is none for it."""
    return _BY_LANGUAGE.get(lang, _BY_LANGUAGE[DEFAULT_LANGUAGE])
