"""Which of its eight masks leaves a QR code with the least of what misleads cameras (ISO/IEC 18004, 7.8).

All eight are weighed at once: module by module, as the library does, it took a tenth of all work on an invoice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import segno
from segno import consts

# A mask turns over the modules of data where this is 0, by row and column (Any: arrays of either).
MASKS: tuple[Callable[[Any, Any], Any], ...] = (
    lambda i, j: (i + j) % 2,
    lambda i, j: i % 2 + 0 * j,
    lambda i, j: j % 3 + 0 * i,
    lambda i, j: (i + j) % 3,
    lambda i, j: (i // 2 + j // 3) % 2,
    lambda i, j: i * j % 2 + i * j % 3,
    lambda i, j: (i * j % 2 + i * j % 3) % 2,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2,
)
LIGHT_BESIDE = 4  # modules beside what could be taken for a finder
DARK_KIND = 0xFF  # the library's kinds of dark modules lie above: those of light ones, moved by eight bits
TELLS_MASK = (consts.TYPE_FORMAT_LIGHT, consts.TYPE_VERSION_LIGHT)  # written after the mask is chosen
Modules = np.ndarray[Any, np.dtype[np.uint8]]  # 1: dark; the last two axes are rows and columns
Numbers = np.ndarray[Any, np.dtype[np.int64]]
_known: dict[object, tuple[Modules, Modules]] = {}  # by the library's name of a size


def best_mask(code: segno.QRCode) -> int:
    """The number of the mask that suits a code, which has mask 0."""
    kept, turned = _regions(code)
    plain = (np.array(code.matrix, dtype=np.uint8) ^ turned[0]) * kept
    return int(penalties(plain ^ turned).argmin())


def penalties(codes: Modules) -> Numbers:
    """What each of several codes costs by the four features of table 11."""
    lines = np.concatenate((codes, codes.swapaxes(1, 2)), axis=1)  # each row and each column
    blocks = codes[:, :-1, :-1] + codes[:, 1:, :-1] + codes[:, :-1, 1:] + codes[:, 1:, 1:]
    uneven: Numbers = (np.abs(codes.mean(axis=(1, 2)) * 100 - 50) // 5).astype(np.int64)
    found: Numbers = _lines(lines) + 3 * (blocks % 4 == 0).sum(axis=(1, 2)) + 10 * uneven
    return found


def _lines(lines: Modules) -> Numbers:
    """Three for five modules of one colour in a row and one for each more; 40 for what could be a finder."""
    length = lines.shape[2]
    ends = np.ones(lines.shape, dtype=bool)
    ends[:, :, :-1] = lines[:, :, 1:] != lines[:, :, :-1]
    last = np.flatnonzero(ends)
    runs, line, dark = np.diff(last, prepend=-1), last // length, lines.ravel()[last]
    costs = np.where(runs >= 5, runs - 2, 0) + 40 * _finders(runs, line, dark)
    return np.bincount(last // (lines.shape[1] * length), weights=costs, minlength=len(lines)).astype(np.int64)


def _finders(runs: Numbers, line: Numbers, dark: Modules) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Runs in the middle of dark 1, light 1, dark 3, light 1, dark 1 with light on one side, if only by the margin."""
    lengths, lines = np.pad(runs, LIGHT_BESIDE), np.pad(line, LIGHT_BESIDE, constant_values=-1)

    def at(place: int) -> Numbers:
        """The length of the run so many places on; 0 beyond the line."""
        there = slice(LIGHT_BESIDE + place, LIGHT_BESIDE + place + len(runs))
        found: Numbers = lengths[there] * (lines[there] == line)
        return found

    def light_after(way: int) -> Any:
        is_last = at(3 * way) * at(4 * way) == 0
        return (at(2 * way) == 1) & ((at(3 * way) >= LIGHT_BESIDE) | is_last)

    alike = (dark == 1) & (runs == 3) & (at(-1) == 1) & (at(1) == 1) & (at(-2) > 0) & (at(2) > 0)
    found: np.ndarray[Any, np.dtype[np.bool_]] = alike & (light_after(-1) | light_after(1))
    return found


def _regions(code: segno.QRCode) -> tuple[Modules, Modules]:
    """Of codes of this size: 0 where format and version stand, and what each mask turns over."""
    if code.version not in _known:
        kinds = np.array(list(code.matrix_iter(border=0, verbose=True)))
        kinds = np.where(kinds > DARK_KIND, kinds >> 8, kinds)
        rows, columns = np.indices(kinds.shape)
        turned = np.array([(mask(rows, columns) == 0) & (kinds == consts.TYPE_DATA_LIGHT) for mask in MASKS])
        _known[code.version] = (~np.isin(kinds, TELLS_MASK)).astype(np.uint8), turned.astype(np.uint8)
    return _known[code.version]
