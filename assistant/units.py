"""Units of German and English news and what they measure, as factors to one base unit for each dimension.

Factors by definition (SI, the international yard and pound); a month is a twelfth of a year, a year 365.2425 days. A
currency is a dimension of its own: no rate stands in an article.
"""

import re
from dataclasses import dataclass

DAY = 86_400.0
YEAR = 365.2425 * DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit: `value * factor + offset` is the value in the base unit of its dimension."""

    dimension: str
    factor: float = 1.0
    offset: float = 0.0


_NAMES: dict[str, tuple[Unit, str]] = {
    "second": (Unit(dimension="time"), r"sekunden?|sek\.|seconds?|sec\."),
    "minute": (Unit(dimension="time", factor=60), r"minuten?|min\.|minutes?"),
    "hour": (Unit(dimension="time", factor=3600), r"stunden?|std\.|hours?"),
    "day": (Unit(dimension="time", factor=DAY), r"tage?n?|tages|days?"),
    "week": (Unit(dimension="time", factor=7 * DAY), r"wochen?|weeks?"),
    "month": (Unit(dimension="time", factor=YEAR / 12), r"monate?n?s?|months?"),
    "year": (Unit(dimension="time", factor=YEAR), r"jahre?n?s?|years?"),
    "decade": (Unit(dimension="time", factor=10 * YEAR), r"jahrzehnte?n?s?|decades?"),
    "century": (Unit(dimension="time", factor=100 * YEAR), r"jahrhunderte?n?s?|century|centuries"),
    "millimetre": (Unit(dimension="length", factor=0.001), r"mm|millimetern?|millimet(?:er|re)s?"),
    "centimetre": (Unit(dimension="length", factor=0.01), r"cm|zentimetern?|centimet(?:er|re)s?"),
    "kilometre": (Unit(dimension="length", factor=1000), r"km|kilometern?|kilomet(?:er|re)s?"),
    "metre": (Unit(dimension="length"), r"m|metern?|met(?:er|re)s?"),
    "mile": (Unit(dimension="length", factor=1609.344), r"meilen?|miles?|mi"),
    "foot": (Unit(dimension="length", factor=0.3048), r"fuß|foot|feet|ft"),
    "yard": (Unit(dimension="length", factor=0.9144), r"yards?"),
    "inch": (Unit(dimension="length", factor=0.0254), r"zoll|inch(?:es)?"),
    "gram": (Unit(dimension="mass", factor=0.001), r"g|gramm|grams?"),
    "kilogram": (Unit(dimension="mass"), r"kg|kilogramms?|kilograms?|kilos?"),
    "tonne": (Unit(dimension="mass", factor=1000), r"t|tonnen?|tonnes?|(?:metric )?tons?"),
    "ounce": (Unit(dimension="mass", factor=0.028349523125), r"unzen?|ounces?|oz"),
    "pound mass": (Unit(dimension="mass", factor=0.45359237), r"lbs?"),
    "square metre": (Unit(dimension="area"), r"m²|qm|quadratmetern?|square met(?:er|re)s?"),
    "hectare": (Unit(dimension="area", factor=1e4), r"ha|hektar|hectares?"),
    "square kilometre": (Unit(dimension="area", factor=1e6), r"km²|quadratkilometern?|square kilomet(?:er|re)s?"),
    "acre": (Unit(dimension="area", factor=4046.8564224), r"acres?"),
    "square mile": (Unit(dimension="area", factor=2589988.110336), r"quadratmeilen?|square miles?"),
    "litre": (Unit(dimension="volume"), r"litern?|lit(?:er|re)s?"),
    "hectolitre": (Unit(dimension="volume", factor=100), r"hektolitern?|hectolit(?:er|re)s?"),
    "cubic metre": (Unit(dimension="volume", factor=1000), r"m³|kubikmetern?|cubic met(?:er|re)s?"),
    "gallon": (Unit(dimension="volume", factor=3.785411784), r"gallonen?|gallons?"),
    "kilometre an hour": (
        Unit(dimension="speed"),
        r"km/h|kmh|stundenkilometern?|kilometern? (?:pro|in der|die) stunde|kilomet(?:er|re)s (?:per|an) hour",
    ),
    "mile an hour": (Unit(dimension="speed", factor=1.609344), r"mph|meilen pro stunde|miles (?:per|an) hour"),
    "metre a second": (Unit(dimension="speed", factor=3.6), r"m/s|metern? pro sekunde|met(?:er|re)s (?:per|a) second"),
    "degree Celsius": (Unit(dimension="temperature"), r"°\s?c|grad(?: celsius)?|degrees? (?:celsius|centigrade)"),
    "degree Fahrenheit": (
        Unit(dimension="temperature", factor=5 / 9, offset=-160 / 9),
        r"°\s?f|grad fahrenheit|degrees? fahrenheit",
    ),
    "watt": (Unit(dimension="power"), r"w|watt|watts"),
    "kilowatt": (Unit(dimension="power", factor=1e3), r"kw|kilowatts?"),
    "megawatt": (Unit(dimension="power", factor=1e6), r"mw|megawatts?"),
    "gigawatt": (Unit(dimension="power", factor=1e9), r"gw|gigawatts?"),
    "kilowatt hour": (Unit(dimension="energy"), r"kwh|kilowattstunden?|kilowatt[- ]hours?"),
    "megawatt hour": (Unit(dimension="energy", factor=1e3), r"mwh|megawattstunden?|megawatt[- ]hours?"),
    "gigawatt hour": (Unit(dimension="energy", factor=1e6), r"gwh|gigawattstunden?|gigawatt[- ]hours?"),
    "terawatt hour": (Unit(dimension="energy", factor=1e9), r"twh|terawattstunden?|terawatt[- ]hours?"),
    "percentage point": (Unit(dimension="percentage points"), r"prozentpunkte?n?|percentage points?"),
    "percent": (Unit(dimension="percent"), r"%|prozents?|per ?cent|v\. ?h\."),
    "per mille": (Unit(dimension="percent", factor=0.1), r"‰|promille|per mille"),
    "euro": (Unit(dimension="euro"), r"€|euros?|eur"),
    "euro cent": (Unit(dimension="euro", factor=0.01), r"(?:euro)?cents?"),
    "dollar": (Unit(dimension="dollar"), r"(?:us-?)?\$|(?:us[- ])?dollars?|usd"),
    "pound": (Unit(dimension="pound sterling"), r"£|pfund(?: sterling)?|pounds?(?: sterling)?|gbp"),
    "franc": (Unit(dimension="Swiss franc"), r"(?:schweizer )?franken|(?:swiss )?francs?|chf|sfr\.?"),
    "mark": (Unit(dimension="mark"), r"(?:d-|deutsche )?mark|dm"),
    "yen": (Unit(dimension="yen"), r"¥|yen"),
    "rouble": (Unit(dimension="rouble"), r"rubeln?|r(?:o)?ubles?"),
    "crown": (Unit(dimension="crown"), r"kronen|crowns|kroner|kronor"),
    "o'clock": (Unit(dimension="clock"), r"uhr|o'clock"),
    "year of age": (Unit(dimension="age"), r"-?jährige[rsnm]?|jahren? alt|years?[- ]olds?"),
}
_BY_LENGTH = sorted(_NAMES, key=lambda name: -max(map(len, _NAMES[name][1].split("|"))))
_UNIT = re.compile(
    r"(?:[ \u00a0\u202f]|-(?=[a-zäöü]))?(?:"
    + "|".join(f"(?P<u{number}>{_NAMES[name][1]})" for number, name in enumerate(_BY_LENGTH))
    + r")(?![\wäöüß²³/])",
    re.IGNORECASE,
)
_SIGN_BEFORE = re.compile(r"(?P<sign>US\$|[$€£¥])\s?$")
_SIGNS = {"$": "dollar", "US$": "dollar", "€": "euro", "£": "pound", "¥": "yen"}


def unit_after(text: str, at: int) -> tuple[Unit, int] | None:
    """Return the unit that is written at a place, with where it ends; None if there is none."""
    found = _UNIT.match(text, at)
    if found is None or found.lastgroup is None:
        return None
    return _NAMES[_BY_LENGTH[int(found.lastgroup[1:])]][0], found.end()


def currency_before(text: str, at: int) -> tuple[Unit, int] | None:
    """Return the currency whose sign stands before a place, with where the sign starts; None if there is none."""
    found = _SIGN_BEFORE.search(text, max(at - 5, 0), at)
    return (_NAMES[_SIGNS[found["sign"]]][0], found.start()) if found else None
