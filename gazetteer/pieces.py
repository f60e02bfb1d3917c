"""From a text to what the tagger's network reads: word pieces, the case of each word, and windows over them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Ints = NDArray[np.int64]
WINDOW = 126
"""Word pieces in a window, without the two marks around it."""
OVERLAP = 32
LOWER, INITIAL, CAPITALS, MIXED = range(4)
CLS, SEP, PAD = 101, 102, 0


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of one text."""

    ids: Ints
    cases: Ints
    """Case of the word that each piece belongs to: the network itself sees no capitals."""
    words: tuple[tuple[int, int], ...]
    """Character offsets of each word."""
    first: Ints
    """Index of each word's first piece: the label is read there."""


def pieces(text: str, tokenizer: Tokenizer) -> Pieces:
    """Tokenise a text once; words are split at white space and punctuation."""
    encoded = tokenizer.encode(text, add_special_tokens=False)
    owners = encoded.word_ids
    starts = [index for index, owner in enumerate(owners) if index == 0 or owner != owners[index - 1]]
    ends = [*starts[1:], len(owners)]
    offsets = encoded.offsets
    words = tuple((offsets[start][0], offsets[end - 1][1]) for start, end in zip(starts, ends, strict=True))
    cases = [case(text[start:end]) for start, end in words]
    sizes = [end - start for start, end in zip(starts, ends, strict=True)]
    return Pieces(
        np.array(encoded.ids, dtype=np.int64),
        np.repeat(np.array(cases, dtype=np.int64), sizes),
        words,
        np.array(starts, dtype=np.int64),
    )


def case(word: str) -> int:
    """How a word is capitalised; digits and punctuation count as lower case."""
    if word == word.lower():
        return LOWER
    if len(word) > 1 and word == word.upper():
        return CAPITALS
    return INITIAL if word[0].isupper() and word[1:] == word[1:].lower() else MIXED


def windows(first: Sequence[int] | Ints, size: int) -> Iterator[tuple[int, int]]:
    """Ranges of at most `WINDOW` pieces that cover `size` pieces, overlap, and begin at a word."""
    start = 0
    while True:
        end = min(size, start + WINDOW)
        yield start, end
        if end == size:
            return
        at = int(np.searchsorted(first, end - OVERLAP, side="right")) - 1
        start = int(first[at]) if first[at] > start else end
