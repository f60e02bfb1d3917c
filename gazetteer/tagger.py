"""From a text to the names in it: places, demonyms, people, organisations, and places inside other names.

A small transformer (MiniLM, int8 ONNX) labels every word; the bounds of names are then repaired by rule.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from gazetteer.bounds import Run, repaired
from gazetteer.model import Entity, Label
from gazetteer.pieces import CLS, PAD, SEP, Pieces, pieces, windows

Floats = NDArray[np.float32]
WEIGHTS = Path(__file__).parent / "data" / "tagger"
KINDS = ("LOC", "PER", "ORG", "DEM", "EMB")
LABELS = ("O", *(f"{mark}-{kind}" for kind in KINDS for mark in "BI"))
"""What the network says of a word: outside, or the begin or inside of a name."""
LABEL_OF: dict[str, Label] = {
    "LOC": "place",
    "PER": "person",
    "ORG": "organisation",
    "DEM": "demonym",
    "EMB": "embedded",
}
BATCH = 16
THRESHOLD = 0.6
"""A word is part of a place name where the probabilities of LOC, DEM and EMB sum to more; flat from 0.5 to 0.8."""
NAME_THRESHOLD = 0.5
"""The same for people and organisations."""


@dataclass(frozen=True, slots=True)
class Job:
    """One window of one text, waiting for the network."""

    text: int
    start: int
    end: int


class Tagger:
    """Holds the network; thread-safe for reading."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._network = onnxruntime.InferenceSession(
            folder / "model.int8.onnx", options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._check(json.loads((folder / "labels.json").read_text(encoding="utf-8")))

    @staticmethod
    def _check(labels: Sequence[str]) -> None:
        if tuple(labels) != LABELS:
            message = "the tagger's weights are of another version than its code; reinstall the package"
            raise RuntimeError(message)

    @classmethod
    def load_default(cls, threads: int = 1) -> Self:
        """The tagger that ships."""
        return cls(WEIGHTS, threads)

    def tag(self, texts: Sequence[str]) -> list[tuple[Entity, ...]]:
        """The names in each of `texts`, in the order of the text."""
        split = [pieces(text, self._tokenizer) for text in texts]
        found = self._probabilities(split)
        return [entities(text, part.words, shares) for text, part, shares in zip(texts, split, found, strict=True)]

    def _probabilities(self, split: Sequence[Pieces]) -> list[Floats]:
        """Per text an array of word x label; a word in two windows is read where it lies farther from an edge."""
        jobs = [
            Job(n, *span)
            for n, part in enumerate(split)
            if len(part.ids)
            for span in windows(part.first, len(part.ids))
        ]
        jobs.sort(key=lambda job: job.end - job.start)
        shares = [np.zeros((len(part.words), len(LABELS)), dtype=np.float32) for part in split]
        depth = [np.full(len(part.words), -1) for part in split]
        for start in range(0, len(jobs), BATCH):
            batch = jobs[start : start + BATCH]
            for job, logits in zip(batch, self._run(split, batch), strict=True):
                _keep_deepest(split[job.text], job, logits, shares[job.text], depth[job.text])
        return shares

    def _run(self, split: Sequence[Pieces], batch: Sequence[Job]) -> Floats:
        width = max(job.end - job.start for job in batch) + 2
        ids = np.full((len(batch), width), PAD, dtype=np.int64)
        cases, mask = np.zeros_like(ids), np.zeros_like(ids)
        for row, job in enumerate(batch):
            size = job.end - job.start
            part = split[job.text]
            ids[row, : size + 2] = [CLS, *part.ids[job.start : job.end], SEP]
            cases[row, 1 : size + 1] = part.cases[job.start : job.end]
            mask[row, : size + 2] = 1
        fed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": cases}
        return self._network.run(["logits"], fed)[0]  # type: ignore[no-any-return]


def _keep_deepest(part: Pieces, job: Job, logits: Floats, shares: Floats, depth: NDArray[np.int64]) -> None:
    low, high = np.searchsorted(part.first, [job.start, job.end])
    words = np.arange(low, high)
    at = part.first[words] - job.start
    margin = np.minimum(at, job.end - job.start - 1 - at)
    if job.start == 0:
        margin = job.end - job.start - 1 - at
    better = margin > depth[words]
    chosen = logits[at[better] + 1]
    chosen = np.exp(chosen - chosen.max(axis=1, keepdims=True))
    shares[words[better]] = chosen / chosen.sum(axis=1, keepdims=True)
    depth[words[better]] = margin[better]


def entities(text: str, words: Sequence[tuple[int, int]], shares: Floats) -> tuple[Entity, ...]:
    """The names that the words' label probabilities spell, their bounds repaired."""
    runs = repaired(text, words, list(_runs(shares, _line_starts(text, words))))
    found = [
        Entity(words[run.first][0], run.end, text[words[run.first][0] : run.end], LABEL_OF[run.kind], run.confidence)
        for run in runs
    ]
    around = list(_around(text, found))
    kept = [entity for entity in found if not _is_piece(entity, around)]
    return tuple(sorted([*kept, *around], key=lambda entity: (entity.start, entity.end)))


def _line_starts(text: str, words: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    """True for the words that begin a line: no name goes on over a line's end."""
    starts = [bool(n) and "\n" in text[words[n - 1][1] : start] for n, (start, _) in enumerate(words)]
    return np.array(starts, dtype=bool)


def _is_piece(entity: Entity, around: Sequence[Entity]) -> bool:
    """True for the part of an organisation's name that was tagged beside the place in it."""
    inside = any(whole.start <= entity.start and entity.end <= whole.end for whole in around)
    return inside and entity.label == "organisation"


def _runs(shares: Floats, breaks: NDArray[np.bool_]) -> Iterator[Run]:
    """Stretches of words of one kind: of places in the wide sense, of people, of organisations."""
    begin, inside = shares[:, 1::2], shares[:, 2::2]
    kinds = begin + inside
    places = kinds[:, [0, 3, 4]].sum(axis=1)
    group = np.where(
        places > THRESHOLD, 0, np.where(kinds[:, 1] > NAME_THRESHOLD, 1, np.where(kinds[:, 2] > NAME_THRESHOLD, 2, -1))
    )
    begins = (begin.sum(axis=1) > inside.sum(axis=1)) | breaks
    start = 0
    while start < len(group):
        end = start + 1
        while end < len(group) and group[end] == group[start] and not begins[end]:
            end += 1
        if group[start] >= 0:
            yield _run(start, end, int(group[start]), kinds, places)
        start = end


def _run(start: int, end: int, group: int, kinds: Floats, places: Floats) -> Run:
    if group:
        return Run(start, end, 0, KINDS[group], float(kinds[start:end, group].mean()))
    among = kinds[start:end][:, [0, 3, 4]].sum(axis=0)
    return Run(start, end, 0, ("LOC", "DEM", "EMB")[int(among.argmax())], float(places[start:end].mean()))


def _around(text: str, found: Sequence[Entity]) -> Iterator[Entity]:
    """Organisations that hold an embedded place: "Aleppo University" around "Aleppo", from its parts side by side."""
    for index, entity in enumerate(found):
        if entity.label == "embedded":
            first = last = index
            while first and _touch(text, found[first - 1], found[first]):
                first -= 1
            while last + 1 < len(found) and _touch(text, found[last], found[last + 1]):
                last += 1
            start, end = found[first].start, found[last].end
            if first != last:
                yield Entity(start, end, text[start:end], "organisation", entity.confidence)


def _touch(text: str, left: Entity, right: Entity) -> bool:
    named = "organisation" in (left.label, right.label)
    return named and text[left.end : right.start].strip() in ("", "of", "of the", "for") and right.start - left.end < 9
