"""What each way of writing a date means: one small rule a pattern, from a match and an anchor to days."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from dashboard.model import DatePrecision
from dashboard.reading.calendar_words import MONTHS, WEEKDAYS, WORDS

WEEK = 7
PARTS = {"early": (0.0, 1 / 3), "mid": (1 / 3, 2 / 3), "late": (2 / 3, 1.0)}
"""Thirds of a month, year or decade."""
SEASON_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a relative date is relative to."""

    published: date | None
    looks: int
    """-1 where the clause looks back, 1 where it looks ahead, 0 unknown."""
    last: date | None
    """The day that the story named last."""


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of days, or a time; open where an end is None."""

    first: str | None
    last: str | None
    precision: DatePrecision


def days(first: date | None, last: date | None, precision: DatePrecision) -> Days:
    """Days in ISO form."""
    return Days(first.isoformat() if first else None, last.isoformat() if last else None, precision)


def one_day(day: date) -> Days:
    """A single day."""
    return days(day, day, "day")


def _made(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None


def _month_of(match: re.Match[str]) -> int:
    said = match["month"].lower().rstrip(".")
    return int(said) if said.isdigit() else MONTHS[said]


def _year_of(match: re.Match[str], anchor: Anchor, month: int, day: int = 15) -> int | None:
    """The stated year, else the one that puts the month nearest to publication on the side that the clause looks to."""
    if match["year"]:
        return int(match["year"])
    if anchor.published is None:
        return None
    year = anchor.published.year
    ahead = date(year, month, min(day, 28)) - anchor.published
    if ahead.days > (200 if anchor.looks > 0 else 31):
        return year - 1
    return year + 1 if ahead.days < -300 and anchor.looks > 0 else year


def _month_days(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _third(first: date, last: date, part: str | None, precision: DatePrecision) -> Days:
    if not part:
        return days(first, last, precision)
    low, high = PARTS[part.lower()]
    size = (last - first).days + 1
    return days(first + timedelta(int(size * low)), first + timedelta(max(0, int(size * high) - 1)), "range")


def iso(match: re.Match[str], anchor: Anchor) -> Days | None:
    """2016-10-18."""
    day = _made(int(match["year"]), int(match["month"]), int(match["day"]))
    return one_day(day) if day else None


def slashed(match: re.Match[str], anchor: Anchor) -> Days | None:
    """18/10/2016; where both orders are possible nothing is guessed beyond day first."""
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    day = _made(year, two, one) or _made(year, one, two)
    return one_day(day) if day else None


def month_day(match: re.Match[str], anchor: Anchor) -> Days | None:
    """Oct. 18; 18 October 2016."""
    month = _month_of(match)
    year = _year_of(match, anchor, month, int(match["day"]))
    day = _made(year, month, int(match["day"])) if year else None
    return one_day(day) if day else None


def day_range(match: re.Match[str], anchor: Anchor) -> Days | None:
    """3-7 May; May 3 to 7."""
    month = _month_of(match)
    year = _year_of(match, anchor, month, int(match["day"]))
    first = _made(year, month, int(match["day"])) if year else None
    last = _made(year, month, int(match["until"])) if year else None
    return days(first, last, "range") if first and last and first < last else None


def month_year(match: re.Match[str], anchor: Anchor) -> Days | None:
    """October 2016; early October 2016."""
    return _third(*_month_days(int(match["year"]), _month_of(match)), match["part"], "month")


def month(match: re.Match[str], anchor: Anchor) -> Days | None:
    """In October; last October; early October."""
    number = _month_of(match)
    if anchor.published is None:
        return None
    groups = match.groupdict()
    which = (groups.get("which") or "").lower()
    year = anchor.published.year
    if which == "next":
        year += number <= anchor.published.month
    elif which == "last" or number > anchor.published.month + (0 if anchor.looks < 0 else 5):
        year -= number >= anchor.published.month
    elif anchor.looks > 0 and number < anchor.published.month:
        year += 1
    return _third(*_month_days(year, number), which if which in PARTS else None, "month")


def holiday(match: re.Match[str], anchor: Anchor) -> Days | None:
    """Christmas Day: the nearest on the side that the clause looks to."""
    number, day = WORDS["holidays"][match["holiday"].lower().replace("’", "'")]
    year = _year_of(match, anchor, number, day)
    return one_day(date(year, number, day)) if year else None


def weekday(match: re.Match[str], anchor: Anchor) -> Days | None:
    """Tuesday: publication day itself, else the last or the next such day by tense; "last" and "next" decide."""
    if anchor.published is None:
        return None
    ahead = (WEEKDAYS[match["weekday"].lower()] - anchor.published.weekday()) % WEEK
    which = (match.groupdict().get("which") or "").lower()
    if which == "last" or "past" in which:
        ahead = ahead - WEEK
    elif which == "next" or "coming" in which:
        ahead = ahead or WEEK
    elif ahead and anchor.looks <= 0:
        ahead -= WEEK
    return one_day(anchor.published + timedelta(ahead))


def today(match: re.Match[str], anchor: Anchor) -> Days | None:
    """Today, yesterday, tomorrow, overnight."""
    if anchor.published is None:
        return None
    word = match["word"].lower()
    shift = {"yesterday": -1, "tomorrow": 1, "last night": -1}.get(word, 0)
    if word == "overnight":
        return days(anchor.published - timedelta(1), anchor.published, "range")
    return one_day(anchor.published + timedelta(shift))


def relative(match: re.Match[str], anchor: Anchor) -> Days | None:
    """Last week, this weekend, next month, this summer."""
    if anchor.published is None:
        return None
    which, unit = match["which"].lower(), match["unit"].lower()
    turn = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(which, 0)
    if unit in WORDS["seasons"]:
        return _season(unit, anchor.published, turn)
    return UNITS[unit](anchor.published, turn, anchor.looks)


def _week(day: date, turn: int, looks: int) -> Days:
    monday = day - timedelta(day.weekday()) + timedelta(WEEK * turn)
    return days(monday, monday + timedelta(6), "week")


def _weekend(day: date, turn: int, looks: int) -> Days:
    """This weekend is the one before for a clause that looks back early in the week."""
    saturday = day - timedelta(day.weekday()) + timedelta(5)
    if turn < 0 or (turn == 0 and looks < 0 and day.weekday() < 5):
        saturday -= timedelta(WEEK)
    elif turn > 0:
        saturday += timedelta(WEEK)
    return days(saturday, saturday + timedelta(1), "range")


def _month_unit(day: date, turn: int, looks: int) -> Days:
    index = day.year * 12 + day.month - 1 + turn
    return days(*_month_days(index // 12, index % 12 + 1), "month")


def _year_unit(day: date, turn: int, looks: int) -> Days:
    return days(date(day.year + turn, 1, 1), date(day.year + turn, 12, 31), "year")


def _quarter(day: date, turn: int, looks: int) -> Days:
    index = day.year * 4 + (day.month - 1) // 3 + turn
    first = date(index // 4, index % 4 * 3 + 1, 1)
    return days(first, _month_days(first.year, first.month + 2)[1], "range")


UNITS: dict[str, Callable[[date, int, int], Days]] = {
    "week": _week,
    "weekend": _weekend,
    "month": _month_unit,
    "year": _year_unit,
    "quarter": _quarter,
}


def _season(name: str, day: date, turn: int) -> Days:
    begins = WORDS["seasons"][name]
    year = day.year - (1 if begins > day.month and turn <= 0 and begins == 12 else 0)
    if turn < 0 and day.month <= begins + 2:
        year -= 1
    if turn > 0 and day.month >= begins:
        year += 1
    index = year * 12 + begins - 1 + SEASON_MONTHS - 1
    return days(date(year, begins, 1), _month_days(index // 12, index % 12 + 1)[1], "range")


def within(match: re.Match[str], anchor: Anchor) -> Days | None:
    """Earlier this month: from its first day to the day before; later this week: from the day after to its end."""
    whole = relative(match, anchor)
    if whole is None or anchor.published is None or whole.first is None or whole.last is None:
        return None
    first, last, side = date.fromisoformat(whole.first), date.fromisoformat(whole.last), match["side"].lower()
    if match["which"].lower() != "this":
        return _third(first, last, side if side in PARTS else None, whole.precision)
    if side == "earlier":
        return days(first, max(first, anchor.published - timedelta(1)), "range")
    return days(min(last, anchor.published + timedelta(1)), last, "range") if side in ("later", "late") else whole


def ago(match: re.Match[str], anchor: Anchor) -> Days | None:
    """Two weeks ago; three days later (after the day named last)."""
    way, unit = match["way"].lower(), match["unit"].lower()
    base = anchor.published if way in ("ago", "from now") else anchor.last
    count = _count(match["count"])
    if base is None or count is None:
        return None
    turn = count if way in ("later", "from now") else -count
    if unit == "day":
        return one_day(base + timedelta(turn))
    if unit == "week":
        about = base + timedelta(WEEK * turn)
        return days(about - timedelta(3), about + timedelta(3), "week")
    if unit == "month":
        return _month_unit(base, turn, 0)
    return _year_unit(base, turn * (10 if unit == "decade" else 1), 0) if base.year + turn * 10 > 0 else None


def past_count(match: re.Match[str], anchor: Anchor) -> Days | None:
    """In the past three days: from then to publication."""
    count = _count(match["count"] or "one")
    if anchor.published is None or count is None:
        return None
    size = {"day": 1, "week": WEEK, "month": 30, "year": 365, "decade": 3652}[match["unit"].lower()]
    return days(anchor.published - timedelta(size * count), anchor.published, "range")


def _count(said: str) -> int | None:
    word = said.lower()
    return int(word) if word.isdigit() else WORDS["numbers"].get(word)


def day_after(match: re.Match[str], anchor: Anchor) -> Days | None:
    """The next day, the day before: counted from the day named last."""
    word = (match["which"] or match["way"] or "").lower()
    shift = {"previous": -1, "before": -1, "next": 1, "following": 1, "after": 1}.get(word, 0)
    return one_day(anchor.last + timedelta(shift)) if anchor.last else None


def time(match: re.Match[str], anchor: Anchor) -> Days | None:
    """10 a.m. local time (3 a.m. ET): a time with its offset where the words give one, else its day."""
    day = anchor.last or anchor.published
    if day is None or int(match["hour"]) > 12:
        return None
    clock = datetime(day.year, day.month, day.day, _hour(match["hour"], match["half"]), int(match["minute"] or 0))  # noqa: DTZ001
    offset = _offset(match, clock)
    if offset is None:
        return one_day(day)
    said = clock.replace(tzinfo=timezone(offset)).isoformat(timespec="minutes")
    return Days(said, said, "hour")


def _hour(hour: str, half: str) -> int:
    return int(hour) % 12 + (12 if half.lower() == "p" else 0)


def _offset(match: re.Match[str], clock: datetime) -> timedelta | None:
    """Hours from UTC: of the zone that is named, or of the difference between local time and the zone in brackets."""
    if match["zone1"]:
        return clock.replace(tzinfo=ZoneInfo(WORDS["zones"][match["zone1"].lower()])).utcoffset()
    if not match["zone"]:
        return None
    hour = _hour(match["hour2"], match["half2"]) if match["half2"] else int(match["hour2"])
    there = clock.replace(hour=hour % 24, minute=int(match["minute2"] or 0))
    zone = there.replace(tzinfo=ZoneInfo(WORDS["zones"][match["zone"].lower()])).utcoffset() or timedelta()
    ahead = clock - (there - zone)
    return (ahead + timedelta(hours=12)) % timedelta(hours=24) - timedelta(hours=12)


def decade(match: re.Match[str], anchor: Anchor) -> Days | None:
    """The 1990s; the late 1990s."""
    first = int(match["decade"])
    return _third(date(first, 1, 1), date(first + 9, 12, 31), match["part"], "range")


def year(match: re.Match[str], anchor: Anchor) -> Days | None:
    """In 2014; mid-2015."""
    number = int(match["year"])
    return _third(date(number, 1, 1), date(number, 12, 31), match["part"], "year")


RULES: dict[str, Callable[[re.Match[str], Anchor], Days | None]] = {
    "iso": iso,
    "slashed": slashed,
    "day_range": day_range,
    "range_day": day_range,
    "day_month": month_day,
    "month_day": month_day,
    "month_year": month_year,
    "month": month,
    "month_before": month,
    "holiday": holiday,
    "relative": relative,
    "within": within,
    "early_hours": weekday,
    "weekday": weekday,
    "today": today,
    "ago": ago,
    "past_count": past_count,
    "day_after": day_after,
    "time": time,
    "decade": decade,
    "year": year,
}
"""By the names of calendar_words.PATTERNS."""
