"""Asks a site's robots.txt what may be read and how fast (RFC 9309); the one home of protego."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from corpus.errors import FetchError

if TYPE_CHECKING:
    from protego import Protego

MAX_ROBOTS_BYTES = 500 * 1024


class Robots:
    """What the robots.txt of each site says, asked once per site.

    As RFC 9309 has it: a file that is not there (any status 4xx, more than five redirects) allows everything; one that
    cannot be reached (5xx, no connection) forbids everything; of a long file the first 500 KiB count.
    """

    def __init__(self, agent: str, read: Callable[[str], str | None]) -> None:
        """Keep how to read a robots.txt.

        Args:
            agent: the name by which rules address the reader.
            read: gives the text of a robots.txt by its address, None if there is none; raises FetchError if it cannot
                be reached.
        """
        self._agent = agent
        self._read = read
        self._rules: dict[str, Protego | FetchError | None] = {}

    def check(self, address: str) -> None:
        """Do nothing if an address may be read.

        Raises:
            FetchError: if robots.txt forbids it, or cannot be reached.
        """
        rules = self._rules_for(address)
        if isinstance(rules, FetchError) and rules.retryable:
            raise FetchError(
                f"is not read, because the site's robots.txt {rules.message}", hint=rules.hint, retryable=True
            )
        if isinstance(rules, FetchError):
            raise FetchError(rules.message, hint=rules.hint)
        if rules is not None and not rules.can_fetch(address, self._agent):
            raise FetchError("may not be read, says the site's robots.txt:", hint="ask the site, or add a saved copy")

    def delay(self, address: str) -> float:
        """The seconds which the site of an address wants to lie between two requests; 0 if it does not say."""
        rules = self._rules_for(address)
        if rules is None or isinstance(rules, FetchError):
            return 0.0
        return rules.crawl_delay(self._agent) or 0.0

    def _rules_for(self, address: str) -> "Protego | FetchError | None":
        parts = urlsplit(address)
        site = f"{parts.scheme.lower()}://{parts.netloc.lower()}"
        if site not in self._rules:
            self._rules[site] = self._asked(f"{site}/robots.txt")
        return self._rules[site]

    def _asked(self, address: str) -> "Protego | FetchError | None":
        from protego import Protego  # noqa: PLC0415  (needed only for web addresses)

        try:
            text = self._read(address)
        except FetchError as error:
            return error
        return None if text is None else Protego.parse(text)
