"""Compares a reading with a golden one; data/golden/README.md says what the golden files hold."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

GOLDEN = Path(__file__).parent / "data" / "golden"


@dataclass
class Score:
    """What of the gold was found, and what was wrong with the rest, in words."""

    right: dict[str, int] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def judge(self, measure, is_right, what):
        self.asked[measure] = self.asked.get(measure, 0) + 1
        self.right[measure] = self.right.get(measure, 0) + bool(is_right)
        if not is_right:
            self.wrong.append(f"{measure}: {what}")

    def share(self, measure):
        return self.right.get(measure, 0) / max(1, self.asked.get(measure, 0))


def load(name):
    with (GOLDEN / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def score(reading, gold):
    """Judge the places, dates and events of `reading` against `gold`."""
    result = Score()
    for wanted in gold.get("mention", ()):
        _judge_mention(result, reading, wanted)
    for wanted in gold.get("date", ()):
        _judge_date(result, reading, wanted)
    for wanted in gold.get("event", ()):
        _judge_event(result, reading, wanted)
    return result


def offset(text, words, nth=1):
    """Where the `nth` whole-word occurrence of `words` begins."""
    return [found.start() for found in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)][nth - 1]


def covering(items, start, end):
    return next((item for item in items if item.start < end and start < item.end), None)


def _judge_mention(result, reading, wanted):
    start = offset(reading.article.text, wanted["text"], wanted["nth"])
    what = f"{wanted['text']} at {start}"
    found = covering(reading.mentions, start, start + len(wanted["text"]))
    if found is None and wanted.get("optional"):
        return
    result.judge("mention", found is not None, f"{what} not found")
    if found is not None:
        result.judge("role", found.role in wanted["role"], f"{what} is {found.role}, not {wanted['role']}")
        got = (found.place.id, found.place.name) if found.place else ("", "")
        result.judge("place", wanted["place"] in got, f"{what} is {got}, not {wanted['place']}")


def _judge_date(result, reading, wanted):
    start = offset(reading.article.text, wanted["text"], wanted["nth"])
    found = covering(reading.dates, start, start + len(wanted["text"]))
    got = (found.first[:10] if found and found.first else None, found.last[:10] if found and found.last else None)
    right = got == (wanted["first"], wanted["last"])
    result.judge("date", right, f"{wanted['text']} at {start} is {got}, not {wanted['first']} to {wanted['last']}")


def _judge_event(result, reading, wanted):
    near = offset(reading.article.text, wanted["near"])
    told = [event for event in reading.events if covering(event.evidence, near, near + len(wanted["near"]))]
    fitting = [event for event in told if any(word in event.trigger.text for word in wanted["trigger"])]
    typed = [event for event in told if event.type in wanted["type"]]
    event = next((one for one in fitting if one in typed), next(iter(typed or fitting), None))
    if event is None and wanted.get("optional"):
        return
    result.judge("event", event is not None, f"{wanted['what']} not found")
    if event is not None:
        _judge_fields(result, reading, wanted, event)


def _judge_fields(result, reading, wanted, event):
    what = wanted["what"]
    names = {actor.id: actor.name for actor in reading.actors}
    result.judge("type", event.type in wanted["type"], f"{what} is {event.type}")
    result.judge("status", event.status in wanted["status"], f"{what} is {event.status}")
    if "place" in wanted:
        place = event.where.place.name if event.where else ""
        result.judge("where", bool(place) == bool(wanted["place"]) and wanted["place"] in place, f"{what} at {place!r}")
    if "first" in wanted:
        days = (event.when.first or "", event.when.last or "") if event.when else ("", "")
        right = (days[0][:10], days[1][:10]) == (wanted["first"], wanted["last"])
        result.judge("when", right, f"{what} on {days}")
    for side in ("actors", "recipients"):
        if side in wanted:
            got = [names[actor] for actor in getattr(event, side)]
            right = any(word.lower() in name.lower() for word in wanted[side] for name in got)
            result.judge(side, right, f"{what}: {side} {got}")
    if "dead" in wanted:
        best = event.fatalities.best if event.fatalities else None
        result.judge("dead", best == wanted["dead"], f"{what}: {best} dead")
    if "says" in wanted:
        speakers = [speaker.name for speaker in event.attribution]
        result.judge("says", any(wanted["says"] in name for name in speakers), f"{what}: said by {speakers}")
