"""Which candidate a name means: a weighted sum of named features, taken twice, at last with what was believed."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from gazetteer.board import Board, Floats
from gazetteer.context import FEATURES, features
from gazetteer.model import GazetteerError, Place
from gazetteer.outlets import Outlet
from gazetteer.toponyms import Toponym

WEIGHTS = Path(__file__).parent / "data" / "ranking.csv"
PASSES = 2
REASONS_SHOWN = 3
DECIDES = 0.5
"""A feature is given as a reason where it lifts the place this much above the name's average candidate."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each of `context.FEATURES` is worth, by pass, and the words that say so to a reader."""

    first: Floats
    later: Floats
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The outcome for one story: shares of belief for all rows of a board, and why."""

    belief: Floats
    parts: Floats
    """Row x feature: what each feature added to the row's score in the last pass."""


@cache
def weights(path: Path = WEIGHTS) -> Weights:
    """Read the weights file, whose columns its head describes.

    Raises GazetteerError where the file does not hold exactly the features that the code computes.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    if tuple(row["feature"] for row in rows) != FEATURES:
        raise GazetteerError(f"{path}: the features are not those of this version; reinstall the package")
    first = np.array([float(row["weight"]) for row in rows])
    later = np.array([float(row["weight2"] or row["weight"]) for row in rows])
    return Weights(first, later, tuple(row["words"] for row in rows))


def rank(board: Board, toponyms: Sequence[Toponym], outlet: Outlet) -> Ranking:
    """Shares of belief for every candidate on `board`."""
    chosen = weights()
    belief = board.spread(board.prior)
    parts = np.zeros((len(belief), len(FEATURES)))
    for turn in range(PASSES):
        parts = features(board, toponyms, outlet, belief) * (chosen.later if turn else chosen.first)
        belief = board.spread(parts.sum(axis=1))
    return Ranking(belief, parts)


def reasons(board: Board, ranking: Ranking, row: int) -> tuple[str, ...]:
    """Why the place of `row` was believed, in words, the weightiest first."""
    others = board.rows(int(board.owner[row]))
    if others.stop - others.start == 1:
        return ("the only place of that name",)
    lift = ranking.parts[row] - ranking.parts[others].mean(axis=0)
    order = [int(column) for column in np.argsort(-lift) if lift[column] > DECIDES][:REASONS_SHOWN]
    place = board.hits[row].place
    return tuple(_worded(weights().words[column], place) for column in order)


def _worded(words: str, place: Place) -> str:
    return words.format(
        country=place.country or "the same country", admin1=place.admin1 or "the same state", name=place.name
    )
