"""The records that every stage passes on: articles, readings with their events, and the filter that chooses."""

from dataclasses import dataclass
from typing import Literal, get_args

from gazetteer.model import Place

Section = Literal["headline", "dek", "body", "caption", "teaser", "tagline", "boilerplate"]
Role = Literal[
    "event_location",
    "containing_place",
    "origin_of_movement",
    "destination",
    "dateline",
    "report_origin",
    "actor_metonym",
    "actor_demonym",
    "organisation_name",
    "organisation_name_part",
    "organisation_base",
    "title_or_remit",
    "mentioned",
]
EventType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "COOPERATE",
    "AID",
    "CONCEDE",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
    "DISASTER",
    "ACCIDENT",
    "CRIME",
    "HEALTH",
    "ELECTION",
    "OTHER",
]
Status = Literal["happened", "ongoing", "announced", "conditional", "rejected", "denied", "unclear"]
WhereBasis = Literal["stated", "anaphor", "inferred"]
WhenBasis = Literal["stated", "inferred", "publication"]
DatePrecision = Literal["hour", "day", "week", "month", "year", "range"]
ActorKind = Literal[
    "government",
    "person",
    "military",
    "armed_group",
    "igo",
    "ngo",
    "company",
    "police",
    "party",
    "media",
    "civilians",
    "group",
    "other",
]

SECTIONS: tuple[Section, ...] = get_args(Section)
ROLES: tuple[Role, ...] = get_args(Role)
EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)
STATUSES: tuple[Status, ...] = get_args(Status)


class DatelineError(Exception):
    """Base of all errors of this package; its text is one line that says what is wrong, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Article:
    """A story as it was published. All offsets elsewhere are code points into `text`."""

    id: str
    """Hash of the story's content: the same story has the same id in every store."""
    text: str
    title: str = ""
    url: str | None = None
    source: str | None = None
    """The outlet's name or host."""
    published: str | None = None
    """ISO 8601 date; None where unknown, and then nothing is dated relative to it."""
    language: str | None = None
    """ISO 639-1."""


@dataclass(frozen=True, slots=True)
class Span:
    """Character offsets into the article's text, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """A place that a mention was not understood to mean, with its share of belief."""

    id: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name in the story, the place that it means, and what it does there."""

    start: int
    end: int
    text: str
    role: Role
    place: Place | None
    confidence: float
    events: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    candidates: tuple[PlaceCandidate, ...] = ()


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date or time in the story, resolved to days (or hours with offset); a range may be open on one side."""

    start: int
    end: int
    text: str
    first: str | None
    last: str | None
    precision: DatePrecision


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who acts, suffers or speaks in the story, under one name for all its mentions."""

    id: str
    """Of this reading only: a1, a2 ..."""
    name: str
    kind: ActorKind
    country: str | None = None
    group: str | None = None
    """Name of the actor that this one belongs to: a ministry's government, an army's state."""
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Where:
    """Where an event happened, and which words say so."""

    place: Place
    basis: WhereBasis
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class When:
    """When an event happened: days, or times with their offset where the precision is `hour`."""

    first: str | None
    last: str | None
    precision: DatePrecision
    basis: WhenBasis


@dataclass(frozen=True, slots=True)
class Count:
    """People hurt, as the story bounds them. None is unstated, never zero."""

    low: int | None
    best: int | None
    high: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says so, in which words, and whether the speaker is a party to the event."""

    name: str
    cue: str
    start: int
    end: int
    party: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of the story that tells the event."""

    start: int
    end: int
    section: Section


@dataclass(frozen=True, slots=True)
class Trigger:
    """The words that stand for the event."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, where, when, with what status, and who says so."""

    id: str
    """Of this reading only: e1, e2 ..."""
    type: EventType
    mode: str | None
    summary: str
    trigger: Trigger
    status: Status
    evidence: tuple[Evidence, ...]
    actors: tuple[str, ...] = ()
    """Ids of the reading's actors."""
    recipients: tuple[str, ...] = ()
    where: Where | None = None
    origin: Where | None = None
    destination: Where | None = None
    when: When | None = None
    fatalities: Count | None = None
    injured: Count | None = None
    background: bool = False
    attribution: tuple[Attribution, ...] = ()
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was understood of one article."""

    article: Article
    mentions: tuple[PlaceMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    actors: tuple[Actor, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """A box on the earth in degrees WGS 84; `west` may exceed `east` across the antimeridian."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What a reader asked to see. An empty field asks for nothing; all fields must hold together."""

    first: str | None = None
    """ISO day: events that end on it or later (`from` in links)."""
    last: str | None = None
    """ISO day: events that begin on it or earlier (`to` in links)."""
    actors: tuple[str, ...] = ()
    """Actor names; a group's name includes its members."""
    taking_part_as: tuple[Literal["agent", "recipient", "source"], ...] = ()
    """In which part the actors are asked for (`as` in links); any where empty."""
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    """Place ids or names; a place includes what lies in it."""
    roles: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    precisions: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """Free text (`q` in links), each of which must occur in summary, evidence or title."""
