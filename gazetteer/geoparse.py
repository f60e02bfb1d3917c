"""The road of the geoparser: tag the names, look each up, rank what it may mean, place the rest by what holds it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gazetteer.board import Board, board, km_between, names_of
from gazetteer.candidates import Candidates, Lookup, candidates
from gazetteer.inferred import focus, inside, part_of
from gazetteer.model import Candidate, Entity, Geoparse, Hit, Match, Place
from gazetteer.outlets import Outlet, outlet_of
from gazetteer.ranking import Ranking, rank, reasons
from gazetteer.tagger import Tagger
from gazetteer.toponyms import Toponym, toponyms

CANDIDATES_SHOWN = 5
INFERRED_CONFIDENCE = 0.5
"""Share of inferred places that lie within 161 km of the true one, on local news."""
SITE_RADIUS_KM = 50.0
"""A district is taken from the gazetteer where that lies no farther than this outside its stated container."""
UNKNOWN_OUTLET = Outlet()


@dataclass(frozen=True, slots=True)
class Text:
    """A text to geoparse."""

    text: str
    source: str | None = None
    """Host or name of the outlet: texts of one source inform each other."""


def geoparse(text: str, *, gazetteer: Lookup, tagger: Tagger, outlet: Outlet = UNKNOWN_OUTLET) -> Geoparse:
    """The place names of `text` and the places that they mean."""
    return resolve(text, tagger.tag([text])[0], gazetteer, outlet)


def geoparse_many(texts: Sequence[Text], *, gazetteer: Lookup, tagger: Tagger, outlets: bool = True) -> list[Geoparse]:
    """The same for many texts; with `outlets` each outlet's home is learned from its other texts."""
    tagged = tagger.tag([text.text for text in texts])
    return resolve_many(texts, tagged, gazetteer, outlets=outlets)


def resolve_many(
    texts: Sequence[Text], tagged: Sequence[tuple[Entity, ...]], gazetteer: Lookup, *, outlets: bool = True
) -> list[Geoparse]:
    """Resolve names that are already found, in two rounds where outlets inform each other."""
    alone = [
        resolve(text.text, entities, gazetteer, outlet_of(text.source) if outlets else UNKNOWN_OUTLET)
        for text, entities in zip(texts, tagged, strict=True)
    ]
    if not outlets:
        return alone
    profiles = _profiles(texts, alone)
    return [
        resolve(text.text, entities, gazetteer, profile) if profile else first
        for text, entities, first, profile in zip(texts, tagged, alone, profiles, strict=True)
    ]


def _profiles(texts: Sequence[Text], parsed: Sequence[Geoparse]) -> list[Outlet | None]:
    """For each text the outlet as its other texts show it; None where there is no other."""
    by_source: dict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        if text.source:
            by_source[text.source].append(index)
    places = [_distinct_places(parse) for parse in parsed]
    profiles: list[Outlet | None] = [None] * len(texts)
    for source, indexes in by_source.items():
        for index in indexes if len(indexes) > 1 else ():
            profiles[index] = outlet_of(source, [places[other] for other in indexes if other != index])
    return profiles


def _distinct_places(parse: Geoparse) -> frozenset[Place]:
    return frozenset(match.place for match in parse.matches if match.place and not match.inferred)


def resolve(text: str, entities: tuple[Entity, ...], gazetteer: Lookup, outlet: Outlet = UNKNOWN_OUTLET) -> Geoparse:
    """The places that the names among `entities` mean."""
    named = toponyms(text, entities)
    found = _look_up(named, gazetteer)
    chosen = _choose(named, found, outlet)
    matches = [_match(text, toponym, found[index], chosen.get(index)) for index, toponym in enumerate(named)]
    return Geoparse(text, tuple(_placed(named, found, matches)), entities)


def _look_up(named: Sequence[Toponym], gazetteer: Lookup) -> list[Candidates]:
    known: dict[tuple[str, str | None, bool], Candidates] = {}
    for toponym in named:
        key = (toponym.name, toponym.modifier, toponym.district)
        if key not in known:
            known[key] = candidates(toponym, gazetteer)
    return [known[toponym.name, toponym.modifier, toponym.district] for toponym in named]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the ranking made of one mention's name."""

    hit: Hit
    confidence: float
    reasons: tuple[str, ...]
    others: tuple[Candidate, ...]


def _choose(named: Sequence[Toponym], found: Sequence[Candidates], outlet: Outlet) -> dict[int, Choice]:
    """The chosen place for each toponym that has candidates, by its index."""
    names = names_of(named, found)
    if not names:
        return {}
    columns = board(names)
    ranking = rank(columns, named, outlet)
    chosen = [_choice(columns, ranking, name) for name in range(len(names))]
    return {mention: chosen[index] for index, name in enumerate(names) for mention in name.mentions}


def _choice(columns: Board, ranking: Ranking, name: int) -> Choice:
    rows = columns.rows(name)
    order = [rows.start + int(at) for at in (-ranking.belief[rows]).argsort(kind="stable")]
    best, *rest = order
    others = tuple(
        Candidate(columns.hits[row].place, round(float(ranking.belief[row]), 4)) for row in rest[:CANDIDATES_SHOWN]
    )
    return Choice(columns.hits[best], float(ranking.belief[best]), reasons(columns, ranking, best), others)


def _match(text: str, toponym: Toponym, found: Candidates, choice: Choice | None) -> Match:
    place = choice.hit.place if choice else None
    whole = found.modifier is None
    said = choice.reasons if choice else ("no gazetteer here holds this name",)
    if choice and found.loose:
        said = (f"found as “{choice.hit.name}” ({found.loose})", *said)
    return Match(
        start=toponym.start if found.modifier or toponym.district else toponym.head[0],
        end=toponym.end,
        text=text[toponym.start if found.modifier or toponym.district else toponym.head[0] : toponym.end],
        form="demonym" if choice and choice.hit.how == "demonym" else toponym.form,
        place=part_of(place, found.modifier) if place and found.modifier else place,
        confidence=choice.confidence if choice else 0.0,
        reasons=said if whole else (f"the {found.modifier} part of {place.name if place else toponym.name}", *said),
        candidates=choice.others if choice else (),
        head=toponym.head,
    )


def _placed(named: Sequence[Toponym], found: Sequence[Candidates], matches: Sequence[Match]) -> Iterable[Match]:
    """The matches, with those that no gazetteer holds put into their stated container or the story's focus."""
    about = focus(matches)
    for toponym, candidates_, match in zip(named, found, matches, strict=True):
        stated = matches[toponym.container] if toponym.container is not None else None
        if stated and stated.place and _belongs_inside(toponym, candidates_, match, stated.place):
            yield _inferred(match, inside(stated.place, toponym), f"placed in {stated.place.name}", stated)
        elif match.place is None and match.form == "name" and about is not None:
            yield _inferred(match, inside(about, toponym), f"placed at the story's focus, {about.name}", None)
        else:
            yield replace(match, container=(stated.start, stated.end)) if stated else match


def _belongs_inside(toponym: Toponym, found: Candidates, match: Match, container: Place) -> bool:
    """True where the text puts the toponym into `container` and the gazetteer knows no such place there."""
    if match.place is None or found.loose == "part of the name":
        return toponym.form == "name"
    if not toponym.district or container.precision == "country":
        return False
    return km_between(match.place, container) > container.radius_km + SITE_RADIUS_KM


def _inferred(match: Match, place: Place, how: str, container: Match | None) -> Match:
    return replace(
        match,
        place=place,
        inferred=True,
        confidence=min(match.confidence or INFERRED_CONFIDENCE, INFERRED_CONFIDENCE),
        reasons=(f"no gazetteer here holds “{place.name}”", how),
        container=(container.start, container.end) if container else None,
    )
