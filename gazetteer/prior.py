"""How often a name means a place of some kind and size when nothing else is known."""

from math import log1p

from gazetteer.model import Kind, Place

BY_KIND: dict[Kind, float] = {
    "country": 24.0,
    "region": 21.0,
    "admin1": -1.2,
    "admin2": -3.0,
    "city": 0.0,
    "district": 8.0,
    "natural": 13.0,
    "water": 13.0,
    "facility": 14.0,
    "other": 8.0,
}
"""Added to the logarithm of population for kinds that have one; fitted by hand on local and world news."""
PEOPLED = frozenset({"admin1", "admin2", "city"})
FEDERAL = frozenset({"US", "CA", "AU", "GB"})
"""Countries whose first-order divisions are household names in English-language news."""
STATE_ABOVE_NAMESAKES = 3.0
AIRPORT = 6.0
BY_NAME = {
    "capital": 4.5,
    "main": 0.0,
    "alternate": -2.5,
    "alternate_of_few": -3.5,
    "abbreviation": 4.0,
    "postal": 1.0,
    "demonym": 0.0,
}


def prior(place: Place, how: str) -> float:
    """Larger is likelier: a difference of one is a factor of e in how often the place is meant."""
    people = log1p(place.population or 0)
    score = BY_KIND[place.kind] + (people if place.kind in PEOPLED else 0.1 * people)
    if place.kind == "admin1" and place.country in FEDERAL:
        score += STATE_ABOVE_NAMESAKES
    if place.source == "airportsdata":
        score = AIRPORT
    if place.kind == "country":
        return score + max(-0.5, min(0.0, BY_NAME[how]))
    return score + BY_NAME[how]
