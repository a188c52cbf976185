"""A speech, what is found in it, and the articles it is checked against, for the tests of the view that checks."""

from assistant import Article, CheckedClaim, Evidence, Verdict
from tests.fakes import FakeAssistant
from tests.ui.articles import BRIDGE, QUOTE, SCHOOL, SECOND_QUOTE
from ui.check_session import check
from ui.check_state import CheckSession

SPEECH = (
    "Guten Tag!\n\nDie Brücke in Altstadt bleibt bis Mai 2026 gesperrt. Umgeleitet wird über Neustadt. "
    "Laut Ada Beispiel zahlt der Bund die Reparatur, und die Schule öffnet erst im Oktober. Ich finde das falsch.\n"
)
DIFFERENCE = "Mai 2026 / März 2026"


def evidence(article: Article, quote: str, *differences: str, hearsay: bool = False) -> Evidence:
    start = article.text.index(quote)
    return Evidence(
        article_id=article.id,
        title=article.title,
        url=article.url,
        outlet=article.outlet,
        published=article.published,
        updated=article.updated,
        status=article.status.value,
        quote=quote,
        start=start,
        end=start + len(quote),
        strength=0.9,
        differences=differences,
        hearsay=hearsay,
    )


def found(
    words: str,
    verdict: Verdict = Verdict.NOT_ENOUGH_EVIDENCE,
    *,
    supporting: tuple[Evidence, ...] = (),
    opposing: tuple[Evidence, ...] = (),
    reason: str | None = None,
    explanation: str = "Das Archiv sagt dazu nichts.",
    text: str = SPEECH,
) -> CheckedClaim:
    """A claim where its words first stand in a text."""
    start = text.index(words)
    return CheckedClaim(
        claim=words,
        start=start,
        end=start + len(words),
        checkable=reason is None,
        verdict=verdict,
        confidence=0.87 if reason is None else 0.0,
        explanation=explanation,
        supporting=supporting,
        opposing=opposing,
        reason=reason,
        meant=words,
    )


GREETING = found("Guten Tag!", reason="greeting", explanation="Eine Grußformel behauptet nichts.")
CLOSED = found(
    "Die Brücke in Altstadt bleibt bis Mai 2026 gesperrt.",
    Verdict.REFUTED,
    opposing=(evidence(BRIDGE, QUOTE, DIFFERENCE),),
    explanation="Artikel: März 2026; Behauptung: Mai 2026",
)
DETOUR = found(
    "Umgeleitet wird über Neustadt.",
    Verdict.SUPPORTED,
    supporting=(evidence(BRIDGE, SECOND_QUOTE),),
    explanation="Der Artikel sagt dasselbe.",
)
PAID = found(
    "Laut Ada Beispiel zahlt der Bund die Reparatur",
    Verdict.CONFLICTING,
    supporting=(evidence(BRIDGE, "Der Bund zahlt die Reparatur.", hearsay=True),),
    opposing=(evidence(SCHOOL, SCHOOL.text),),
    explanation="Die Quellen widersprechen sich.",
)
OCTOBER = found("die Schule öffnet erst im Oktober.")
OPINION = found("Ich finde das falsch.", reason="opinion")
FOUND = (GREETING, CLOSED, DETOUR, PAID, OCTOBER, OPINION)
CHECKABLE = (CLOSED, DETOUR, PAID, OCTOBER)


def archive(*claims: CheckedClaim | Exception) -> FakeAssistant:
    """An archive that finds these claims in whatever it is given; those of the speech if none are named."""
    assistant = FakeAssistant([BRIDGE, SCHOOL])
    assistant.claims = claims or FOUND
    return assistant


def checked(assistant: FakeAssistant, text: str = SPEECH, *, lang: str = "de", as_of: str = "") -> CheckSession:
    """A session in which a text has been checked."""
    session = CheckSession(lang=lang)
    list(check(session, assistant, text, as_of))
    return session
