"""Our own rows: the supplement of regions, waters and landmarks, demonyms and abbreviations, from gazetteer/data."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from gazetteer.model import KINDS, GazetteerError, Kind
from gazetteer.names import fold
from gazetteer.sources.row import Row

DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a CSV file, which knows where it stands so that errors can say so."""

    where: str
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """The cell's text; raises GazetteerError where the file has no such column."""
        if self.cells.get(column) is None:
            raise GazetteerError(f"{self.where}: the column {column!r} is missing")
        return self.cells[column].strip()

    def number(self, column: str) -> float:
        """The cell's number, 0 where it is empty; raises GazetteerError where it is none."""
        try:
            return float(self.text(column) or 0)
        except ValueError as error:
            raise GazetteerError(f"{self.where}: {column} is no number: {self.cells[column]!r}") from error

    def names(self, column: str) -> tuple[str, ...]:
        """The cell's names, which semicolons separate."""
        return tuple(name.strip() for name in self.text(column).split(";") if name.strip())


def read_rows(path: Path) -> Iterator[Line]:
    """The lines of a CSV file with a header; lines that begin with # are comments."""
    with path.open(encoding="utf-8", newline="") as file:
        kept = [(number, line) for number, line in enumerate(file, 1) if not line.startswith("#") and line.strip()]
    for (number, _), cells in zip(kept[1:], csv.DictReader(line for _, line in kept), strict=True):
        yield Line(f"{path}, line {number}", cells)


def supplement(folder: Path = DATA / "supplement") -> Iterator[Row]:
    """All rows of our own places. Parents are names here: the build resolves them."""
    for path in sorted(folder.glob("*.csv")):
        for line in read_rows(path):
            yield place_row(line, "supplement")


def place_row(line: Line, source: str) -> Row:
    """The place of one line with the columns name, aliases, kind, lat, lon, radius_km, countries, parent, geonameid.

    Raises GazetteerError, naming file and line, for an unknown kind or a point off the earth.
    """
    lat, lon, kind = line.number("lat"), line.number("lon"), line.text("kind")
    if kind not in KINDS:
        raise GazetteerError(f"{line.where}: kind {kind!r} is none of {', '.join(KINDS)}")
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise GazetteerError(f"{line.where}: {lat}, {lon} is no point on the earth (latitude, longitude in degrees)")
    countries = line.names("countries")
    known = line.text("geonameid")
    return Row(
        id=f"geonames:{known}" if known else f"dateline:{_slug(line.text('name'), countries)}",
        name=line.text("name"),
        kind=_kind(kind),
        lat=lat,
        lon=lon,
        source=source,
        country=countries[0] if len(countries) == 1 else None,
        radius_km=line.number("radius_km") or None,
        parent=line.text("parent") or None,
        main_names=line.names("aliases"),
    )


def _kind(name: str) -> Kind:
    return next(kind for kind in KINDS if kind == name)


def _slug(name: str, countries: tuple[str, ...]) -> str:
    return re.sub(r"\W+", "-", "-".join([fold(name), *(country.lower() for country in countries[:1])]))
