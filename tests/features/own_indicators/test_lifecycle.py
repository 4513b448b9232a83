"""The states of a version and the moves between them, and the document that shows them."""

from __future__ import annotations

from itertools import product

import pytest

from core.features.own_indicators.lifecycle import MOVES, Move, VersionState, moved
from core.state.versions import VersionError
from tests.shared import ROOT

# Written again and in another way than in the product: from each state, where each move leads.
D, W, P, R, S, B = (
    VersionState(name) for name in ("draft", "waiting", "published", "refused", "superseded", "withdrawn")
)
EXPECTED = {
    (D, Move.SEND): W,
    (D, Move.PUBLISH): P,
    (D, Move.WITHDRAW): B,
    (D, Move.SUPERSEDE): S,
    (W, Move.PUBLISH): P,
    (W, Move.APPROVE): P,
    (W, Move.REFUSE): R,
    (W, Move.WITHDRAW): B,
    (W, Move.SUPERSEDE): S,
    (P, Move.WITHDRAW): B,
    (P, Move.SUPERSEDE): S,
    (B, Move.SEND): W,
    (B, Move.PUBLISH): P,
    (B, Move.SUPERSEDE): S,
}


@pytest.mark.parametrize(("state", "move"), list(product(VersionState, Move)))
def test_each_move_leads_from_each_state_where_it_should_or_is_refused(state: VersionState, move: Move) -> None:
    expected = EXPECTED.get((state, move))
    if expected is not None:
        assert moved(3, state, move, is_beside=False) is expected
    else:
        with pytest.raises(VersionError, match=f"^Version 3 .* och kan inte {move.rule.passive}"):
            moved(3, state, move, is_beside=False)


@pytest.mark.parametrize(("state", "move"), sorted(EXPECTED))
def test_a_version_beside_can_be_put_away_but_never_goes_towards_readers(state: VersionState, move: Move) -> None:
    if move in (Move.WITHDRAW, Move.SUPERSEDE):
        assert moved(3, state, move, is_beside=True) is EXPECTED[state, move]
    elif move is not Move.REFUSE:
        with pytest.raises(VersionError, match="ligger bredvid de andra"):
            moved(3, state, move, is_beside=True)


def test_a_refusal_says_in_swedish_where_the_version_is() -> None:
    with pytest.raises(VersionError, match="Version 2 väntar på godkännande och kan inte skickas för godkännande"):
        moved(2, W, Move.SEND, is_beside=False)


def test_every_state_has_its_own_word() -> None:
    assert len({state.swedish for state in VersionState}) == len(VersionState)


def test_the_document_shows_the_moves() -> None:
    document = (ROOT / "docs" / "own-indicators-rules.md").read_text(encoding="utf-8")
    for move, rule in MOVES.items():
        origins = ", ".join(state for state in VersionState if state in rule.origins)
        assert f"| {move} | {origins} | {rule.to} |" in document
