"""Articles and questions that the tests of the page share."""

from html.parser import HTMLParser

from assistant import Article

QUESTION = "Wie lange bleibt die Brücke gesperrt?"
QUOTE = "Die Brücke bleibt bis März 2026 gesperrt."
SECOND_QUOTE = "Umgeleitet wird über Neustadt."
BRIDGE = Article(
    id="bridge",
    title="Brücke in Altstadt gesperrt",
    text="Am Montag wurden Risse entdeckt.\n\n" + f"{QUOTE} {SECOND_QUOTE}\n\n" + "Der Bund zahlt die Reparatur.",
    url="https://zeitung.example/bruecke",
    published="2025-11-03T09:15:00+01:00",
    author="Ada Beispiel",
    outlet="Altstadt-Bote",
)
SCHOOL = Article(id="school", title="Neue Schule öffnet", text="Die Schule öffnet im August.", published="2025-08-01")

HOSTILE = '<script>window.hit=1</script><img src=x onerror="window.hit=2">${window.hit=3}{{window.hit}}"\'&amp;'


class _Reader(HTMLParser):
    """Collects what a reader sees, the elements with their attributes, and what stands inside `mark`."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = ""
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.marked: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "mark":
            self._open = True
            self.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "mark"
        self.seen += "\n" if tag in ("p", "h2", "li") else ""

    def handle_data(self, data: str) -> None:
        self.seen += data
        if self._open:
            self.marked[-1] += data


def read(html: str) -> _Reader:
    """Take HTML apart the way a browser does."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader
