"""From paragraphs to sentences, with those marked that only repeat an earlier one."""

import re
from collections.abc import Iterator, Sequence

from nupunkt import sent_spans

from dashboard.reading.sections import Paragraph, credit_pattern, paragraphs
from dashboard.reading.story import Sentence

NO_END = re.compile(
    r"(?:^|[\s(\"“])(?:Lt|Col|Gen|Maj|Sgt|Capt|Cmdr|Adm|Brig|Gov|Sen|Rep|Rev|Hon|Mr|Mrs|Ms|Dr|Prof|Pres|St|Mt|Ft|No|Nos|vs|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Inc|Ltd|Co|Corp|approx|est|[A-Z])\.\s*$"
)
"""Words whose dot ends no sentence when a capital follows."""


def split_sentences(text: str, title: str = "") -> tuple[Sentence, ...]:
    """The sentences of `text` in order, with sections; a title that opens the only paragraph is its headline."""
    found = [sentence for paragraph in paragraphs(text, title) for sentence in _sentences(text, paragraph)]
    if title and found and text[found[0].start : found[0].end].rstrip(" .") == title.strip().rstrip(" ."):
        found[0] = Sentence(found[0].start, found[0].end, "headline")
    return tuple(_with_repeats(text, found))


def _sentences(text: str, paragraph: Paragraph) -> Iterator[Sentence]:
    end = paragraph.end
    credit = credit_pattern().search(text[paragraph.start : end]) if paragraph.section == "caption" else None
    if credit:
        end = paragraph.start + credit.start(1)
    if paragraph.section in ("headline", "teaser"):
        spans = [(paragraph.start, end)]
    else:
        spans = [(paragraph.start + a, paragraph.start + b) for a, b in _spans(text[paragraph.start : end])]
    yield from (Sentence(start, stop, paragraph.section) for start, stop in spans if stop > start)
    if credit:
        yield Sentence(end, paragraph.end, "caption")


def _spans(said: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of one paragraph, without the white space between them."""
    spans: list[tuple[int, int]] = []
    for start, end in sent_spans(said):
        if spans and NO_END.search(said[spans[-1][0] : spans[-1][1]]):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return [_stripped(said, start, end) for start, end in spans if said[start:end].strip()]


def _stripped(said: str, start: int, end: int) -> tuple[int, int]:
    part = said[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def _with_repeats(text: str, found: Sequence[Sentence]) -> Iterator[Sentence]:
    seen: dict[str, int] = {}
    for index, sentence in enumerate(found):
        said = " ".join(text[sentence.start : sentence.end].split()).casefold()
        earlier = seen.setdefault(said, index)
        yield Sentence(sentence.start, sentence.end, sentence.section, None if earlier == index else earlier)
