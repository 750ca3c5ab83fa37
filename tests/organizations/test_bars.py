"""Bars as vectors: shares become rectangles, and nothing else."""

from organizations.bars import FILLS, Segment, bar


def test_parts_lie_end_to_end_and_fill_their_share():
    found = bar("甲", "3/4", [("green", 2), ("red", 1)], 4)
    assert found.segments == (
        Segment(0, 500, FILLS["green"]),
        Segment(500, 250, FILLS["red"]),
    )


def test_what_is_nothing_is_not_drawn():
    assert bar("甲", "0/4", [("green", 0), ("red", 0)], 4).segments == ()
    assert bar("甲", "0/0", [("green", 0)], 0).segments == ()


def test_rounding_leaves_no_gap_and_no_overhang():
    segments = bar("甲", "", [("green", 1), ("red", 1), ("grey", 1)], 3).segments
    assert [part.x for part in segments] == [0, 333, 667]
    assert segments[-1].x + segments[-1].width == 1000
