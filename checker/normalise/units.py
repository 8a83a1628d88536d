"""Units of measure and money: their names in texts, and what they convert to."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from checker.normalise.words import word_set

_NAMES: dict[str, str] = {
    "mm": "millimet(?:er|re)s?", "cm": "centimet(?:er|re)s?", "m": "met(?:er|re)s?",
    "km": "kilomet(?:er|re)s?|kms",
    "in": "inch(?:es)?", "ft": "foot|feet", "yd": "yards?", "mi": "miles?", "nmi": "nautical miles?",
    "g": "grams?|grammes?", "kg": "kilograms?|kilogrammes?|kilos?|kgs", "t": "tonnes?|metric tons?",
    "ton": "tons?",
    "lb": "lbs?", "oz": "ounces?", "pound": "pounds?(?! sterling)", "GBP": "pounds? sterling",
    "s": "seconds?|secs?", "min": "minutes?|mins?", "h": "hours?|hrs?", "day": "days?", "week": "weeks?",
    "month": "months?", "year": "years?|yrs?", "decade": "decades?", "century": "century|centuries",
    "°C": "degrees? (?:celsius|centigrade)", "°F": "degrees? fahrenheit", "°": "degrees?",
    "m2": "square met(?:er|re)s?|sq\\.? ?m", "km2": "square kilomet(?:er|re)s?|sq\\.? ?km",
    "mi2": "square miles?|sq\\.? ?mi(?:les?)?", "ft2": "square f(?:oo|ee)t|sq\\.? ?ft", "ha": "hectares?",
    "acre": "acres?",
    "l": "lit(?:er|re)s?", "gal": "gallons?", "bbl": "barrels?", "m3": "cubic met(?:er|re)s?",
    "km/h": "kilomet(?:er|re)s? (?:per|an) hour|km per hour", "mph": "miles? (?:per|an) hour",
    "kn": "knots?",
    "m/s": "met(?:er|re)s? (?:per|a) second", "W": "watts?", "kW": "kilowatts?", "MW": "megawatts?",
    "GW": "gigawatts?",
    "pp": "percentage[ -]points?|percent points?|per cent points?", "bp": "basis points?",
    "%": "per ?cent|percent|pct",
    "EUR": "euros?", "cent": "cents?|pence", "RUB": "ro?ubles?", "UAH": "hryvnias?|hryvnyas?|hryvnia",
    "JPY": "yen",
    "CNY": "yuan|renminbi", "PLN": "z[lł]oty(?:ch|s)?", "CHF": "swiss francs?", "rupee": "rupees?",
    "franc": "francs?",
    "peso": "pesos?", "krona": "kronor|kroner|krona|krone", "ILS": "shekels?", "TRY": "(?:turkish )?lira",
    "IRR": "rials?",
    "USD": "(?:us |u\\.s\\. |american )?dollars?", "CAD": "canadian dollars?", "AUD": "australian dollars?",
    "NZD": "new zealand dollars?", "HKD": "hong kong dollars?", "KRW": "won(?= (?:\\(|in|to|for|worth))",
    "BTC": "bitcoins?",
}  # fmt: skip
_SYMBOLS = (
    "km/h|kmh|kph|mph|km2|km²|m2|m²|m3|m³|km|cm|mm|kg|kW|MW|GW|lb|oz|ft|mi|ha|kn|hrs|hr|min|°C"
    "|°F|º?C|F|%|°|g|t|h|m|l"
)
_SAME_SYMBOL = {
    "km²": "km2",
    "m²": "m2",
    "m³": "m3",
    "kmh": "km/h",
    "kph": "km/h",
    "hrs": "h",
    "hr": "h",
    "C": "°C",
    "ºC": "°C",
    "F": "°F",
}
_ISO = (
    "USD|EUR|GBP|JPY|CNY|RUB|UAH|CHF|PLN|INR|CAD|AUD|NZD|HKD|SEK|NOK|DKK|TRY|ILS|KRW|BRL|MXN|ZAR|HUF"
    "|CZK|RON|BTC|SAR|AED"
)
_SIGNS = {
    "$": "USD", "US$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₽": "RUB", "₴": "UAH", "₹": "INR",
    "₩": "KRW",
    "₪": "ILS", "₺": "TRY", "₿": "BTC", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD",
    "HK$": "HKD", "S$": "SGD", "R$": "BRL", "NT$": "TWD",
}  # fmt: skip
MONEY_BEFORE = re.compile(rf"(?:(?<!\w)(?:US|AU|CA|NZ|HK|NT|A|C|S|R)\$|[$£€¥₽₴₹₩₪₺₿]|\b(?:{_ISO})) ?$")
_GROUPS = {f"u{index}": symbol for index, symbol in enumerate(_NAMES)}
_AFTER = re.compile(
    r"[ \u00a0\u202f]?(?P<sign>[$£€¥₽₴₹₩₪₺])(?!\w)|[ \u00a0\u202f]?(?P<iso>" + _ISO + r")\b"
    r"|[ \u00a0\u202f-]{1,2}(?:of )?(?i:"
    + "|".join(f"(?P<{group}>{_NAMES[symbol]})" for group, symbol in _GROUPS.items())
    + r")(?![\w$])"
    rf"|[ \u00a0\u202f-]?(?P<symbol>{_SYMBOLS})(?!\w)"
)  # fmt: skip
_TIGHT_ONLY = word_set(
    """
    C F g t h m l
    """
)  # single letters are units only right behind the digits


class Unit(NamedTuple):
    """A unit as a quantity names it, and where its words end."""

    symbol: str
    end: int


def unit_after(text: str, at: int) -> Unit | None:
    """The unit that follows a number ending at `at`; None where none does."""
    match = _AFTER.match(text, at)
    if match is None or match.lastgroup is None:
        return None
    group, stated = match.lastgroup, match[match.lastgroup]
    if group == "sign":
        return Unit(_SIGNS[stated], match.end())
    if group == "iso":
        return Unit(stated, match.end())
    if group == "symbol":
        if stated in _TIGHT_ONLY and match.start("symbol") > at:
            return None
        return Unit(_SAME_SYMBOL.get(stated, stated), match.end())
    return Unit(_GROUPS[group], match.end())


def money_sign(stated: str) -> str:
    """The currency that a sign or code in front of a number names."""
    stated = stated.strip()
    return _SIGNS.get(stated, stated)


# What one unit is in the first unit of its dimension: smallest and largest, for a month has 28 to 31 days.
_FACTORS: dict[str, dict[str, tuple[str, str]]] = {
    "length": {
        "m": ("1", "1"), "mm": ("0.001", "0.001"), "cm": ("0.01", "0.01"), "km": ("1000", "1000"),
        "in": ("0.0254", "0.0254"),
        "ft": ("0.3048", "0.3048"), "yd": ("0.9144", "0.9144"), "mi": ("1609.344", "1609.344"),
        "nmi": ("1852", "1852"),
    },
    # A ton by itself is American (907 kg), British (1,016 kg), or a tonne carelessly written.
    "mass": {
        "kg": ("1", "1"), "g": ("0.001", "0.001"), "t": ("1000", "1000"),
        "ton": ("907.18474", "1016.0469088"),
        "lb": ("0.45359237", "0.45359237"), "oz": ("0.028349523125", "0.028349523125"),
    },
    "time": {
        "s": ("1", "1"), "min": ("60", "60"), "h": ("3600", "3600"), "day": ("86400", "86400"),
        "week": ("604800", "604800"),
        "month": ("2419200", "2678400"), "year": ("31536000", "31622400"),
        "decade": ("315360000", "316224000"),
        "century": ("3153600000", "3162240000"),
    },
    "area": {
        "m2": ("1", "1"), "km2": ("1000000", "1000000"), "ha": ("10000", "10000"),
        "acre": ("4046.8564224", "4046.8564224"),
        "mi2": ("2589988.110336", "2589988.110336"), "ft2": ("0.09290304", "0.09290304"),
    },
    # A gallon is American (3.785 l) or British (4.546 l).
    "volume": {"l": ("1", "1"), "gal": ("3.785411784", "4.54609"),
    "bbl": ("158.987294928", "158.987294928"), "m3": ("1000", "1000")},
    "speed": {"km/h": ("1", "1"), "mph": ("1.609344", "1.609344"), "kn": ("1.852", "1.852"),
    "m/s": ("3.6", "3.6")},
    "power": {"W": ("1", "1"), "kW": ("1000", "1000"), "MW": ("1000000", "1000000"),
    "GW": ("1000000000", "1000000000")},
    "points": {"pp": ("1", "1"), "bp": ("0.01", "0.01")},
}  # fmt: skip
_DIMENSION = {symbol: dimension for dimension, factors in _FACTORS.items() for symbol in factors} | {
    "°C": "temperature",
    "°F": "temperature",
}


def dimension(symbol: str) -> str:
    """What a unit measures; a unit that converts to nothing else is a dimension of its own.

    Rates keep their period.
    """
    base, slash, period = symbol.partition("/")
    if symbol in _DIMENSION:
        return _DIMENSION[symbol]
    return _DIMENSION.get(base, base) + slash + period


@lru_cache(maxsize=1024)
def _factors(symbol: str) -> tuple[Decimal, Decimal]:
    base = symbol if symbol in _DIMENSION else symbol.partition("/")[0]
    low, high = _FACTORS.get(_DIMENSION.get(base, ""), {}).get(base, ("1", "1"))
    return Decimal(low), Decimal(high)


def convert(value: Decimal, symbol: str) -> tuple[Decimal, Decimal]:
    """The least and the greatest that `value` of this unit can be in the first unit of its dimension."""
    if symbol == "°F":
        celsius = (value - 32) * 5 / 9
        return celsius, celsius
    low, high = _factors(symbol)
    return min(value * low, value * high), max(value * low, value * high)
