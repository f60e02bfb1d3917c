"""The records that every stage of the geoparser passes on: places, mentions of places, and matches of the two."""

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["country", "region", "admin1", "admin2", "city", "district", "natural", "water", "facility", "other"]
Precision = Literal["exact", "neighbourhood", "part_of_city", "city", "admin2", "admin1", "region", "country"]
Form = Literal["name", "demonym", "embedded"]
Label = Literal["place", "person", "organisation", "demonym", "embedded"]

KINDS: tuple[Kind, ...] = get_args(Kind)
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
"""Finest first."""


class GazetteerError(Exception):
    """Base of all errors of this package; its text is one line that says what is wrong, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the earth as one gazetteer describes it."""

    id: str
    """`geonames:<id>` where GeoNames knows the place, else the source's own prefix and key."""
    name: str
    kind: Kind
    lat: float
    """Degrees north, WGS 84."""
    lon: float
    """Degrees east, WGS 84."""
    radius_km: float
    """The true location lies within this distance of the point."""
    precision: Precision
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    admin1: str | None = None
    """Name of the first-order division, in the gazetteer's main spelling."""
    admin2: str | None = None
    population: int | None = None
    parent: str | None = None
    """Id of the place that this one is part of."""
    source: str = ""
    """The data set that the row comes from: `geonames`, `supplement`, `user`, `nominatim` ..."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A name in a text as the tagger sees it, before anyone asks which place it is."""

    start: int
    end: int
    """Character offsets into the text, end exclusive."""
    text: str
    label: Label
    confidence: float
    """Probability of the label, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer of a look-up: a place, and how the asked name led to it."""

    place: Place
    name: str
    """The gazetteer's spelling that was found."""
    how: Literal["main", "alternate", "abbreviation", "demonym", "fuzzy"]
    prior: float
    """How often a name like this means a place like that when nothing else is known; larger is likelier."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a mention may mean, with its score after ranking."""

    place: Place
    score: float
    """Share of belief among the mention's candidates, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Match:
    """A mention of a place in a text and the place that it was understood to mean."""

    start: int
    end: int
    text: str
    form: Form
    place: Place | None
    """None where no place fits."""
    confidence: float
    """Calibrated probability that `place` is right, 0 to 1."""
    reasons: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    """Best first; the chosen place is not repeated."""
    inferred: bool = False
    """True where no gazetteer holds the name and `place` is the stated container or the story's focus."""
    container: tuple[int, int] | None = None
    """Offsets of the mention that holds this one: the city in "a district of the city"."""
    head: tuple[int, int] | None = None
    """Offsets of the bare name: "Aleppo" in "eastern Aleppo", "Qatarji" in "Qatarji neighborhood"."""


@dataclass(frozen=True, slots=True)
class Geoparse:
    """Everything that the geoparser found in one text."""

    text: str
    matches: tuple[Match, ...]
    entities: tuple[Entity, ...]
    """All names that the tagger saw, people and organisations too, in the order of the text."""
