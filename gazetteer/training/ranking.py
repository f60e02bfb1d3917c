"""Fits the weights of data/ranking.csv to corpora with gold coordinates: `python -m gazetteer.training.ranking`.

A conditional logit: within each name the share of belief of the right candidates is raised. Two fits, as the ranking
makes two passes; the second sees what the first believes. Folds keep an outlet's stories together.
"""

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np

from gazetteer.board import Board, Floats, board, distance_km, names_of
from gazetteer.candidates import Lookup, candidates
from gazetteer.context import FEATURES, features
from gazetteer.index import Gazetteer
from gazetteer.model import Entity, Place
from gazetteer.outlets import Outlet, outlet_of
from gazetteer.ranking import WEIGHTS, rank, weights
from gazetteer.toponyms import Toponym, toponyms

RIGHT_KM = 161.0
"""The field's measure: within 100 miles."""
FOLDS = 5
STEPS = 400
RATE = 0.05
RIDGE = 1e-4


@dataclass(frozen=True, slots=True)
class Story:
    """One document of a corpus, with its candidates laid out and the right ones marked."""

    id: str
    source: str | None
    named: tuple[Toponym, ...]
    columns: Board
    right: Floats
    """1 for rows that are right for the name's gold."""
    gold: int
    """Gold toponyms with coordinates."""


def stories(paths: Iterable[Path], gazetteer: Lookup) -> Iterator[Story]:
    """The documents of the corpora in `paths` that have a name with candidates."""
    for path in paths:
        with path.open(encoding="utf-8") as file:
            for row in file:
                story = _story(json.loads(row), gazetteer)
                if story is not None:
                    yield story


def _story(document: dict, gazetteer: Lookup) -> Story | None:  # type: ignore[type-arg]
    text, spans = document["text"], document["toponyms"]
    entities = [Entity(s["start"], s["end"], text[s["start"] : s["end"]], "place", 1.0) for s in spans]
    named = toponyms(text, entities)
    found = [candidates(toponym, gazetteer) for toponym in named]
    names = names_of(named, found)
    if not names:
        return None
    columns = board(names)
    points = {(s["start"], s["end"]): s for s in spans if s.get("lat") is not None}
    return Story(document["id"], document.get("source"), named, columns, _right(columns, named, points), len(points))


def _right(columns: Board, named: Sequence[Toponym], points: dict[tuple[int, int], dict]) -> Floats:  # type: ignore[type-arg]
    right = np.zeros(len(columns.owner))
    for index, name in enumerate(columns.names):
        rows = columns.rows(index)
        for mention in name.mentions:
            gold = points.get(named[mention].head)
            if gold:
                km = distance_km(columns.lat[rows], columns.lon[rows], np.array(gold["lat"]), np.array(gold["lon"]))
                same = [hit.place.id == f"geonames:{gold['geonameid']}" for hit in name.hits]
                right[rows] = np.maximum(right[rows], (km <= RIGHT_KM) | np.array(same))
    return right


def fold_of(story: Story) -> int:
    """The fold of a story: by its outlet where it has one, else by itself."""
    return int(hashlib.md5((story.source or story.id).encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def profiles(told: Sequence[Story]) -> list[Outlet]:
    """For each story its outlet as the other stories show it, by the ranking's present weights."""
    places = [_believed(story, outlet_of(story.source)) for story in told]
    by_source: dict[str, list[int]] = {}
    for index, story in enumerate(told):
        by_source.setdefault(story.source or story.id, []).append(index)
    return [
        outlet_of(story.source, [places[other] for other in by_source[story.source or story.id] if other != index])
        for index, story in enumerate(told)
    ]


def _believed(story: Story, outlet: Outlet) -> frozenset[Place]:
    belief = rank(story.columns, story.named, outlet).belief
    best = [int(belief[story.columns.rows(name)].argmax()) for name in range(len(story.columns.names))]
    return frozenset(story.columns.names[name].hits[row].place for name, row in enumerate(best))


def fit(matrices: Sequence[Floats], told: Sequence[Story], start: Floats) -> Floats:
    """Weights that raise the shares of right candidates, by Adam from `start`."""
    rows, right, first = _stacked(matrices, told)
    owner = np.repeat(np.arange(len(first)), np.diff([*first, len(rows)]))
    usable = np.maximum.reduceat(right, first) > 0
    chosen, mean, spread = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, STEPS + 1):
        slope = _slope(rows, right, first, owner, usable, chosen) + RIDGE * (chosen - start)
        mean, spread = 0.9 * mean + 0.1 * slope, 0.99 * spread + 0.01 * slope**2
        chosen -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
    return chosen


def _stacked(matrices: Sequence[Floats], told: Sequence[Story]) -> tuple[Floats, Floats, Floats]:
    offsets = np.cumsum([0, *(len(matrix) for matrix in matrices)])[:-1]
    first = np.concatenate([story.columns.first + offset for story, offset in zip(told, offsets, strict=True)])
    return np.concatenate(matrices), np.concatenate([story.right for story in told]), first


def _slope(rows: Floats, right: Floats, first: Floats, owner: Floats, usable: Floats, chosen: Floats) -> Floats:
    """Gradient of the mean -log(share of right candidates) over the names that have one."""
    score = rows @ chosen
    share = np.exp(score - np.maximum.reduceat(score, first)[owner])
    share /= np.add.reduceat(share, first)[owner]
    good = share * right
    total = np.add.reduceat(good, first)[owner]
    wanted = np.where(usable[owner], good / np.maximum(total, 1e-12) - share, 0.0)
    return -(wanted @ rows) / max(1, int(usable.sum()))  # type: ignore[no-any-return]


def two_passes(told: Sequence[Story], outlets: Sequence[Outlet]) -> tuple[Floats, Floats]:
    """Weights of the first and of the later pass."""
    start = weights()
    beliefs = [story.columns.spread(story.columns.prior) for story in told]
    first = fit(_matrices(told, outlets, beliefs), told, start.first)
    matrices = _matrices(told, outlets, beliefs)
    beliefs = [story.columns.spread(rows @ first) for story, rows in zip(told, matrices, strict=True)]
    return first, fit(_matrices(told, outlets, beliefs), told, start.later)


def _matrices(told: Sequence[Story], outlets: Sequence[Outlet], beliefs: Sequence[Floats]) -> list[Floats]:
    return [
        features(story.columns, story.named, outlet, belief)
        for story, outlet, belief in zip(told, outlets, beliefs, strict=True)
    ]


def accuracy(told: Sequence[Story], outlets: Sequence[Outlet], first: Floats, later: Floats) -> tuple[int, int]:
    """Names whose believed candidate is right, and names that have a right candidate."""
    hit = able = 0
    for story, outlet in zip(told, outlets, strict=True):
        belief = story.columns.spread(story.columns.prior)
        for chosen in (first, later):
            belief = story.columns.spread(features(story.columns, story.named, outlet, belief) @ chosen)
        for name in range(len(story.columns.names)):
            rows = story.columns.rows(name)
            able += bool(story.right[rows].max() > 0)
            hit += bool(story.right[rows][belief[rows].argmax()] > 0)
    return hit, able


def write(first: Floats, later: Floats, path: Path = WEIGHTS) -> None:
    """Put new weights into the file, keeping its head and words."""
    head = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    words = weights(path).words
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("\n".join(head) + "\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["feature", "weight", "weight2", "words"])
        out.writerows(
            [name, f"{one:.3f}", f"{two:.3f}", said]
            for name, one, two, said in zip(FEATURES, first, later, words, strict=True)
        )


@click.command()
@click.option("--corpora", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--write", "keep", is_flag=True, help="put the weights fitted to all documents into the package")
def main(corpora: Path, *, keep: bool) -> None:
    """Cross-validate the ranking by outlet, and fit it to all documents."""
    with Gazetteer.open_default() as gazetteer:
        told = list(
            stories([corpora / "places" / f"{name}.jsonl" for name in ("lgl", "trnews", "geowebnews")], gazetteer)
        )
    outlets = profiles(told)
    hit = able = 0
    for fold in range(FOLDS):
        out = [index for index, story in enumerate(told) if fold_of(story) == fold]
        kept = [index for index in range(len(told)) if index not in set(out)]
        first, later = two_passes([told[i] for i in kept], [outlets[i] for i in kept])
        right, possible = accuracy([told[i] for i in out], [outlets[i] for i in out], first, later)
        hit, able = hit + right, able + possible
        click.echo(f"fold {fold}: {right} of {possible} names that have a right candidate")
    click.echo(f"all: {hit / able:.3f}")
    if keep:
        write(*two_passes(told, outlets))


if __name__ == "__main__":
    main()
