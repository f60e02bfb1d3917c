"""Our own table of actors, and the words by which people are told apart: read once, matched by their first word."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dashboard.model import ActorKind
from gazetteer.names import fold

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Known:
    """One row of data/actors.csv."""

    name: str
    kind: ActorKind
    country: str | None
    group: str | None
    first_year: int | None
    last_year: int | None

    def in_use(self, year: int | None) -> bool:
        """True where the name was in use in `year`; unknown years are never refused."""
        after = year is None or self.first_year is None or year >= self.first_year
        return after and (year is None or self.last_year is None or year <= self.last_year + 1)


@dataclass(frozen=True, slots=True)
class Alias:
    """One way of writing a known actor's name, as its words."""

    words: tuple[str, ...]
    known: Known


def rows(name: str, delimiter: str = ",") -> Iterator[Mapping[str, str]]:
    """The rows of a data file; lines that begin with # are comments."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader((line for line in file if not line.startswith("#")), delimiter=delimiter)


@cache
def aliases() -> Mapping[str, tuple[Alias, ...]]:
    """All aliases by the fold of their first word, the longest first."""
    by_word: dict[str, list[Alias]] = defaultdict(list)
    for row in rows("actors.csv"):
        known = Known(
            row["name"],
            row["kind"],  # type: ignore[arg-type]
            row["country"] or None,
            row["group"] or None,
            int(row["from"]) if row["from"] else None,
            int(row["to"]) if row["to"] else None,
        )
        for said in {row["name"], *filter(None, row["aliases"].split(";"))}:
            words = tuple(fold(said).split())
            by_word[words[0]].append(Alias(words, known))
    return {word: tuple(sorted(found, key=lambda alias: -len(alias.words))) for word, found in by_word.items()}


@cache
def role_nouns() -> Mapping[str, ActorKind]:
    """Noun for people (lemma, hyphens for spaces) to what they are."""
    return {
        noun: row["kind"]  # type: ignore[misc]
        for row in rows("role_nouns.tsv", "\t")
        for noun in row["nouns"].split(",")
    }
