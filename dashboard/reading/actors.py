"""Who acts, suffers and speaks in a story: named actors, people, governments behind places, groups behind nouns."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from dashboard.model import Actor, ActorKind, Span
from dashboard.reading.actor_table import Known, aliases, role_nouns
from dashboard.reading.countries import government_of, is_capital
from dashboard.reading.story import Story
from gazetteer.model import Match
from gazetteer.names import fold

SPEAKING_FOR_A_COUNTRY = frozenset(
    {"nsubj", "agent", "conj", "poss", "compound", "nsubjpass", "dobj", "pobj", "dative", "ROOT"}
)
READ_IN = frozenset({"headline", "dek", "body", "caption", "teaser"})
LONGEST_NAME = 6
ADJECTIVES = frozenset({"amod", "compound", "nmod", "poss"})
KIND_NAMES: dict[ActorKind, str] = {
    "military": "military",
    "police": "police",
    "armed_group": "",
    "civilians": "",
    "group": "",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One mention of an actor."""

    start: int
    end: int
    name: str
    kind: ActorKind
    country: str | None = None
    group: str | None = None
    metonym: bool = False
    """True where the words are a place's name."""


@dataclass(frozen=True, slots=True)
class ActorIndex:
    """The actors of a story and where it mentions them."""

    actors: tuple[Actor, ...]
    seen: tuple[Seen, ...]
    """In the order of the text; two may share a stretch ("Syrian and Russian jets")."""
    ids: dict[str, str]
    """Actor's name to its id."""

    def within(self, start: int, end: int) -> tuple[str, ...]:
        """Ids of the actors mentioned in a stretch of text, in order, each once."""
        begin = bisect_left(self.seen, start - 80, key=lambda one: one.start)
        found: dict[str, None] = {}
        for one in self.seen[begin:]:
            if one.start >= end:
                break
            if one.end > start:
                found[self.ids[one.name]] = None
        return tuple(found)

    def at(self, start: int, end: int) -> Seen | None:
        """The mention that covers a stretch of text, the shortest where there are several."""
        begin = bisect_left(self.seen, start - 80, key=lambda one: one.start)
        covering = [one for one in self.seen[begin : begin + 40] if one.start < end and start < one.end]
        return min(covering, key=lambda one: one.end - one.start, default=None)


def find_actors(story: Story) -> ActorIndex:
    """All actors of the story, each under one name."""
    seen: list[Seen] = []
    year = int(story.article.published[:4]) if story.article.published else None
    for index, (sentence, parse) in enumerate(zip(story.sentences, story.parses, strict=True)):
        if parse is not None and sentence.section in READ_IN:
            seen.extend(_in_sentence(story, index, parse, year))
    joined = _short_forms_joined(sorted(seen, key=lambda one: (one.start, one.end)))
    return _index(joined)


def _index(seen: Sequence[Seen]) -> ActorIndex:
    by_name: dict[str, list[Seen]] = {}
    for one in seen:
        by_name.setdefault(one.name, []).append(one)
    ids = {name: f"a{number}" for number, name in enumerate(by_name, 1)}
    actors = tuple(
        Actor(ids[name], name, found[0].kind, *_belonging(found), tuple(Span(one.start, one.end) for one in found))
        for name, found in by_name.items()
    )
    return ActorIndex(actors, tuple(seen), ids)


def _belonging(found: Sequence[Seen]) -> tuple[str | None, str | None]:
    country = next((one.country for one in found if one.country), None)
    return country, next((one.group for one in found if one.group), None)


def _in_sentence(story: Story, index: int, parse: Doc, year: int | None) -> Iterator[Seen]:
    base = story.sentences[index].start
    end = story.sentences[index].end
    matches = [match for match in story.geoparse.matches if base <= match.start < end]
    taken: list[Seen] = []
    for found in (
        _known(parse, base, year),
        _named(story, index, parse, matches),
        _metonyms(parse, base, matches),
        _groups(parse, base, matches),
    ):
        fresh = [one for one in found if not any(_overlap(one, other) for other in taken)]
        taken.extend(fresh)
    yield from taken


def _overlap(one: Seen, other: Seen) -> bool:
    return one.start < other.end and other.start < one.end


def _known(parse: Doc, base: int, year: int | None) -> Iterator[Seen]:
    """Names that stand in our own table."""
    words = [fold(token.text) for token in parse]
    place = 0
    while place < len(parse):
        found = _alias_at(parse, words, place, year)
        if found is None:
            place += 1
            continue
        known, stop = found
        if known.kind != "media":
            yield Seen(
                base + parse[place].idx,
                base + _end(parse[stop - 1]),
                known.name,
                known.kind,
                known.country,
                known.group,
            )
        place = stop


def _alias_at(parse: Doc, words: Sequence[str], place: int, year: int | None) -> tuple[Known, int] | None:
    if not parse[place].text[:1].isupper() and not words[place].startswith("al"):
        return None
    joined = "".join(words[place : place + LONGEST_NAME])
    for alias in aliases().get(words[place].split(" ")[0] if words[place] else "", ()):
        stop = _spelt(words, place, alias.words)
        short = len(alias.words) == 1 and len(alias.words[0]) <= 4
        if stop and alias.known.in_use(year) and (not short or parse[place].text.isupper()) and joined:
            return alias.known, stop
    return None


def _spelt(words: Sequence[str], place: int, wanted: Sequence[str]) -> int | None:
    """Index after the tokens that spell `wanted` from `place` on; tokens that fold to nothing are skipped."""
    said: list[str] = []
    stop = place
    while stop < len(words) and len(said) < len(wanted):
        said.extend(words[stop].split())
        stop += 1
    return stop if tuple(said) == tuple(wanted) else None


def _named(story: Story, index: int, parse: Doc, matches: Sequence[Match]) -> Iterator[Seen]:
    """People and organisations that the tagger saw."""
    base, end = story.sentences[index].start, story.sentences[index].end
    for entity in story.geoparse.entities:
        if base <= entity.start and entity.end <= end and entity.label in ("person", "organisation"):
            name = entity.text.removesuffix("'s").removesuffix("’s").strip()
            if len(name) < 2 or name.islower() or (entity.label == "organisation" and entity.confidence < 0.7):
                continue
            country = _country_before(parse, base, entity.start, matches)
            kind: ActorKind = "person" if entity.label == "person" else "other"
            group = (
                government_of(country)
                if country and kind == "person" and _holds_office(parse, base, entity.start)
                else None
            )
            yield Seen(entity.start, entity.end, name, kind, country, group)


def _country_before(parse: Doc, base: int, start: int, matches: Sequence[Match]) -> str | None:
    """The country of a demonym that stands before a name in the same phrase: "Russian Defense Minister Sergei Shoigu"."""
    near = [match for match in matches if 0 < start - match.end < 45 and match.place and match.form == "demonym"]
    between = parse.char_span(near[-1].end - base, start - base, alignment_mode="contract") if near else None
    if not near or (between is not None and any(token.pos_ in ("VERB", "AUX", "PUNCT", "ADP") for token in between)):
        return None
    return near[-1].place.country if near[-1].place else None


def _holds_office(parse: Doc, base: int, start: int) -> bool:
    before = [token for token in parse if 0 < start - base - token.idx < 45]
    return any(role_nouns().get(token.lemma_.lower()) == "government" or token.lower_ == "minister" for token in before)


def _metonyms(parse: Doc, base: int, matches: Sequence[Match]) -> Iterator[Seen]:
    """Countries, capitals and seats of government that act or speak."""
    for match in matches:
        token = _root(parse, base, match)
        if (
            token is None
            or match.place is None
            or match.place.country is None
            or match.form != "name"
            or match.inferred
        ):
            continue
        if _acts(token, match):
            yield Seen(
                match.start,
                match.end,
                government_of(match.place.country),
                "government",
                match.place.country,
                metonym=True,
            )


def _root(parse: Doc, base: int, match: Match) -> Token | None:
    start, end = match.head or (match.start, match.end)
    span = parse.char_span(start - base, end - base, alignment_mode="expand")
    return span.root if span is not None else None


def _acts(token: Token, match: Match) -> bool:
    """True where a place's name stands where only someone who acts can stand."""
    place = match.place
    if place is None:
        return False
    country = place.kind == "country"
    if not (country or is_capital(place)):
        return False
    top = token
    while top.dep_ in ("conj", "appos"):
        top = top.head
    if top.dep_ == "nsubj" and top.head.pos_ in ("VERB", "AUX"):
        return top.head.lemma_ != "be" or not _is_described(top.head)
    if top.dep_ == "pobj" and top.head.lower_ == "to" and top.head.head.lower_ == "according":
        return True
    if (
        top.dep_ in ("pobj",)
        and top.head.lower_ in ("by", "with", "between", "against")
        and top.head.dep_ in ("agent", "prep")
    ):
        return country
    if top.dep_ in ("poss", "compound", "nmod") and top.head.pos_ in ("NOUN", "PROPN"):
        return top.head.lemma_.lower() in DEEDS or (country and top.head.lemma_.lower() in role_nouns())
    return country and top.dep_ in ("dobj", "dative", "nsubjpass") and top.head.lemma_.lower() in DONE_TO_STATES


def _is_described(verb: Token) -> bool:
    return any(child.dep_ in ("attr", "acomp") for child in verb.children)


DEEDS = frozenset(
    "move,decision,proposal,offer,policy,claim,demand,refusal,call,plan,veto,threat,denial,support,response,sanction,intervention,"
    "bombing,withdrawal,invasion,position,statement,announcement,request,pledge".split(",")
)
"""Nouns whose owner is a government even where it bears a capital's name."""
DONE_TO_STATES = frozenset(
    "accuse,blame,urge,warn,threaten,condemn,sanction,ask,criticize,criticise,pressure,tell,support,back,help,call,press,congratulate,thank,recognize".split(
        ","
    )
)


def _groups(parse: Doc, base: int, matches: Sequence[Match]) -> Iterator[Seen]:
    """Nouns for people, with the countries in front of them: "Syrian and Russian jets", "the rebels"."""
    demonyms = {match.start - base: match for match in matches if match.place}
    for token in parse:
        kind = (
            role_nouns().get(token.lemma_.lower().replace(" ", "-")) if token.pos_ in ("NOUN", "PROPN", "ADJ") else None
        )
        if kind is None or token.dep_ in ("compound", "amod"):
            continue
        owners = [demonyms[one.idx] for one in _adjectives(token) if one.idx in demonyms]
        start = min([token.idx, *(one.idx for one in token.children if one.dep_ in ADJECTIVES)])
        yield from _named_group(token, kind, owners, (base + start, base + _end(token)))


def _adjectives(noun: Token) -> Iterator[Token]:
    """The words before a noun that say whose it is, with those that are coordinated with them."""
    for child in noun.children:
        if child.dep_ in ADJECTIVES and child.i < noun.i:
            yield child
            yield from (
                other for other in child.subtree if other is not child and other.dep_ in ("conj", "amod", "compound")
            )


def _named_group(noun: Token, kind: ActorKind, owners: Sequence[Match], span: tuple[int, int]) -> Iterator[Seen]:
    lemma = noun.lemma_.lower()
    plain = (
        lemma
        if noun.tag_ in ("NN", "NNP") and lemma in ("police", "army", "military", "government", "opposition")
        else noun.lower_
    )
    if not owners:
        if kind != "government" or lemma in ("government", "authority", "prosecutor", "mayor", "president", "governor"):
            yield Seen(*span, plain, kind)
        return
    for owner in owners:
        code = owner.place.country if owner.place else None
        if code is None:
            yield Seen(*span, plain, kind)
        elif kind == "government":
            yield Seen(*span, government_of(code), kind, code)
        elif kind in ("military", "police"):
            yield Seen(*span, f"{_adjective(owner)} {kind}", kind, code, government_of(code))
        else:
            yield Seen(*span, f"{_adjective(owner)} {plain}", kind, code)


def _adjective(owner: Match) -> str:
    said = owner.text.removesuffix("'s").removesuffix("’s")
    return said.capitalize() if said.isupper() and len(said) > 3 else said


def _short_forms_joined(seen: Sequence[Seen]) -> list[Seen]:
    """Later short forms of a person's or organisation's name under the full one: "Shoigu", "Mistura"."""
    full: dict[str, Seen] = {}
    joined = []
    for one in seen:
        words = fold(one.name).split()
        longer = full.get(words[-1]) if words and one.kind in ("person", "other") else None
        if longer and len(words) < len(fold(longer.name).split()) and set(words) <= set(fold(longer.name).split()):
            joined.append(replace(one, name=longer.name, kind=longer.kind, country=longer.country, group=longer.group))
            continue
        if words and one.kind in ("person", "other") and len(words) > 1:
            full.setdefault(words[-1], one)
        joined.append(one)
    return joined


def _end(token: Token) -> int:
    return token.idx + len(token)


def named(actors: Iterable[Actor]) -> dict[str, Actor]:
    """Actors by id."""
    return {actor.id: actor for actor in actors}
