"""Where an outlet is at home: what its other stories are about, or what its web address says."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gazetteer.candidates import Lookup
from gazetteer.model import Place

LOCAL_KINDS = frozenset({"city", "admin2", "district"})
GENERIC_DOMAINS = frozenset(
    {"com", "org", "net", "info", "biz", "edu", "gov", "www", "news", "int", "eu", "tv", "io", "co"}
)
COUNTRY_OF_TLD = {"uk": "GB"}
"""Country-code domains are ISO codes but for this one (IANA root zone)."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """What is known of an outlet's home before one of its stories is read."""

    places: Mapping[Place, float] = field(default_factory=dict)
    """Places of its other stories, each with the number of stories that name it."""
    country: str | None = None
    """From the web address's country-code domain."""
    domain: str = ""
    """The letters of its host or name, without spaces and endings: "columbusdispatch"."""

    def shares(self, level: str) -> dict[tuple[str | None, ...], float]:
        """Share of the outlet's places in each area at `level`: "country" or "admin1"."""
        totals: Counter[tuple[str | None, ...]] = Counter()
        for place, stories in self.places.items():
            if place.country and (level == "country" or place.admin1):
                totals[(place.country,) if level == "country" else (place.country, place.admin1)] += stories
        everything = sum(totals.values()) or 1.0
        return {area: stories / everything for area, stories in totals.items()}

    def home_points(self, most: int = 12) -> list[Place]:
        """The towns and counties that the outlet names most."""
        local = [(stories, place) for place, stories in self.places.items() if place.kind in LOCAL_KINDS]
        return [place for _, place in sorted(local, key=lambda pair: -pair[0])[:most]]


def outlet_of(source: str | None, others: Iterable[Iterable[Place]] = ()) -> Outlet:
    """The outlet of a host or name, with the resolved places of its other stories.

    A story's own places must not be among `others`: a profile must not confirm itself.
    """
    labels = re.findall(r"[a-z0-9-]+", (source or "").lower())
    host = bool(source) and " " not in str(source) and "." in str(source)
    country = labels[-1].upper() if host and len(labels[-1]) == 2 else None
    kept = [label for label in labels if label not in GENERIC_DOMAINS and not (host and label == labels[-1])]
    stories: Counter[Place] = Counter()
    for places in others:
        stories.update(set(places))
    return Outlet(dict(stories), COUNTRY_OF_TLD.get((country or "").lower(), country), "".join(kept).replace("-", ""))


def domain_place(outlet: Outlet, gazetteer: Lookup) -> str | None:
    """The longest known place name that the outlet's host or name begins with, of five letters or more."""
    for length in range(len(outlet.domain), 4, -1):
        for hit in gazetteer.lookup(outlet.domain[:length])[:1]:
            if hit.how == "main" and (hit.place.population or 0) > 3000:
                return outlet.domain[:length]
    return None
