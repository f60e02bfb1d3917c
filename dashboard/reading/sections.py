"""From a text to its paragraphs, each with the part of a published story that it is: headline, body, caption ..."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from dashboard.model import Section

PATTERNS = Path(__file__).parent / "data" / "sections.toml"
LONGEST_HEADLINE = 160
DEK_PARAGRAPHS = 2
LOOK_AHEAD = 6
"""A dek stands between the headline and a dateline that comes within this many paragraphs."""
DATELINE = re.compile(
    r"(?P<place>[A-ZÀ-Þ][\w.'’-]*(?:[ -][A-ZÀ-Þ(][\w.'’)-]*){0,4}(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?)"
    r"(?:,? \w{3,9}\.? \d{1,2})?"
    r"(?:,? \((?P<agency>[A-Z][\w /.-]{1,30})\))?"
    r"(?P<dash>\s*(?:—|–|--| - )\s*|: )"
)
"""A place at the start of a paragraph, then perhaps a day, an agency in brackets, and a dash."""
WRAPPED = range(45, 100)
"""Lengths of a line that was broken to a width."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the text."""

    start: int
    end: int
    section: Section


@cache
def _patterns(section: str) -> re.Pattern[str]:
    with PATTERNS.open("rb") as file:
        return re.compile("|".join(f"(?:{one})" for one in tomllib.load(file)[section]["patterns"]), re.IGNORECASE)


@cache
def credit_pattern() -> re.Pattern[str]:
    """A photographer's and agency's line at the end of a caption."""
    with PATTERNS.open("rb") as file:
        return re.compile(tomllib.load(file)["caption"]["credit"])


def paragraphs(text: str, title: str = "") -> tuple[Paragraph, ...]:
    """The paragraphs of `text` in order, with their sections."""
    found = [Paragraph(start, end, _by_pattern(text[start:end])) for start, end in _blocks(text)]
    found = _with_captions(text, found)
    return tuple(_with_headline(text, found, title))


def dateline_at(text: str, start: int, end: int) -> re.Match[str] | None:
    """The dateline that a paragraph opens with; its group `place` is the place."""
    match = DATELINE.match(text, start, end)
    if match is None:
        return None
    place = match["place"].split(",")[0]
    capitals = place.replace(" ", "").isupper() and len(place) > 2
    dashed = match["dash"] != ": "
    return match if dashed and (capitals or match["agency"]) else None


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of the paragraphs: lines, or blocks between blank lines where the text is broken to a width."""
    pattern = r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*" if _is_wrapped(text) else r"[^\n\r\u2028\u2029]+"
    for block in re.finditer(pattern, text):
        said = block.group()
        if said.strip():
            start = block.start() + len(said) - len(said.lstrip())
            yield start, start + len(said.strip())


def _is_wrapped(text: str) -> bool:
    """True where most lines are as long as a page is wide and end in the middle of a sentence."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    broken = [line for line in lines if len(line) in WRAPPED and line[-1].isalnum() | (line[-1] == ",")]
    return len(lines) > 4 and len(broken) > 0.5 * len(lines)


def _by_pattern(said: str) -> Section:
    if _patterns("boilerplate").match(said):
        return "boilerplate"
    if _patterns("caption").match(said) or (credit_pattern().search(said) and len(said) < 600):
        return "caption"
    if _patterns("teaser").match(said):
        return "teaser"
    return "tagline" if len(said) < 200 and _patterns("tagline").match(said) else "body"


def _with_captions(text: str, found: Sequence[Paragraph]) -> list[Paragraph]:
    """A line straight under "Image: ..." without a blank line between is the caption that it announces."""
    marked = list(found)
    for index in range(1, len(marked)):
        above, here = marked[index - 1], marked[index]
        touching = "\n\n" not in text[above.end : here.start].replace("\r", "").replace(" ", "")
        if above.section == "caption" and here.section == "body" and touching and "\n\n" in text:
            marked[index] = replace(here, section="caption")
    return marked


def _with_headline(text: str, found: list[Paragraph], title: str) -> list[Paragraph]:
    bodies = [index for index, paragraph in enumerate(found) if paragraph.section == "body"]
    if len(bodies) < 2 or not _is_headline(text, found[bodies[0]], title):
        return found
    marked = list(found)
    marked[bodies[0]] = replace(found[bodies[0]], section="headline")
    for index in _dek(text, found, bodies[1:]):
        marked[index] = replace(found[index], section="dek")
    return marked


def _is_headline(text: str, paragraph: Paragraph, title: str) -> bool:
    said = text[paragraph.start : paragraph.end]
    if title and said.strip().casefold() == title.strip().casefold():
        return True
    unfinished = said[-1] not in ".:;" and not dateline_at(text, paragraph.start, paragraph.end)
    return unfinished and len(said) <= LONGEST_HEADLINE


def _dek(text: str, found: Sequence[Paragraph], bodies: Sequence[int]) -> Sequence[int]:
    """The paragraphs between the headline and the one with the dateline, or a first one that is no sentence."""
    for place, index in enumerate(bodies[:LOOK_AHEAD]):
        if dateline_at(text, found[index].start, found[index].end):
            return bodies[:place] if place <= DEK_PARAGRAPHS else ()
    first = found[bodies[0]] if bodies else None
    return bodies[:1] if first and len(bodies) > 1 and text[first.end - 1] not in ".!?\"”'’" else ()
