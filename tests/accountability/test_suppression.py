"""Nothing that fewer than five cases stand behind can be read or worked out."""

from itertools import product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from accountability.suppression import LEAST, TOTAL, publish, publish_together

ROWS, COLUMNS = ("city", "county"), ("a", "b", "c")
#: Eleven in all, six in one column, five in one cell: the three beside them would have to be nought.
NOUGHT_LEFT = dict.fromkeys(product(ROWS, COLUMNS), 0) | {
    ("city", "b"): 1, ("county", "b"): 5, ("county", "c"): 5,
}  # fmt: skip
TABLES = st.fixed_dictionaries({key: st.integers(0, 14) for key in product(ROWS, COLUMNS)})


def test_a_table_of_large_counts_is_shown_whole():
    counts = dict.fromkeys(product(ROWS, COLUMNS), 7)
    table = publish(counts, ROWS, COLUMNS)
    assert table.row("city") == [7, 7, 7, 21]
    assert table.row(TOTAL) == [14, 14, 14, 42]


def test_a_small_cell_takes_others_with_it_so_that_totals_do_not_tell():
    counts = dict.fromkeys(product(ROWS, COLUMNS), 9) | {("city", "a"): 2}
    table = publish(counts, ROWS, COLUMNS)
    assert table.row("city") == [None, None, 9, 20]
    assert table.row("county") == [None, None, 9, 27]
    assert table.row(TOTAL) == [11, 18, 18, 47]


def test_none_and_one_look_the_same():
    many = dict.fromkeys(product(ROWS, COLUMNS), 0)
    assert publish(many, ROWS, COLUMNS) == publish(many | {("city", "b"): 1}, ROWS, COLUMNS)
    assert publish(many, ROWS, COLUMNS).is_empty


def test_one_row_alone_tells_its_total_only_if_the_rest_covers():
    table = publish({("city", "a"): 1, ("city", "b"): 8}, ("city",), ("a", "b"))
    assert table.row("city") == [None, None, 9]


def test_tables_of_the_same_cases_hide_their_total_together():
    across = {("city", "a"): 6, ("county", "a"): 3}
    other = {("x", "n"): 9}
    first, second = publish_together(
        (across, ("city", "county"), ("a",)), (other, ("x", "y"), ("n",))
    )
    assert first.cells[TOTAL, TOTAL] == second.cells[TOTAL, TOTAL]


@given(TABLES)
@settings(max_examples=300)
def test_no_shown_cell_is_small(counts):
    table = publish(counts, ROWS, COLUMNS)
    assert all(cell is None or cell >= LEAST for cell in table.cells.values())


@given(TABLES)
@example(NOUGHT_LEFT)
@settings(max_examples=80, deadline=None)
def test_every_hidden_small_cell_could_be_something_else(counts):
    """There is another table of counts that publishes the very same cells."""
    table = publish(counts, ROWS, COLUMNS)
    for key in (key for key, n in counts.items() if n < LEAST):
        assert table.cells[key] is None
        assert differs_at(key, counts, table), key


@given(TABLES)
@settings(max_examples=200)
def test_what_a_line_hides_adds_up_to_five_or_nothing_can_be_said(counts):
    table = publish(counts, ROWS, COLUMNS)
    for row in ROWS:
        inside = [counts[row, c] for c in COLUMNS if table.cells[row, c] is None]
        assert not inside or table.cells[row, TOTAL] is None or sum(inside) >= LEAST


def differs_at(key, counts, table) -> bool:
    """Try other values for ``key`` and fill the rest of what is hidden so that all agrees."""
    free = [cell for cell in counts if table.cells[cell] is None and cell != key]
    tries = (n for n in range(11) if n != counts[key])
    return any(filled(counts | {key: n}, free, table) for n in tries)


def filled(counts, free, table) -> bool:
    """Depth first, nearest values first; a row or column that is full must agree."""
    if not free:
        return agrees(counts, table)
    first, *rest = free
    values = sorted(range(16), key=lambda n: abs(n - counts[first]))
    return any(
        filled(counts | {first: n}, rest, table)
        for n in values
        if within(counts | {first: n}, rest, table)
    )


def within(counts, free, table) -> bool:
    """No shown total is missed by a line of which nothing is free any more."""
    for row in ROWS:
        total, cells = table.cells[row, TOTAL], [(row, column) for column in COLUMNS]
        if total is not None and missed(counts, cells, free, total):
            return False
    for column in COLUMNS:
        total, cells = table.cells[TOTAL, column], [(row, column) for row in ROWS]
        if total is not None and missed(counts, cells, free, total):
            return False
    return True


def missed(counts, cells, free, total) -> bool:
    told = sum(counts[cell] for cell in cells if cell not in free)
    return told > total or (told != total and not set(cells) & set(free))


def agrees(counts, table) -> bool:
    """Could these be the counts behind the published table?"""
    if any(n < 0 for n in counts.values()):
        return False
    full = dict(counts)
    for row in ROWS:
        full[row, TOTAL] = sum(counts[row, c] for c in COLUMNS)
    for column in COLUMNS:
        full[TOTAL, column] = sum(counts[row, column] for row in ROWS)
    full[TOTAL, TOTAL] = sum(counts.values())
    return all(cell is None or full[key] == cell for key, cell in table.cells.items())
