"""A story laid out for reading: its sentences with their sections and syntax, and the names found in it."""

from bisect import bisect_right
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from dashboard.model import Article, Section
from gazetteer.model import Geoparse


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the article, with the section that it stands in."""

    start: int
    end: int
    """Character offsets into the article's text, end exclusive."""
    section: Section
    repeats: int | None = None
    """Index of the earlier sentence that says the same words: repeats tell nothing new."""


@dataclass(frozen=True, slots=True)
class Story:
    """What every later stage of reading looks at."""

    article: Article
    sentences: tuple[Sentence, ...]
    geoparse: Geoparse
    parses: tuple[Doc | None, ...]
    """spaCy's analysis of each sentence's own text; None where the sentence needs none (repeats, boilerplate)."""

    def sentence_at(self, offset: int) -> int | None:
        """Index of the sentence that covers the character `offset` of the article, or None between sentences."""
        index = bisect_right(self.sentences, offset, key=lambda sentence: sentence.start) - 1
        return index if index >= 0 and offset < self.sentences[index].end else None

    def token_at(self, offset: int) -> Token | None:
        """The token that covers the character `offset` of the article, or None where nothing was parsed there."""
        index = self.sentence_at(offset)
        parse = None if index is None else self.parses[index]
        if index is None or parse is None:
            return None
        inside = offset - self.sentences[index].start
        return next((token for token in parse if token.idx <= inside < token.idx + len(token)), None)

    def span_of(self, index: int, first: Token, last: Token) -> tuple[int, int]:
        """Offsets into the article of the tokens `first` to `last` of sentence `index`."""
        start = self.sentences[index].start
        return start + first.idx, start + last.idx + len(last)
