"""What every source of places yields: one row a place, with all its names and the ids of what holds it."""

from dataclasses import dataclass

from gazetteer.model import Kind


@dataclass(frozen=True, slots=True)
class Row:
    """A place as its source tells it."""

    id: str
    name: str
    kind: Kind
    lat: float
    lon: float
    source: str
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    admin1: str | None = None
    """Id of the first-order division's row."""
    admin2: str | None = None
    population: int | None = None
    radius_km: float | None = None
    """None where the rule by kind and population is to tell."""
    parent: str | None = None
    """Id of the row of what this place is part of, where that is neither division nor country."""
    main_names: tuple[str, ...] = ()
    """Names as good as `name`: usual short forms, the name with its type word."""
    alternates: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    postal: tuple[str, ...] = ()
    """Codes that are common words or other things too ("IN", "ME"): weaker than abbreviations."""
    demonyms: tuple[str, ...] = ()
    capital: tuple[str, ...] = ()
    """Names under which the place is a country's capital: these mean it before any namesake."""
