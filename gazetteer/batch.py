"""Many texts at once: JSON lines in, the toponyms of each as a JSON line out, in the same order."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gazetteer.candidates import Lookup
from gazetteer.geoparse import Text, resolve_many
from gazetteer.model import Entity, GazetteerError, Geoparse, Match
from gazetteer.tagger import Tagger


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the input."""

    id: str
    text: Text
    spans: tuple[tuple[int, int], ...] = ()
    """Offsets of the names to resolve, where they are given rather than looked for."""


def read_lines(file: Iterable[str], name: str) -> list[Line]:
    """Parse the lines of `file`, which is called `name` in errors.

    Raises GazetteerError with the line's number where a line is no object with an id and a text.
    """
    return [_line(row, f"{name}, line {number}") for number, row in enumerate(file, 1) if row.strip()]


def _line(row: str, where: str) -> Line:
    try:
        given = json.loads(row)
        spans = tuple((int(span["start"]), int(span["end"])) for span in given.get("toponyms", ()))
        return Line(str(given["id"]), Text(str(given["text"]), given.get("source")), spans)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GazetteerError(f'{where}: not an object with "id" and "text" ({error})') from error


def geoparse_lines(
    lines: Sequence[Line], gazetteer: Lookup, tagger: Tagger | None, *, outlets: bool = True
) -> Iterator[str]:
    """One JSON line for each of `lines`; without a tagger exactly the given spans are resolved."""
    texts = [line.text for line in lines]
    tagged = tagger.tag([text.text for text in texts]) if tagger else [_given(line) for line in lines]
    parsed = resolve_many(texts, tagged, gazetteer, outlets=outlets)
    for line, parse in zip(lines, parsed, strict=True):
        yield json.dumps({"id": line.id, "toponyms": _toponyms(parse)}, ensure_ascii=False)


def _given(line: Line) -> tuple[Entity, ...]:
    text = line.text.text
    return tuple(Entity(start, end, text[start:end], "place", 1.0) for start, end in line.spans)


def _toponyms(parse: Geoparse) -> list[Mapping[str, Any]]:
    return [_toponym(match, parse.text) for match in parse.matches]


def _toponym(match: Match, text: str) -> Mapping[str, Any]:
    """The bare name's span: a reader of corpora expects "Aleppo", whichever part of it is meant."""
    start, end = match.head or (match.start, match.end)
    place = match.place
    return {
        "start": start,
        "end": end,
        "name": text[start:end],
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "geonameid": _geonames_id(match),
        "form": match.form,
        "confidence": round(match.confidence, 3),
    }


def _geonames_id(match: Match) -> int | None:
    """GeoNames' number of the place, or of the whole where the mention means a part of it."""
    if match.place is None or match.inferred:
        return None
    whole = match.place.parent if match.place.source == "inferred" else None
    key = whole or match.place.id
    prefix, _, number = key.partition(":")
    return int(number) if prefix == "geonames" and number.isdigit() else None
