"""One page of a pdf as PDFium has it: characters with their boxes, ruled lines, large images; origin at the top left."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from core.document import Box

_THIN = 3.0
"""A filled bar no thicker than this many points is a ruled line."""
_SHORT = 4.0
_MAX_OBJECTS = 200_000
_MAX_DEPTH = 6
_LARGE_IMAGE = 0.08
_MOST_OF_PAGE = 0.5

_SLANT = 5
"""Degrees that a scan may be askew; text that slants more is no line of the page."""
_FEW_UPRIGHT = 20

Turn = Callable[[float, float], tuple[float, float]]


class Glyph(NamedTuple):
    """A character (or, on a recognised page, a word) and its box."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    doubtful: bool = False


class Rule(NamedTuple):
    """A ruled line: its position across and its extent along."""

    at: float
    start: float
    end: float


@dataclass
class Page:
    """What stands on a page, from whatever source it came."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    laid_under: bool = False
    """The text is invisible and lies under a picture of the page: another program recognised it."""


def extract_page(document: Any, index: int) -> Page:
    """Load a page, take what stands on it, and let it go again."""
    handle = pdfium.FPDF_LoadPage(document, index)
    if not handle:
        return Page(index + 1, 595.0, 842.0)
    try:
        text = pdfium.FPDFText_LoadPage(handle)
        try:
            angles = _angles(text) if text else []
            turn, width, height = _turned(handle, _direction(angles))
            page = Page(index + 1, width, height)
            if text:
                page.glyphs = _glyphs(text, turn, _slanted(angles))
        finally:
            if text:
                pdfium.FPDFText_ClosePage(text)
        for item, matrix in _objects(handle):
            _take(item, matrix, page, turn)
        covered = sum((image.right - image.left) * (image.bottom - image.top) for image in page.images)
        page.laid_under = covered > _MOST_OF_PAGE * width * height and _is_invisible(handle)
        return page
    finally:
        pdfium.FPDF_ClosePage(handle)


def _angles(text: Any) -> list[int]:
    """The direction of every character in degrees, -1 for spaces."""
    angle_of, code_of = pdfium.FPDFText_GetCharAngle, pdfium.FPDFText_GetUnicode
    return [
        round(math.degrees(angle_of(text, index))) % 360 if code_of(text, index) > 0x20 else -1
        for index in range(pdfium.FPDFText_CountChars(text))
    ]


def _direction(angles: Sequence[int]) -> int | None:
    """How often the page must be turned by 90 degrees to read most of its text, None without text to tell it."""
    counts = Counter(angle for angle in angles if angle >= 0)
    quarters = [sum(counts[(90 * quarter + slant) % 360] for slant in range(-_SLANT, _SLANT + 1)) for quarter in range(4)]
    most = max(range(4), key=quarters.__getitem__)
    if quarters[most] < _FEW_UPRIGHT or quarters[most] * 3 < 2 * counts.total():
        return None
    return -most % 4


def _slanted(angles: Sequence[int]) -> frozenset[int]:
    """The places of slanted characters, which are a stamp across the page, unless most of the page slants."""
    found = [index for index, angle in enumerate(angles) if angle >= 0 and _SLANT < angle % 90 < 90 - _SLANT]
    return frozenset(found if len(found) * 3 < sum(1 for angle in angles if angle >= 0) else ())


def _turned(handle: Any, direction: int | None) -> tuple[Turn, float, float]:
    """How points of the page's own space are read: cropped, turned upright (by its text, or as it says), with y downwards."""
    edges = [ctypes.c_float() for _ in range(4)]
    references = [ctypes.byref(edge) for edge in edges]
    if not pdfium.FPDFPage_GetCropBox(handle, *references) and not pdfium.FPDFPage_GetMediaBox(handle, *references):
        edges = [ctypes.c_float(value) for value in (0, 0, 595, 842)]
    left, bottom, right, top = (edge.value for edge in edges)
    width, height = right - left, top - bottom
    rotation = pdfium.FPDFPage_GetRotation(handle) if direction is None else direction
    turns: dict[int, Turn] = {
        0: lambda x, y: (x - left, top - y),
        1: lambda x, y: (y - bottom, x - left),
        2: lambda x, y: (right - x, y - bottom),
        3: lambda x, y: (top - y, right - x),
    }
    size = (width, height) if rotation % 2 == 0 else (height, width)
    return turns.get(rotation, turns[0]), *size


def _glyphs(text: Any, turn: Turn, unread: frozenset[int]) -> list[Glyph]:
    """The visible characters; spaces are found again from the gaps, and shadows of fake bold are dropped."""
    count = pdfium.FPDFText_CountChars(text)
    code_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    box = pdfium.FS_RECTF()
    reference = ctypes.byref(box)
    glyphs: list[Glyph] = []
    high = 0
    previous = ("", 0.0, 0.0)
    for index in range(count):
        code = code_of(text, index)
        if index in unread or code <= 0x20 or code in (0xA0, 0x3000, 0xAD, 0xFFFE, 0xFEFF) or not box_of(text, index, reference):
            continue
        if 0xD800 <= code < 0xE000:
            if code < 0xDC00:
                high = code
                continue
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        character = chr(code) if code < 0x110000 else "�"
        if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or 0xFB00 <= code <= 0xFB06:
            character = unicodedata.normalize("NFKC", character)
        x0, y0 = turn(box.left, box.top)
        x1, y1 = turn(box.right, box.bottom)
        left, right = (x0, x1) if x0 <= x1 else (x1, x0)
        top, bottom = (y0, y1) if y0 <= y1 else (y1, y0)
        if character == previous[0] and abs(left - previous[1]) < 1.0 and abs(top - previous[2]) < 1.0:
            continue
        previous = (character, left, top)
        glyphs.append(Glyph(character, left, top, right, bottom))
    return glyphs


_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_Matrix = tuple[float, float, float, float, float, float]


def _objects(handle: Any) -> Iterator[tuple[Any, _Matrix]]:
    """The path and image objects of a page, also inside forms, each with the matrix that brings it to the page."""
    seen = 0
    stack = [
        (pdfium.FPDFPage_GetObject(handle, index), _IDENTITY, 0)
        for index in range(pdfium.FPDFPage_CountObjects(handle) - 1, -1, -1)
    ]
    while stack and seen < _MAX_OBJECTS:
        item, matrix, depth = stack.pop()
        seen += 1
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            yield item, matrix
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            inner = _product(_matrix_of(item), matrix)
            count = pdfium.FPDFFormObj_CountObjects(item)
            stack.extend((pdfium.FPDFFormObj_GetObject(item, index), inner, depth + 1) for index in range(count - 1, -1, -1))


def _matrix_of(item: Any) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    ta, tb, tc, td, te, tf = then
    return a * ta + b * tc, a * tb + b * td, c * ta + d * tc, c * tb + d * td, e * ta + f * tc + te, e * tb + f * td + tf


def _is_invisible(handle: Any) -> bool:
    """Whether a page has text and none of it is painted."""
    modes = set()
    for index in range(min(pdfium.FPDFPage_CountObjects(handle), _MAX_OBJECTS)):
        item = pdfium.FPDFPage_GetObject(handle, index)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_TEXT:
            modes.add(pdfium.FPDFTextObj_GetTextRenderMode(item))
    return modes == {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE}


def _take(item: Any, matrix: _Matrix, page: Page, turn: Turn) -> None:
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(item, *(ctypes.byref(edge) for edge in edges)):
        return
    left, bottom, right, top = (edge.value for edge in edges)
    x0, y0, x1, y1 = _seen(matrix, turn, left, bottom, right, top)
    if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_IMAGE:
        if (x1 - x0) * (y1 - y0) > page.width * page.height * _LARGE_IMAGE:
            page.images.append(Box(x0, y0, x1, y1))
        return
    if not _ruled(page, x0, y0, x1, y1) and pdfium.FPDFPath_CountSegments(item) < _MAX_OBJECTS:
        _take_segments(item, _product(_matrix_of(item), matrix), page, turn)


def _seen(matrix: _Matrix, turn: Turn, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
    a, b, c, d, e, f = matrix
    corners = [turn(a * x + c * y + e, b * x + d * y + f) for x, y in ((left, bottom), (right, top))]
    (x0, y0), (x1, y1) = corners
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _ruled(page: Page, x0: float, y0: float, x1: float, y1: float) -> bool:
    """Take a thin bar as a line; a dot is taken as nothing."""
    width, height = x1 - x0, y1 - y0
    if height <= _THIN and width > height:
        page.horizontal.append(Rule((y0 + y1) / 2, x0, x1))
    elif width <= _THIN and height > width:
        page.vertical.append(Rule((x0 + x1) / 2, y0, y1))
    else:
        return width <= _THIN
    return True


def _take_segments(item: Any, matrix: _Matrix, page: Page, turn: Turn) -> None:
    """The straight parts of a stroked path, or the outline of a filled area, as lines."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    start: tuple[float, float] | None = None
    previous: tuple[float, float] | None = None
    for index in range(pdfium.FPDFPath_CountSegments(item)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = turn(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO and previous:
            _take_line(page, previous, point)
        previous = point
        if pdfium.FPDFPathSegment_GetClose(segment) and start:
            _take_line(page, point, start)


def _take_line(page: Page, first: tuple[float, float], second: tuple[float, float]) -> None:
    (x0, y0), (x1, y1) = first, second
    if abs(y0 - y1) <= 1.0 and abs(x0 - x1) > _SHORT:
        page.horizontal.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
    elif abs(x0 - x1) <= 1.0 and abs(y0 - y1) > _SHORT:
        page.vertical.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
