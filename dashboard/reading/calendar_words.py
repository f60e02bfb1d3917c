"""The patterns that dates are written in, made from the words of data/dates.toml."""

import re
import tomllib
from pathlib import Path
from typing import Any

with (Path(__file__).parent / "data" / "dates.toml").open("rb") as _file:
    WORDS: dict[str, Any] = tomllib.load(_file)

MONTHS: dict[str, int] = {
    **{name: number for number, name in enumerate(WORDS["months"], 1)},
    **{name: number for number, name in enumerate(WORDS["month_short"], 1)},
    "sept": 9,
}
WEEKDAYS: dict[str, int] = {name: number for number, name in enumerate(WORDS["weekdays"])}

MONTH = r"(?P<month>(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r"))\.?"
WEEKDAY = r"(?P<weekday>" + "|".join(WEEKDAYS) + ")"
YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
COUNT = r"(?P<count>\d{1,3}|" + "|".join(WORDS["numbers"]) + r"|several|a few)"
PART = r"(?:morning|afternoon|evening|night|noon|midday|midnight|dawn)"
ZONE = r"(?P<zone>" + "|".join(WORDS["zones"]) + r")"
TIME = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m\b\.?"
OTHER_TIME = (
    r"(?:\s*\((?P<hour2>\d{1,2})(?:[:.](?P<minute2>[0-5]\d))?\s?(?:(?P<half2>[ap])\.?m\b\.?)?\s*" + ZONE + r"\))"
)

_SOURCES = {
    "iso": r"\b(?P<year>\d{4})-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b",
    "slashed": r"\b(?P<one>[0-3]?\d)[/.](?P<two>[0-3]?\d)[/.](?P<year>(?:19|20)\d\d)\b",
    "day_range": rf"\b{DAY}\s?(?:-|–|to|and)\s?(?P<until>[0-3]?\d)(?:st|nd|rd|th)?\s+{MONTH}(?:,?\s+{YEAR})?\b(?!\s*\d)",
    "range_day": rf"\b{MONTH}\s+{DAY}\s?(?:-|–|to|and)\s?(?P<until>[0-3]?\d)(?:st|nd|rd|th)?(?:,?\s+{YEAR})?\b",
    "day_month": rf"\b(?:the\s+)?{DAY}(?:\s+of)?\s+{MONTH}(?:,?\s+{YEAR})?(?!\w)",
    "month_day": rf"\b{MONTH}\s+{DAY}(?:,?\s+{YEAR})?\b(?![:.]\d|\s?(?:%|percent|people))",
    "month_year": rf"\b(?:(?P<part>early|mid|late)[\s-]+)?{MONTH},?\s+(?:of\s+)?{YEAR}\b",
    "month": rf"\b(?:(?<=in )|(?<=since )|(?<=until )|(?<=by )|(?<=of )|(?P<which>last|this|next|early|late|mid)[\s-]+)"
    rf"{MONTH}(?=[\s,.;)]|$)(?!\s+\d)",
    "month_before": rf"\b{MONTH}(?=\s+(?:election|elections|vote|attack|attacks|war|coup|ceasefire|agreement|deal)\b)",
    "holiday": r"\b(?P<holiday>" + "|".join(re.escape(name) for name in WORDS["holidays"]) + rf")(?:,?\s+{YEAR})?\b",
    "relative": r"\b(?:the\s+)?(?P<which>last|this|next|past|coming|previous|following)\s+(?P<unit>week|weekend|month|year|"
    r"spring|summer|autumn|fall|winter|quarter)\b",
    "within": r"\b(?P<side>earlier|later|late|early)\s+(?P<which>this|last|next)\s+(?P<unit>week|month|year)\b",
    "early_hours": rf"\b(?:the\s+)?(?:early|small|late|predawn|pre-dawn)\s+(?:hours|{PART})\s+(?:of|on)\s+(?P<which>)?{WEEKDAY}\b",
    "weekday": rf"\b(?:(?P<which>last|next|this|this past|this coming)\s+)?(?:(?:early|late)\s+(?:on\s+)?)?{WEEKDAY}"
    rf"(?!\s+(?:Night|Times|Morning))(?:\s+{PART})?\b(?!')",
    "today": rf"\b(?P<word>today|yesterday|tomorrow|tonight|overnight|last night|this {PART}|earlier today|later today)\b",
    "ago": rf"\b{COUNT}\s+(?P<unit>day|week|month|year|decade)s?\s+(?P<way>ago|earlier|later|before|from now)\b",
    "past_count": rf"\b(?:in|over|during|for|within)\s+the\s+(?:past|last)\s+(?:{COUNT}\s+)?(?P<unit>day|week|month|year|decade)s?\b",
    "day_after": r"\bthe\s+(?:(?P<which>previous|next|following|same)\s+(?:day|night|morning)|(?P<near>day)\s+(?P<way>before|after))\b",
    "time": rf"\b{TIME}(?:\s+(?:{ZONE.replace('zone', 'zone1')}\b|local(?:\s+time)?))?{OTHER_TIME}?",
    "decade": r"\b(?:the\s+)?(?:(?P<part>early|mid|late)[\s-]+)?(?P<decade>(?:1[89]|20)\d0)s\b",
    "year": rf"(?:(?<=in )|(?<=since )|(?<=until )|(?<=by )|(?<=of )|(?<=from )|(?<=during )|(?<=before )|(?<=after )|"
    rf"\b(?P<part>early|mid|late)[\s-]+|(?<=\())\b{YEAR}\b(?!\s*(?:people|dead|troops|soldiers|fighters|men|homes|tons|feet|meters|miles|km|-))",
}
PATTERNS: dict[str, re.Pattern[str]] = {name: re.compile(source, re.IGNORECASE) for name, source in _SOURCES.items()}
"""By the name of the rule in date_rules that reads the match; where several match at one place the longest wins."""
