"""What a story says for and against each candidate: the named features that the ranking sums with its weights."""

from collections.abc import Sequence

import numpy as np

from gazetteer.board import Board, Floats, Ints, distance_km
from gazetteer.model import KINDS
from gazetteer.outlets import Outlet
from gazetteer.toponyms import Toponym

COUNTRY, REGION, ADMIN1, ADMIN2 = (KINDS.index(kind) for kind in ("country", "region", "admin1", "admin2"))
FAR = np.log(20_038.0)
"""Half the earth's circumference in km: what "near no other place" is worth."""
NEAR_CITY_KM = 60.0
MOST_OTHERS = 200
"""Names that are measured against: more would make long texts quadratic."""

FEATURES = (
    "prior",
    "main_name",
    "is_country",
    "is_region",
    "is_admin1",
    "is_admin2",
    "is_site",
    "population",
    "story_country",
    "story_admin1",
    "story_admin1_raw",
    "story_admin2",
    "near_others",
    "said_inside",
    "holds_others",
    "outlet_country",
    "outlet_admin1",
    "outlet_near",
    "outlet_domain",
    "outlet_tld",
)
"""Columns of `features`, in order; weights and words for each stand in data/ranking.csv."""


def features(board: Board, toponyms: Sequence[Toponym], outlet: Outlet, belief: Floats) -> Floats:
    """One row of `FEATURES` for each candidate on the board, given the present `belief` in each (shares by name)."""
    country_share, _ = _votes(board, board.country, belief)
    admin1_share, admin1_raw = _votes(board, board.admin1, belief)
    admin2_share, _ = _votes(board, board.admin2, belief)
    inside, holds = _containment(board, toponyms, belief)
    columns = [
        *_static(board),
        country_share,
        admin1_share,
        np.log1p(admin1_raw),
        admin2_share,
        _nearness(board, belief),
        inside,
        holds,
        *_outlet(board, outlet),
    ]
    return np.column_stack(columns)


def _static(board: Board) -> list[Floats]:
    kinds = board.kind
    sites = np.isin(kinds, [KINDS.index(kind) for kind in ("natural", "water", "facility", "district", "other")])
    population = np.log1p([hit.place.population or 0 for hit in board.hits])
    main = np.array([hit.how != "alternate" for hit in board.hits], dtype=float)
    is_kind = [(kinds == kind).astype(float) for kind in (COUNTRY, REGION, ADMIN1, ADMIN2)]
    return [board.prior, main, *is_kind, sites.astype(float), population]


def _votes(board: Board, areas: Ints, belief: Floats) -> tuple[Floats, Floats]:
    """For each row the other names' votes for its area: as a share of all their votes, and as they are."""
    cast = board.weight[board.owner] * belief
    named = areas >= 0
    totals = np.bincount(areas[named], cast[named], minlength=int(areas.max(initial=0)) + 1)
    pairs = board.owner * (len(totals) + 1) + areas
    _, of_pair = np.unique(pairs, return_inverse=True)
    own = np.bincount(of_pair, np.where(named, cast, 0.0))[of_pair]
    raw = np.where(named, totals[np.maximum(areas, 0)] - own, 0.0).clip(0)
    others = board.weight.sum() - board.weight[board.owner]
    return raw / np.maximum(others, 1e-9), raw


def _nearness(board: Board, belief: Floats) -> Floats:
    """Logarithm of the km to the nearest likely place of another name, with a charge for doubt; no countries."""
    anchors, sure = _anchors(board, belief)
    near = np.full(len(board.owner), FAR)
    for row, name in zip(anchors, sure, strict=True):
        km = distance_km(board.lat, board.lon, board.lat[row], board.lon[row])
        charge = 2 * (1 - belief[row]) + (0.7 if board.kind[row] == ADMIN1 else 0.0)
        cost = np.where(board.owner == name, FAR, np.log1p(km) + charge)
        near = np.minimum(near, cost)
    return near


def _anchors(board: Board, belief: Floats) -> tuple[Ints, Ints]:
    """The likeliest row of each name that is not a country or larger, and its name; the weightiest names only."""
    order = np.lexsort((-belief, board.owner))
    best = order[np.searchsorted(board.owner[order], np.arange(len(board.names)))]
    local = (board.kind[best] != COUNTRY) & (board.kind[best] != REGION)
    names = np.flatnonzero(local)
    names = names[np.argsort(-board.weight[names], kind="stable")][:MOST_OTHERS]
    return best[names], names


def _containment(board: Board, toponyms: Sequence[Toponym], belief: Floats) -> tuple[Floats, Floats]:
    """How well each row fits the statements "X, Y" and "X in Y": as the X, and as the Y."""
    inside, holds = np.zeros(len(board.owner)), np.zeros(len(board.owner))
    owner_of = {mention: name for name, entry in enumerate(board.names) for mention in entry.mentions}
    pairs = {
        (owner_of[index], owner_of[toponym.container])
        for index, toponym in enumerate(toponyms)
        if toponym.container is not None and index in owner_of and toponym.container in owner_of
    }
    for part, whole in sorted(pairs):
        if part != whole:
            _judge_statement(board, part, whole, belief, inside, holds)
    return inside, holds


def _judge_statement(board: Board, part: int, whole: int, belief: Floats, inside: Floats, holds: Floats) -> None:
    """Raise the rows of both names that make "part, whole" true, and lower the others where any pair does."""
    rows, outer = board.rows(part), board.rows(whole)
    fit = _fits(board, rows, outer)
    if not fit.any():
        return
    likely = fit * belief[outer][None, :]
    by_part = (likely / max(likely.max(), 1e-9)).max(axis=1)
    inside[rows] = np.where(by_part > 0, by_part, -1.0)
    holds[outer] = np.maximum(holds[outer], (fit * belief[rows][:, None]).max(axis=0))


def _fits(board: Board, rows: slice, outer: slice) -> Floats:
    """1 where the row's place lies in the outer row's place, by codes or, for cities, by distance."""
    country = board.country[rows][:, None] == board.country[outer][None, :]
    admin1 = country & (board.admin1[rows][:, None] == board.admin1[outer][None, :])
    kind = board.kind[outer][None, :]
    km = distance_km(
        board.lat[rows][:, None], board.lon[rows][:, None], board.lat[outer][None, :], board.lon[outer][None, :]
    )
    smaller = board.kind[rows][:, None] != kind
    close = (km < NEAR_CITY_KM) & ~np.isin(kind, [COUNTRY, REGION, ADMIN1])
    lies = np.where(kind == COUNTRY, country & smaller, np.where(kind == ADMIN1, admin1 & smaller, close))
    return lies.astype(float)


def _outlet(board: Board, outlet: Outlet) -> list[Floats]:
    places = [hit.place for hit in board.hits]
    by_country, by_admin1 = outlet.shares("country"), outlet.shares("admin1")
    domain = [len(name.key) >= 5 and name.key.replace(" ", "") in outlet.domain for name in board.names]
    return [
        np.array([by_country.get((place.country,), 0.0) for place in places]),
        np.array([by_admin1.get((place.country, place.admin1), 0.0) for place in places]),
        _home_nearness(board, outlet),
        np.array(domain, dtype=float)[board.owner] * (board.kind != COUNTRY),
        np.array([outlet.country is not None and place.country == outlet.country for place in places], dtype=float),
    ]


def _home_nearness(board: Board, outlet: Outlet) -> Floats:
    """How near the outlet's home towns are on average, as FAR - ln km; 0 where the outlet is unknown."""
    home = outlet.home_points()
    if not home:
        return np.zeros(len(board.owner))
    km = distance_km(
        board.lat[:, None],
        board.lon[:, None],
        np.array([place.lat for place in home])[None, :],
        np.array([place.lon for place in home])[None, :],
    )
    return FAR - np.log1p(km).mean(axis=1)  # type: ignore[no-any-return]
