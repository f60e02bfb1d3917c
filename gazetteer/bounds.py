"""Repairs the bounds of names after tagging: where one begins and ends is the tagger's commonest error."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

ABBREVIATED = re.compile(r"(?:[A-Z]\.)+[A-Z]|[A-Z][a-z]{1,4}|[A-Z]{1,3}")
"""What a closing dot belongs to: initials (U.S), states in the agencies' style (Calif, Pa)."""
SAINTLY = frozenset({"st", "ste", "mt", "ft", "pt", "san", "santa", "el", "al", "los", "las"})
ARTICLES = frozenset({"the", "The", "THE", "a", "A", "an"})
PLACES = frozenset({"LOC", "EMB"})


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words that is one name."""

    first: int
    last: int
    """Indexes of its words, end exclusive."""
    end: int
    """Character offset of its end, once repaired."""
    kind: str
    confidence: float


def repaired(text: str, words: Sequence[tuple[int, int]], runs: Sequence[Run]) -> list[Run]:
    """The runs with their character ends: joined where a name was cut, without those that name nothing."""
    ended = [replace(run, end=words[run.last - 1][1]) for run in runs]
    trimmed = [kept for run in ended if (kept := _trimmed(text, words, run)) is not None]
    joined = list(_joined(text, words, trimmed))
    return [_with_dot(text, run) for run in joined]


def _trimmed(text: str, words: Sequence[tuple[int, int]], run: Run) -> Run | None:
    """The run without punctuation and a possessive at its edges; None where no letter is left."""
    first, last = run.first, run.last
    while first < last and (not _is_word(text, words[first]) or text[slice(*words[first])] in ARTICLES):
        first += 1
    while last > first and not _is_word(text, words[last - 1]):
        last -= 1
    if last - first > 1 and text[slice(*words[last - 1])] == "s" and text[words[last - 1][0] - 1] in "'’":
        last -= 2
    if last <= first or not any(letter.isalpha() for letter in text[words[first][0] : words[last - 1][1]]):
        return None
    return replace(run, first=first, last=last, end=words[last - 1][1])


def _is_word(text: str, word: tuple[int, int]) -> bool:
    return any(letter.isalnum() for letter in text[word[0] : word[1]])


def _joined(text: str, words: Sequence[tuple[int, int]], runs: Sequence[Run]) -> Iterator[Run]:
    held: Run | None = None
    for run in runs:
        if held and _belong_together(text, words, held, run):
            held = replace(held, last=run.last, end=run.end, confidence=(held.confidence + run.confidence) / 2)
            continue
        if held:
            yield held
        held = run
    if held:
        yield held


def _belong_together(text: str, words: Sequence[tuple[int, int]], left: Run, right: Run) -> bool:
    """True for "St." before a name, initials, and two halves of a name in running capitals."""
    if left.kind != right.kind and not {left.kind, right.kind} <= PLACES:
        return False
    between, head = text[left.end : words[right.first][0]], text[words[left.first][0] : left.end]
    if right.last - right.first == 1 and between == "." and right.end - words[right.first][0] == 1:
        return True
    if between in (".", "-", "’", "'", " - ") or (between == ". " and head.lower() in SAINTLY):
        return True
    capitals = head.isupper() and text[words[right.first][0] : right.end].isupper() and len(head) > 2
    return between == " " and (capitals or head.lower() in SAINTLY)


def _with_dot(text: str, run: Run) -> Run:
    """Take in the dot that closes an abbreviation, unless a sentence ends there."""
    last = re.split(r"[\s(]", text[max(0, run.end - 12) : run.end])[-1]
    if text[run.end : run.end + 1] != "." or not ABBREVIATED.fullmatch(last):
        return run
    after = text[run.end + 1 : run.end + 3]
    initials = "." in last
    abbreviated = initials or (last in STATES and (after[:1] in ",;:)" or after.strip()[:1].islower()))
    return replace(run, end=run.end + 1) if abbreviated else run


STATES = frozenset(
    "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Kans Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa "
    "Tenn Tex Va Vt Wash Wis Wyo Ont Que Sask Alta Man Twp Co".split()
)
"""Abbreviations in the agencies' style that keep their dot; the last two end names of townships and counties."""
