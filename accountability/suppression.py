"""Statistics that tell of nobody's case.

A table has cells, row totals, column totals and a grand total. Nothing may be read from it, nor
worked out, that fewer than ``least`` cases stand behind; «none» is not told either, or the first
case would show. So every count below ``least`` is hidden, and then more is hidden, smallest
first, until

- no hidden cell can be worked out exactly: one more or one less must be possible in it. Each line
  (a row or column with its total) is one equation; with lines as nodes and cells as arcs the table
  is a flow that goes round (cells from row to column, totals back). One more or one less in a cell
  goes round, too, by other hidden cells, of which none falls below nought;
- where a line shows its total, what is hidden in it adds up to ``least`` or more.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

#: At least so many cases stand behind a published cell.
LEAST = 5
Key = tuple[str, str]
#: The name of a margin: ``(row, TOTAL)``, ``(TOTAL, column)``, ``(TOTAL, TOTAL)``.
TOTAL = ""


@dataclass(frozen=True)
class Table:
    """Counts with margins; ``None`` is not published."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Key, int | None]

    def row(self, name: str) -> list[int | None]:
        """The cells of a row (or of the totals) with its total last."""
        return [self.cells[name, column] for column in (*self.columns, TOTAL)]

    @property
    def is_empty(self) -> bool:
        return all(cell is None for cell in self.cells.values())


def publish(
    counts: Mapping[Key, int],
    rows: Sequence[str],
    columns: Sequence[str],
    least: int = LEAST,
    also: Collection[Key] = (),
) -> Table:
    """``counts`` as they may be shown; ``also`` is hidden because another table hides it."""
    full = _with_margins(counts, rows, columns)
    hidden = {key for key, count in full.items() if count < least} | set(also)
    while exposed := _exposed(full, hidden, least):
        hidden.add(_cover(full, hidden, exposed))
    cells = {key: None if key in hidden else count for key, count in full.items()}
    return Table(tuple(rows), tuple(columns), cells)


def publish_together(*asked: tuple[Mapping[Key, int], Sequence[str], Sequence[str]]) -> list[Table]:
    """Tables of the same cases, which share their grand total and nothing else: it is shown in
    all of them or in none, or one would tell what another hides."""
    found = [publish(counts, rows, columns) for counts, rows, columns in asked]
    grand = (TOTAL, TOTAL)
    if all(table.cells[grand] is not None for table in found):
        return found
    return [publish(counts, rows, columns, also=[grand]) for counts, rows, columns in asked]


def _with_margins(counts, rows, columns) -> dict[Key, int]:
    full = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    for row in rows:
        full[row, TOTAL] = sum(full[row, column] for column in columns)
    for column in (*columns, TOTAL):
        full[TOTAL, column] = sum(full[row, column] for row in rows)
    return full


def _lines(full: Mapping[Key, int]) -> list[list[Key]]:
    """The rows, then the columns: sets of cells of which the total is the sum of the others."""
    across: dict[str, list[Key]] = {}
    down: dict[str, list[Key]] = {}
    for key in full:
        across.setdefault(key[0], []).append(key)
        down.setdefault(key[1], []).append(key)
    return [*across.values(), *down.values()]


def _exposed(full, hidden: set[Key], least: int) -> list[Key]:
    """The line that tells most and still has something to hide it with; empty when none does."""
    told = _told(full, hidden)
    found: list[tuple[int, list[Key]]] = []
    for line in _lines(full):
        inside = [key for key in line if key in hidden]
        if not inside or len(inside) == len(line):
            continue
        total = max(line, key=lambda key: key.count(TOTAL))
        if total not in hidden and sum(full[key] for key in inside) < least:
            found.append((0, line))
        elif told & set(inside):
            found.append((len(inside), line))
    return min(found, key=lambda each: each[0])[1] if found else []


def _cover(full, hidden: set[Key], line: list[Key]) -> Key:
    """What to hide next of the line: totals last, what closes a way first, then the smallest."""
    across = {key[0] for key in hidden}
    down = {key[1] for key in hidden}

    def cost(key: Key):
        closes = key[0] in across and key[1] in down
        return (key.count(TOTAL), not closes, full[key], key)

    return min((key for key in line if key not in hidden), key=cost)


def _told(full, hidden: set[Key]) -> set[Key]:
    """Hidden cells that can be neither one more nor one less."""
    return {key for key in hidden if not _can_move(key, full, hidden)}


def _can_move(key: Key, full, hidden: set[Key]) -> bool:
    begin, end = _ends(key)
    ways: dict[tuple, set[tuple]] = {}
    for each in hidden - {key}:
        one, other = _ends(each)
        ways.setdefault(one, set()).add(other)
        if full[each]:
            ways.setdefault(other, set()).add(one)
    return _leads(ways, end, begin) or (full[key] > 0 and _leads(ways, begin, end))


def _ends(key: Key) -> tuple[tuple, tuple]:
    """The lines between which the cell flows: from its row to its column, a total back."""
    row, column = ("row", key[0]), ("column", key[1])
    return (column, row) if key.count(TOTAL) == 1 else (row, column)


def _leads(ways: Mapping[tuple, set[tuple]], begin: tuple, end: tuple) -> bool:
    found, waiting = {begin}, [begin]
    while waiting:
        new = ways.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return end in found
