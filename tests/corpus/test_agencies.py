import pytest

from corpus.agencies import agencies_of
from tests.watch import ends

BODY = "Der Bundestag hat am Dienstag ein Gesetz über Radwege beschlossen. Es gilt vom nächsten Sommer an."


@pytest.mark.parametrize(
    ("dateline", "agencies"),
    [
        ("Berlin (dpa) - ", ("dpa",)),
        ("Köln (dpa/lnw) – ", ("dpa",)),
        ("Frankfurt a. M. (dpa-AFX) - ", ("dpa-AFX",)),
        ("BERLIN, 1. Juli (Reuters) - ", ("Reuters",)),
        ("WASHINGTON, July 1 (AP) — ", ("AP",)),
        ("LONDON (Reuters) - ", ("Reuters",)),
        ("Wien (APA) - ", ("APA",)),
        ("Bern, 3. März (Keystone-SDA) – ", ("SDA",)),
        ("Bonn (KNA) ", ("KNA",)),
        ("Bonn (KNA) - ", ("KNA",)),
        ("Frankfurt a.M. (epd). ", ("epd",)),
        ("Düsseldorf (SID) – ", ("SID",)),
        ("Rom/Mailand (ANSA/dpa) – ", ("ANSA", "dpa")),
        ("Moskau (TASS) -- ", ("TASS",)),
        ("(sda/afp) ", ("SDA", "AFP")),
        ("BERLIN/dpa – ", ("dpa",)),
        ("BERLIN taz/dpa | ", ("dpa",)),
        ("Das neue Gesetz kommt. St. Pölten (APA) – ", ("APA",)),
    ],
)
def test_a_dateline_names_the_agency(dateline: str, agencies: tuple[str, ...]) -> None:
    assert agencies_of(dateline + BODY) == agencies


@pytest.mark.parametrize(
    ("credit", "agencies"),
    [
        (" (dpa)", ("dpa",)),
        (" (APA)\n", ("APA",)),
        (" (dpa, AFP)", ("dpa", "AFP")),
        (" (APA/Reuters/dpa, 23.8.2015)", ("APA", "Reuters", "dpa")),
        (" (APA, sid, 1. 12. 2015)", ("APA", "SID")),
        (" (APA/red – 8.8. 2015)", ("APA",)),
        (" (red, APA, 12.3.2014) Ergebnisse vom Montag: Musterstadt – Beispielheim 2:1", ("APA",)),
        (" (stro, APA)", ("APA",)),
        (" (APA, 18.9. 20159", ("APA",)),
        (" dpa", ("dpa",)),
        (" dpa/AFP", ("dpa", "AFP")),
        ("/dpa", ("dpa",)),
        ("\n\nSZ/dpa/mxm", ("dpa",)),
        (" Mit dpa und AFP.", ("dpa", "AFP")),
        (" Quelle: dpa", ("dpa",)),
        ("\nSource: Reuters, AP", ("Reuters", "AP")),
        (" (mit Material von dpa)", ("dpa",)),
        (" Mit Agenturmaterial von AFP und Reuters erstellt.", ("AFP", "Reuters")),
        ("\nUnter Verwendung von Material der dpa erstellt.", ("dpa",)),
        (" With reporting by Reuters.", ("Reuters",)),
        ("\n© dpa-infocom, dpa:250701-99-12345/3", ("dpa",)),
        (" (dpa-infocom)", ("dpa",)),
        (" (ddp/dapd)", ("ddp", "dapd")),
        (" (ITAR-TASS)", ("TASS",)),
    ],
)
def test_a_credit_after_the_text_names_the_agencies_in_its_order(credit: str, agencies: tuple[str, ...]) -> None:
    assert agencies_of(BODY + credit) == agencies


@pytest.mark.parametrize(
    ("author", "agencies"),
    [
        ("dpa", ("dpa",)),
        ("dpa/AFP", ("dpa", "AFP")),
        ("Von dpa und Erika Beispiel", ("dpa",)),
        ("Erika Beispiel (Reuters)", ("Reuters",)),
        ("Erika Beispiel, mit AFP", ("AFP",)),
        ("By The Associated Press", ("AP",)),
        ("Deutsche Presse-Agentur", ("dpa",)),
        ("Sid Beispiel", ()),
        ("Sid", ()),
        ("Ap Beispiel", ()),
        ("Dpamann", ()),
        ("APA-OTS", ()),
        ("APA/OTS", ()),
        ("", ()),
        (None, ()),
    ],
)
def test_an_author_may_be_an_agency(author: str | None, agencies: tuple[str, ...]) -> None:
    assert agencies_of(BODY, author) == agencies


def test_an_outlet_may_be_an_agency() -> None:
    assert agencies_of(BODY, None, "Reuters") == ("Reuters",)
    assert agencies_of(BODY, None, "Musterstädter Bote") == ()


def test_each_agency_is_named_once_those_of_the_text_first() -> None:
    assert agencies_of(f"Berlin (dpa) - {BODY} (dpa, AFP)", "Reuters/dpa", "AFP") == ("dpa", "AFP", "Reuters")


@pytest.mark.parametrize(
    "text",
    [
        f"{BODY} Das meldet die Agentur Reuters. {BODY}",
        f"Wie die Deutsche Presse-Agentur (dpa) erfuhr, eilt es. {BODY}",
        f"{BODY} Das berichtete die Deutsche Presse-Agentur (dpa)",
        f"{BODY} Die Zahlen hat die Nachrichtenagentur AFP",
        f"{BODY} Das bestätigte ein Sprecher der APA.",
        f"{BODY} Gemeint ist die Aktionspartei (AP) des Landes. {BODY}",
        f"Die Aktionspartei (AP) – sie regiert seit Mai – zögert. {BODY}",
        f"Der Hersteller (APA): Es eilt. {BODY}",
        f"Berlin/Wien – {BODY}",
        f"Wien (OTS) - {BODY}",
        f"{BODY} (APA-OTS)",
        f"{BODY}\nFoto: dpa",
        f"{BODY} (Foto: AP)",
        f"{BODY} (Bild: Reuters/Erika Beispiel)",
        f"{BODY} (Erika Beispiel, 20.8.2015)",
        f"{BODY} (red, 20.8.2015)",
        f"Sid kam nach Sid. Tapas, APAthie und Japan. {BODY}",
        "AFP: Arbeiter streiken im Hafen. " + BODY,
        f"Aktionspartei (AP) gewinnt. {BODY}",
        "",
    ],
)
def test_a_mention_a_picture_or_a_press_release_is_no_mark(text: str) -> None:
    assert agencies_of(text) == ()


@pytest.mark.parametrize(
    "text", ["(", "(dpa" * 20_000, "(dpa)\n" * 20_000, "a/" * 100_000, "Ab " * 100_000 + "(", "a" + " " * 100_000 + "b"]
)
def test_a_hostile_text_takes_no_long_time(text: str) -> None:
    with ends():
        agencies_of(text, text, text)
