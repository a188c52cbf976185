"""Questions to kinds of answers, and where such answers stand in a sentence."""

from time import process_time

import pytest

from assistant.kinds import AnswerKind, asks_for_day, kind_of, spans_of

LONG = 10_000
CPU_SECONDS = 2.0


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Wann beginnt die Haft?", AnswerKind.DATE),
        ("Seit wann gab es Jetflicks?", AnswerKind.DATE),
        ("In welchem Jahr startete der Dienst?", AnswerKind.DATE),
        ("Um wie viel Uhr beginnt die Sitzung?", AnswerKind.DATE),
        ("When was he sentenced?", AnswerKind.DATE),
        ("What year did it start?", AnswerKind.DATE),
        ("What time did it start?", AnswerKind.DATE),
        ("Wie lange muss der Gründer ins Gefängnis?", AnswerKind.DURATION),
        ("Wie viele Jahre muss er absitzen?", AnswerKind.DURATION),
        ("How long did it take?", AnswerKind.DURATION),
        ("How many months did it take?", AnswerKind.DURATION),
        ("Wie hoch war der Schaden?", AnswerKind.NUMBER),
        ("Wie viele Filme bot der Dienst an?", AnswerKind.NUMBER),
        ("Wieviel kostet eine Fahrt?", AnswerKind.NUMBER),
        ("How many films were there?", AnswerKind.NUMBER),
        ("Auf welche Summe wird der Schaden geschätzt?", AnswerKind.NUMBER),
        ("Wer war für die Technik zuständig?", AnswerKind.PERSON),
        ("Mit wem sprach die Polizei?", AnswerKind.PERSON),
        ("Wie heißt der Gründer?", AnswerKind.PERSON),
        ("Wie hieß der Gründer?", AnswerKind.PERSON),
        ("Who handled the infrastructure?", AnswerKind.PERSON),
        ("Wo tagte die Jury?", AnswerKind.PLACE),
        ("In welcher Stadt tagte die Jury?", AnswerKind.PLACE),
        ("Where did the jury sit?", AnswerKind.PLACE),
        ("Warum stieg der Preis?", AnswerKind.REASON),
        ("Aus welchem Grund stieg der Preis?", AnswerKind.REASON),
        ("Why did the price rise?", AnswerKind.REASON),
        ("Was ist passiert?", AnswerKind.SUMMARY),
        ("What happened?", AnswerKind.SUMMARY),
        ("Was ist am Dienstag in Paris geschehen?", AnswerKind.SUMMARY),
        ("Welche beiden Verbindungen unterschied er?", AnswerKind.LIST),
        ("Nenne die Orte.", AnswerKind.LIST),
        ("Hat der Kreis gezahlt?", AnswerKind.YES_NO),
        ("Hacker Hohenbruch: Hat der Kreis gezahlt?", AnswerKind.YES_NO),
        ("Was the bridge closed?", AnswerKind.YES_NO),
        ("Was war im Koffer?", AnswerKind.DEFINITION),
        ("Was ist Baltoteryx?", AnswerKind.DEFINITION),
        ("Wie wurde er getötet?", AnswerKind.MANNER),
        ("Auf welche Weise kam er um?", AnswerKind.MANNER),
        ("Wie viele Artikel hat das Grundgesetz?", AnswerKind.NUMBER),
        ("Wie viele Artikel über die Flut sind seit Mai erschienen?", AnswerKind.COUNT),
        ("How many articles about the flood are there in the archive?", AnswerKind.COUNT),
        ("Welche Farbe hat das Haus?", AnswerKind.OTHER),
        ("", AnswerKind.OTHER),
    ],
)
def test_question_words_decide_the_kind(question: str, kind: AnswerKind) -> None:
    assert kind_of(question) is kind


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("Wann beginnt die Haft?", True),
        ("An welchem Tag war das?", True),
        ("On which date did he die?", True),
        ("In welchem Jahr war das?", False),
        ("Um wie viel Uhr war das?", False),
        ("Wer war das?", False),
    ],
)
def test_a_question_may_ask_for_a_day(question: str, day: bool) -> None:
    assert asks_for_day(question) is day


def test_capitals_do_not_change_the_kind() -> None:
    assert kind_of("WANN BEGINNT DIE HAFT?") is AnswerKind.DATE


def test_a_question_word_inside_a_word_decides_nothing() -> None:
    assert kind_of("Welchen Namen hat in Wolfsburg die Werkswohnung?") is AnswerKind.OTHER


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Antreten soll er die Strafe am 17. Oktober 2025.", ["17. Oktober 2025"]),
        ("Das war im Mai und am 3. Juni.", ["Mai", "3. Juni"]),
        ("It began on October 17, 2025, a Friday.", ["October 17, 2025", "Friday"]),
        ("It began on 17 October 2025.", ["17 October 2025"]),
        ("Stand: 01.07.2025, geprüft 2025-07-02.", ["01.07.2025", "2025-07-02"]),
        ("Der Dienst lief von 2007 bis 2019.", ["2007", "2019"]),
        ("Am Montagabend um 14.30 Uhr oder um 9 Uhr.", ["Montagabend", "14.30 Uhr", "9 Uhr"]),
        ("Gestern kam er, heute geht er.", ["Gestern", "heute"]),
        ("They may march in August.", ["August"]),
        ("Das kostete 2000 Euro und wog 1500 kg.", []),
        ("Die Maistraße ist gesperrt.", []),
    ],
)
def test_finds_dates(sentence: str, found: list[str]) -> None:
    assert texts_of(AnswerKind.DATE, sentence) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Er wurde zu sieben Jahren verurteilt.", ["sieben Jahren"]),
        ("Möglich sind 12 bis 84 Monaten Haft.", ["12 bis 84 Monaten"]),
        ("Das Gericht verhängte 84 Monate.", ["84 Monate"]),
        ("Den Dienst gab es seit 2007.", ["seit 2007"]),
        ("Den Dienst gab es seit dem Frühjahr 2007.", ["seit dem Frühjahr 2007"]),
        ("Jetflicks lief von 2007 bis 2019.", ["von 2007 bis 2019"]),
        ("Er blieb zweieinhalb Jahre und ein paar Tage.", ["zweieinhalb Jahre", "ein paar Tage"]),
        ("Es dauerte ein Jahr, dann anderthalb Stunden.", ["ein Jahr", "anderthalb Stunden"]),
        ("He got a seven-year term, later two and a half years.", ["seven-year", "two and a half years"]),
        ("Ihm droht lebenslange Haft.", ["lebenslange"]),
        ("Er sprach im vergangenen Jahr mit drei Leuten.", []),
    ],
)
def test_finds_durations(sentence: str, found: list[str]) -> None:
    assert texts_of(AnswerKind.DURATION, sentence) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Der Schaden liegt bei 37,5 Millionen US-Dollar.", ["37,5 Millionen US-Dollar"]),
        ("Es gab 10.500 Filme und 183.000 TV-Serien.", ["10.500 Filme", "183.000 TV-Serien"]),
        ("Etwa 20 Prozent, später 25 % und 30%.", ["20 Prozent", "25 %", "30%"]),
        ("Der Bau kostete 1,2 Mrd. Euro.", ["1,2 Mrd. Euro"]),
        ("Damage of $3 million and 1,500 homes lost.", ["$3 million", "1,500"]),
        ("Zwölf Menschen wurden verletzt.", ["Zwölf Menschen"]),
        ("Ein Drittel stimmte zu.", ["Ein Drittel"]),
        ("Am 17. Oktober 2025 um 9 Uhr waren 12 Menschen da.", ["12 Menschen"]),
        ("Eine Frau fuhr auf der A7 nach Westen.", []),
    ],
)
def test_finds_numbers_with_units_but_no_dates(sentence: str, found: list[str]) -> None:
    assert texts_of(AnswerKind.NUMBER, sentence) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Felipe Garcia betreute die Kundschaft, Peter Huber die Technik.", ["Felipe Garcia", "Peter Huber"]),
        ("Dann sprachen Ursula von der Leyen und J. K. Rowling.", ["Ursula von der Leyen", "J. K. Rowling"]),
        ("Für Hans-Peter Müller war es neu.", ["Hans-Peter Müller"]),
        ("Das Gericht verurteilte Christopher Dallmann.", ["Christopher Dallmann"]),
        ("Der Sprecher sagte nichts.", []),
    ],
)
def test_finds_names(sentence: str, found: list[str]) -> None:
    assert texts_of(AnswerKind.PERSON, sentence) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Eine Jury in Las Vegas sprach ihn schuldig.", ["Las Vegas"]),
        ("In Berlin und an der Elbe regnete es.", ["Berlin", "Elbe"]),
        ("He came from the Netherlands to New York.", ["Netherlands", "New York"]),
        ("Am Montag, im Mai oder im Jahr 2024.", []),
    ],
)
def test_finds_places_but_no_times(sentence: str, found: list[str]) -> None:
    assert texts_of(AnswerKind.PLACE, sentence) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Weil es regnete, fiel das Fest aus.", ["Weil"]),
        ("Er log, um die Herkunft zu verschleiern.", ["um die Herkunft zu"]),
        ("It was cancelled because of rain.", ["because"]),
        ("Er kam und ging.", []),
    ],
)
def test_finds_words_that_give_a_reason(sentence: str, found: list[str]) -> None:
    assert texts_of(AnswerKind.REASON, sentence) == found


def test_other_questions_ask_for_nothing_that_patterns_find() -> None:
    assert spans_of(AnswerKind.OTHER, "Am 3. Mai 2025 zahlte Peter Huber in Berlin 20 Euro.") == []


@pytest.mark.parametrize(
    "unit",
    ["1", "1.", "111 ", "\u00a0000", "2007 ", "zehn und ", "12 monaten ", "seit a ", "um ", "Aa-", "Al von ", "A. "],
)
@pytest.mark.parametrize("kind", list(AnswerKind))
def test_patterns_never_go_astray_in_a_long_sentence(kind: AnswerKind, unit: str) -> None:
    sentence = (unit * LONG)[:LONG]
    started = process_time()
    assert all(0 <= span.start < span.end <= LONG for span in spans_of(kind, sentence))
    assert process_time() - started < CPU_SECONDS, "a pattern backtracks: bound its repetitions"


def texts_of(kind: AnswerKind, sentence: str) -> list[str]:
    return [sentence[span.start : span.end] for span in spans_of(kind, sentence)]
