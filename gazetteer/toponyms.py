"""Between tagging and looking up: which stretch of text is a name, which part of it is meant, and what holds it."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from gazetteer.model import Entity, Form

WORDS = Path(__file__).parent / "data" / "words.toml"
FORMS: dict[str, Form] = {"place": "name", "demonym": "demonym", "embedded": "embedded"}
REACH = 60
"""Characters that may stand between a place and the container it is said to lie in."""
SET_APART = re.compile(r"\s*[,(]\s*")


@dataclass(frozen=True, slots=True)
class Words:
    """The closed word lists of data/words.toml."""

    directions: dict[str, float]
    """Degrees clockwise from north; negative where the word names a part without a compass direction."""
    districts: frozenset[str]
    sites: frozenset[str]
    bridges: frozenset[str]
    types: frozenset[str]


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name in a text, before it is resolved."""

    start: int
    end: int
    """Offsets of the mention with its modifier and type word: "eastern Aleppo", "Qatarji neighborhood"."""
    name: str
    """The bare name to look up."""
    head: tuple[int, int]
    """Offsets of the bare name."""
    form: Form
    confidence: float
    modifier: str | None = None
    """The direction word in front: "eastern"."""
    district: bool = False
    """True where a following type word says that the name is a part of a city."""
    container: int | None = None
    """Index of the toponym that is said to hold this one."""


@cache
def words() -> Words:
    """The word lists, read once."""
    with WORDS.open("rb") as file:
        lists = tomllib.load(file)
    return Words(
        directions=lists["directions"],
        districts=frozenset(lists["districts"]["words"]),
        sites=frozenset(lists["sites"]["words"]),
        bridges=frozenset(lists["bridges"]["words"]),
        types=frozenset(lists["types"]["words"]),
    )


def toponyms(text: str, entities: Sequence[Entity]) -> tuple[Toponym, ...]:
    """The place names among `entities`, with what the words around them say; in the order of the text."""
    found = [_toponym(text, entity) for entity in entities if entity.label in FORMS]
    found.sort(key=lambda toponym: toponym.start)
    return tuple(_with_container(text, found, index) for index in range(len(found)))


def _toponym(text: str, entity: Entity) -> Toponym:
    start, end = entity.start, entity.end
    head_start, modifier = _modifier_inside(text, start, end)
    if modifier is None:
        start, modifier = _modifier_before(text, start)
    district_end = _district_end(text, end)
    return Toponym(
        start=start,
        end=max(end, district_end),
        name=text[head_start:end],
        head=(head_start, end),
        form=FORMS[entity.label],
        confidence=entity.confidence,
        modifier=modifier if entity.label == "place" else None,
        district=district_end > end,
    )


def _modifier_inside(text: str, start: int, end: int) -> tuple[int, str | None]:
    """Start of the bare name and the lower-case direction word that the tagger took into the name ("eastern Aleppo").

    A capitalised one ("Northern Ireland", "East Timor") belongs to the name until the look-up says otherwise.
    """
    first = re.match(r"([a-z][a-z-]+)\s+(?=\w)", text[start:end])
    if first and first[1] in words().directions:
        return start + first.end(), first[1]
    return start, None


def _modifier_before(text: str, start: int) -> tuple[int, str | None]:
    """Start of the mention and the direction word that stands in front of the name, if one does."""
    before = re.search(r"\b([A-Za-z][A-Za-z-]+)[ \u00a0]$", text[max(0, start - 20) : start])
    if before is None or before[1].lower() not in words().directions:
        return start, None
    return start - len(before[0]), before[1].lower()


def _district_end(text: str, end: int) -> int:
    """End of the type word of a city's part that follows a name ("Qatarji neighborhood"), or `end`."""
    after = re.match(r"\s([A-Za-z]+)\b", text[end : end + 30])
    return end + after.end() if after and after[1] in words().districts else end


def _with_container(text: str, found: Sequence[Toponym], index: int) -> Toponym:
    toponym = found[index]
    follower = _follower(found, index)
    if follower is None or toponym.form == "demonym" or found[follower].form != "name":
        return toponym
    between = text[toponym.end : found[follower].start]
    if not (SET_APART.fullmatch(between) or _is_bridge(between)):
        return toponym
    return replace(toponym, container=follower)


def _follower(found: Sequence[Toponym], index: int) -> int | None:
    later = range(index + 1, min(index + 4, len(found)))
    return next((i for i in later if found[index].end <= found[i].start <= found[index].end + REACH), None)


def _is_bridge(between: str) -> bool:
    """True for words such as "of the northern city of" or "in", which put what is before into what is after."""
    said = between.lower().split()
    holds = any(word in ("of", "in", "near") for word in said)
    return holds and all(word in words().bridges for word in said)
