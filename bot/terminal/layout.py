"""Text in lines as wide as a terminal: what goes on hangs under its beginning; no line begins with a closing sign."""

import re
from collections.abc import Iterable, Iterator

from rich.cells import cell_len

OPENING, CLOSING = "「『（【《〈“‘([", "」』）】》〉”’)]。，、；：？！…—·%"
PIECE = re.compile(rf"[{re.escape(OPENING)}]*(?:[!-'*-Z\\^-~]+|\S)[{re.escape(CLOSING)}]*\s*")  # what is never parted
HANGING = re.compile(r"\s*(?:(?:[✓✗？→⚠✉-]|\d{1,3}\.|——)\s+|「)?")  # what the first line has and the others hang behind
NARROWEST = 20  # cells beside what hangs; in less nothing hangs
GAP = "   "


def lines_of(text: str, width: int | None) -> Iterator[str]:
    """The lines of a text; without a width it is one line, however long."""
    for line in text.split("\n"):
        yield from _broken(line, width) if width else (line,)


def _broken(line: str, width: int) -> Iterator[str]:
    """One line broken where it is too wide."""
    before = HANGING.match(line)
    hanging = cell_len(before.group()) if before else 0
    indent = " " * hanging if width - hanging >= NARROWEST else ""
    held = " " * (len(line) - len(line.lstrip()))
    for piece in _pieces(line.strip(), width - len(indent)):
        if held.strip() and cell_len(held + piece.rstrip()) > width:
            yield held.rstrip()
            held = indent
        held += piece
    yield held.rstrip()


def _pieces(text: str, width: int) -> Iterator[str]:
    """What may stand in lines of its own; a word that is wider than a line is cut."""
    for found in PIECE.finditer(text):
        piece = found.group()
        if cell_len(piece.rstrip()) <= width:
            yield piece
        else:
            yield from piece


def packed(cells: Iterable[str], width: int | None) -> Iterator[str]:
    """Cells beside one another as many as a line holds, none of them broken; without a width all in one."""
    held = ""
    for cell in cells:
        joined = f"{held}  {cell}" if held else cell
        if held and width and cell_len(joined) > width:
            yield held
            joined = cell
        held = joined
    if held:
        yield held


def columns(cells: Iterable[str], width: int | None) -> Iterator[str]:
    """Short cells beside one another, in columns of one width; without a width each in a line of its own."""
    texts = list(cells)
    widest = max(map(cell_len, texts), default=0) + len(GAP)
    in_line = max(1, (width or 0) // widest) if widest else 1
    for start in range(0, len(texts), in_line):
        yield "".join(text + " " * (widest - cell_len(text)) for text in texts[start : start + in_line]).rstrip()
