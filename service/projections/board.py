"""The board: trials by building blocks, with what each taught about which, and no totals (Q11)."""

from __future__ import annotations

from collections.abc import Iterable

from service.domain.frameworks import Frameworks
from service.projections.loop_shapes import Board, BoardCell, BoardRow
from service.projections.prototypes import Learning, PrototypeView

NO_BLOCK = ""
"""The one cell of a row for who sees no framework words: all that the trial taught (I13)."""


def board_of(trials: list[PrototypeView], frameworks: Frameworks, sees_framework: bool) -> Board:
    """Rows by when the trials began; a cell for each building block, in the framework's order.

    Blocks that the framework in use does not know, and a trial does, come last under their code.
    """
    ordered = sorted(trials, key=lambda view: view.trial.started_on)
    if not sees_framework:
        return Board(building_blocks=[], rows=[_row(view, [_whole(view)]) for view in ordered])
    blocks = [(item.code, item.wording) for item in frameworks.building_blocks.items]
    known = {code for code, _ in blocks}
    others = sorted({code for view in trials for code in _codes_in(view)} - known)
    columns = blocks + [(code, code) for code in others]
    return Board(
        building_blocks=columns,
        rows=[_row(view, [_cell(view, code) for code, _ in columns]) for view in ordered],
    )


def _row(view: PrototypeView, cells: list[BoardCell]) -> BoardRow:
    trial = view.trial
    return BoardRow(
        prototype=trial.id,
        name=trial.name,
        fate=trial.fate,
        started_on=trial.started_on,
        conditions_missing=trial.conditions_missing,
        cells=cells,
    )


def _cell(view: PrototypeView, code: str) -> BoardCell:
    return BoardCell(
        building_block=code,
        was_expected=code in view.trial.expected_blocks,
        learned=_words(one for one in view.learning if one.building_block == code),
        changed_by=view.decisions.get(code, []),
        is_changed=code in view.changed_blocks,
    )


def _whole(view: PrototypeView) -> BoardCell:
    decisions = [id for changed_by in view.decisions.values() for id in changed_by]
    return BoardCell(
        building_block=NO_BLOCK,
        was_expected=bool(view.trial.expected_blocks),
        learned=_words(view.learning),
        changed_by=list(dict.fromkeys(decisions)),
        is_changed=bool(view.changed_blocks),
    )


def _codes_in(view: PrototypeView) -> set[str]:
    learned = {one.building_block for one in view.learning}
    return {*view.trial.expected_blocks, *learned, *view.changed_blocks}


def _words(learning: Iterable[Learning]) -> list[str]:
    return [one.learned for one in learning]
