"""The dates and times that a story names, resolved against its publication date; unknown stays unknown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Doc

from dashboard.model import DateMention
from dashboard.reading.calendar_words import PATTERNS, WORDS
from dashboard.reading.date_rules import RULES, Anchor
from dashboard.reading.story import Sentence
from dashboard.reading.tense import governing_verb, is_ahead, is_past

NO_DATE_BEFORE = re.compile(
    r"(?:[$€£#]|\b(?:aged?|page|route|highway|flight|no\.?|number|at least|about|some|another|than)\s)$", re.I
)
"""What stands before a number that is no date."""
READ_DATES_IN = frozenset({"headline", "dek", "body", "caption", "teaser"})


@dataclass(frozen=True, slots=True)
class Found:
    """One match of one pattern in the text."""

    start: int
    end: int
    rule: str
    match: re.Match[str]


def find_dates(
    sentences: Sequence[Sentence], text: str, published: str | None, parses: Sequence[Doc | None] = ()
) -> tuple[DateMention, ...]:
    """The dates of `text` in order, as ISO days, or times with their offset where the precision is `hour`.

    Without `published` only absolute dates are resolved. Nothing depends on the day of the run.
    """
    day = date.fromisoformat(published[:10]) if published else None
    mentions: list[DateMention] = []
    for index, sentence in enumerate(sentences):
        if sentence.section in READ_DATES_IN:
            parse = parses[index] if index < len(parses) else None
            mentions.extend(_in_sentence(text, sentence, parse, day, mentions))
    return tuple(mentions)


def _in_sentence(
    text: str, sentence: Sentence, parse: Doc | None, day: date | None, before: Sequence[DateMention]
) -> list[DateMention]:
    mentions: list[DateMention] = []
    for found in _found(text, sentence):
        last = next((one.first for one in reversed([*before, *mentions]) if one.first and one.precision == "day"), None)
        anchor = Anchor(day, _looks(text, sentence, parse, found), date.fromisoformat(last[:10]) if last else None)
        days = RULES[found.rule](found.match, anchor)
        if days is not None:
            said = text[found.start : found.end]
            mentions.append(DateMention(found.start, found.end, said, days.first, days.last, days.precision))
    return [_on_its_day(one, mentions) for one in mentions]


def _on_its_day(mention: DateMention, others: Sequence[DateMention]) -> DateMention:
    """A bare time takes the one day before it that its own sentence names."""
    named = {one.first for one in others if one.precision == "day" and one.first and one.start < mention.start}
    if mention.precision != "hour" or len(named) != 1 or mention.first is None:
        return mention
    said = f"{min(day for day in named if day)[:10]}{mention.first[10:]}"
    return replace(mention, first=said, last=said)


def _found(text: str, sentence: Sentence) -> Iterator[Found]:
    """The longest matches that do not overlap."""
    every = [
        Found(match.start(), match.end(), rule, match)
        for rule, pattern in PATTERNS.items()
        for match in pattern.finditer(text, sentence.start, sentence.end)
        if not NO_DATE_BEFORE.search(text[max(0, match.start() - 12) : match.start()])
    ]
    taken = sentence.start
    for found in sorted(every, key=lambda one: (one.start, -one.end)):
        if found.start >= taken:
            taken = found.end
            yield found


def _looks(text: str, sentence: Sentence, parse: Doc | None, found: Found) -> int:
    """-1 where the mention's clause looks back, 1 where it looks ahead, 0 where nothing tells."""
    before = text[sentence.start : found.start].lower()
    near = before[-60:]
    if parse is not None:
        token = parse.char_span(found.start - sentence.start, found.end - sentence.start, alignment_mode="expand")
        verb = governing_verb(token.root) if token is not None else None
        if verb is not None and is_ahead(verb):
            return 1
        if any(cue in near for cue in ("paving the way", "ahead of", "due ", "scheduled", "upcoming")):
            return 1
        if verb is not None and is_past(verb):
            return -1
    cues: Sequence[str] = WORDS["future"]
    return 1 if any(re.search(rf"\b{cue}\b", near) for cue in cues) else -1
