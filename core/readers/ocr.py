"""Scanned pages by offline recognition: ruled cells are read one by one, the rest of the page line by line.

The models come with the extra; nothing is fetched. A figure that was read with little certainty carries a mark that keeps it
from being taken for a number.
"""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Callable, Container, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps

from core.document import Document, UnreadableSource
from core.readers.bounds import MAX_IMAGE_PIXELS, MAX_OCR_PAGES, bounded
from core.readers.ocr_image import (
    Patch,
    Pixels,
    cleaned,
    contrasted,
    ink_lines,
    ink_of,
    is_crossed,
    is_grainy,
    ruling_of,
    straightened,
    without_rules,
    without_specks,
)
from core.readers.pdf import assemble
from core.readers.pdf_page import Glyph, Page
from core.readers.pdf_tables import ruled_tables
from core.readers.source import Source

DPI = 200
_FINER = 2
"""A page is rendered finer and averaged down: PDFium drops rows of a black and white scan, and with them thin lines."""
_A4_WIDTH = 595.0
_A4_INCHES = 8.27
_A4_HEIGHT_INCHES = 11.69
_CERTAIN = 0.8
_CERTAIN_BOTH = 0.85
"""The least score of the two readings of a figure: what is read well both times scores near one."""
_SOFTER = 0.75
_FEW_FIGURES = 8
_MARGIN = 0.3
_LEAST_WIDTH = 1_400
_FIGURE_LIKE = re.compile(r"[\dOoQDlI|BSZ.,，．+\-—%（）()]+$")
_FIGURE_IN = re.compile(r"^[^\u3400-\u9fff]*[0-9]+[^\u3400-\u9fff]*$")
_SHORT = 2
_DIGIT_LIKE = str.maketrans({"O": "0", "o": "0", "Q": "0", "D": "0", "l": "1", "I": "1", "|": "1"})
_MODELS = {"Det.model_path": "*_det_*.onnx", "Rec.model_path": "*_rec_*.onnx", "Cls.model_path": "*_cls_*.onnx"}
DOUBT = "�"
"""Stands after a figure that was not read with certainty."""


def recognise_page(document: Any, index: int) -> Page:
    """Render a page of an open pdf and recognise what is on it."""
    handle = pdfium.FPDF_LoadPage(document, index)
    if not handle:
        return Page(index + 1, _A4_WIDTH, 842.0)
    try:
        width, height = pdfium.FPDF_GetPageWidthF(handle), pdfium.FPDF_GetPageHeightF(handle)
        dpi = min(float(DPI), 4_000 * 72 / max(width, height, 1.0))
        size = max(round(width / 72 * dpi * _FINER), 1), max(round(height / 72 * dpi * _FINER), 1)
        grey = np.full((size[1], size[0]), 255, np.uint8)
        buffer = grey.ctypes.data_as(ctypes.c_void_p)
        bitmap = pdfium.FPDFBitmap_CreateEx(*size, pdfium.FPDFBitmap_Gray, buffer, size[0])
        try:
            pdfium.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, *size, 0, pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
    finally:
        pdfium.FPDF_ClosePage(handle)
    grey = np.asarray(cv2.resize(grey, None, fx=1 / _FINER, fy=1 / _FINER, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return page_of(grey, dpi, index + 1)


def read_pictures(source: Source, grant: Callable[[int], None]) -> Document:
    """Read an image of a report; the frames of a multi-page image are its pages."""
    pages: list[Page] = []
    Image.MAX_IMAGE_PIXELS = None  # the bound below names itself
    try:
        with Image.open(io.BytesIO(source.data)) as image:
            frames = getattr(image, "n_frames", 1)
            bounded(frames, MAX_OCR_PAGES, "reader.bound.scanned_pages")
            bounded(image.width * image.height, MAX_IMAGE_PIXELS, "reader.bound.pixels")
            media_type = Image.MIME.get(image.format or "", "image/png")
            grant(frames)
            for number in range(frames):
                image.seek(number)
                pages.append(_page_of_image(image, number + 1))
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise UnreadableSource("reader.damaged", format="image") from error
    return assemble(pages, media_type, notes=["reader.recognised"])


def page_of(grey: Pixels, dpi: float, number: int) -> Page:
    """Recognise a page: first its ruled tables cell by cell, then what stands around them."""
    grey = contrasted(grey)
    grainy = is_grainy(grey)
    grey = cleaned(straightened(grey))
    ink = ink_of(grey)
    scale = 72 / dpi
    page = Page(number, grey.shape[1] * scale, grey.shape[0] * scale)
    ruling = ruling_of(ink, dpi)
    page.horizontal, page.vertical = ruling.in_points(dpi)
    bare = without_rules(ink, ruling)
    if grainy:
        bare = without_specks(bare, dpi)
    around = grey.copy()
    patches: list[Patch] = []
    empty: list[Patch] = []
    groups: list[list[Patch]] = []
    crossed: set[Patch] = set()
    for table in ruled_tables(page):
        for region in table.regions:
            inner = _pixels(region.box, dpi, inset=round(dpi * 0.012))
            found = ink_lines(bare, inner, dpi)
            patches.extend(found)
            groups.append(found)
            crossed.update(found if found and is_crossed(bare, _pixels(region.box, dpi, inset=0), dpi) else ())
            empty.extend([] if found else [inner])
        outline = _pixels(table.box, dpi, inset=-round(dpi * 0.02))
        around[max(outline.top, 0) : outline.bottom, max(outline.left, 0) : outline.right] = 255
    inside = _in_doubt_where(crossed, patches, _read_patches(grey, patches, _on_one_line(groups), scale))
    if grainy:  # what is left of a figure there may be no more than a stroke, or nothing
        inside = [glyph._replace(text=glyph.text + DOUBT) if glyph.text == "-" else glyph for glyph in inside]
        inside += _doubts(empty, scale)
    page.glyphs = [*_all_in_doubt(inside, [] if grainy else empty, scale), *_read_around(around, scale)]
    return page


def _in_doubt_where(crossed: Container[Patch], patches: Sequence[Patch], glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs read from patches, with a mark behind every figure in a cell that a foreign stroke crosses."""
    return [
        glyph._replace(text=glyph.text.removesuffix(DOUBT) + DOUBT)
        if patch in crossed and (not glyph.text or _FIGURE_IN.search(glyph.text) or len(glyph.text) <= _SHORT)
        else glyph
        for patch, glyph in zip(patches, glyphs, strict=True)
    ]


def _doubts(empty: Sequence[Patch], scale: float) -> list[Glyph]:
    """Marks in cells without ink that may have lost their figure."""
    middles = [((patch.left + patch.right) / 2 * scale, (patch.top + patch.bottom) / 2 * scale) for patch in empty]
    return [Glyph(DOUBT, x - 3, y - 4, x + 3, y + 4, doubtful=True) for x, y in middles]


def _all_in_doubt(glyphs: list[Glyph], empty: Sequence[Patch], scale: float) -> list[Glyph]:
    """Where a quarter of a page's figures is in doubt none is certain, nor that an empty cell is empty."""
    figures = [glyph for glyph in glyphs if _FIGURE_LIKE.match(glyph.text.removesuffix(DOUBT))]
    if len(figures) < _FEW_FIGURES or sum(glyph.text.endswith(DOUBT) for glyph in figures) * 4 < len(figures):
        return glyphs
    doubted = [glyph._replace(text=glyph.text.removesuffix(DOUBT) + DOUBT) if glyph in figures else glyph for glyph in glyphs]
    return [*doubted, *_doubts(empty, scale)]


def _page_of_image(image: Image.Image, number: int) -> Page:
    upright = ImageOps.exif_transpose(image)
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright.convert("RGBA"), mask=upright.convert("RGBA").getchannel("A"))
    grey = np.asarray(flat.convert("L"), dtype=np.uint8)
    height, width = grey.shape
    factor = max(min(_LEAST_WIDTH / width, 4.0), 1.0) * min(1.0, 4_000 / max(grey.shape))
    if abs(factor - 1) > 0.02 and min(grey.shape) * factor >= 1:
        method = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
        grey = np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=method), dtype=np.uint8)
    inches = _A4_HEIGHT_INCHES if 1.25 < width / height < 1.55 else _A4_INCHES  # anything else is as wide as a page
    return page_of(grey, max(grey.shape[1] / inches, 72.0), number)


def _pixels(box: Sequence[float], dpi: float, inset: int) -> Patch:
    left, top, right, bottom = (round(value / 72 * dpi) for value in box)
    return Patch(max(left + inset, 0), max(top + inset, 0), right - inset, bottom - inset)


def _on_one_line(groups: Sequence[Sequence[Patch]]) -> list[list[Patch]]:
    """The patches of a cell that stand beside each other."""
    found = []
    for group in groups:
        for patch in group:
            beside = [other for other in group if other.top < patch.bottom and other.bottom > patch.top]
            if len(beside) > 1:
                found.append(beside)
    return found


def _read_patches(grey: Pixels, patches: Sequence[Patch], beside: Sequence[Sequence[Patch]], scale: float) -> list[Glyph]:
    """Recognise lines of ink whose place is known; a figure without certainty, or with dirt beside it, is marked."""
    if not patches:
        return []
    lines = [patch for patch in patches if not _is_dash(patch, scale)]
    read = dict(zip(lines, _recognised([_cropped(grey, patch) for patch in lines]), strict=True))
    figures = [patch for patch, (text, score) in read.items() if score >= _CERTAIN and _FIGURE_LIKE.match(text.strip())]
    again = _recognised([_softened(_cropped(grey, patch)) for patch in figures])
    for patch, (text, score) in zip(figures, again, strict=True):
        if _figure(text) != _figure(read[patch][0]) or min(score, read[patch][1]) < _CERTAIN_BOTH:
            read[patch] = read[patch][0], 0.0
    for group in beside:
        said = {patch: read.get(patch, ("-", 1.0))[0].strip() for patch in group}
        if all(not text or _FIGURE_LIKE.match(text) for text in said.values()):
            read |= {patch: (text, 0.0) for patch, text in said.items()}
    glyphs = []
    for patch in patches:
        text, score = read.get(patch, ("-", 1.0))
        left, top, right, bottom = (value * scale for value in patch)
        glyphs.append(Glyph(marked(text.strip(), score, patch), left, top, right, bottom, score < _CERTAIN))
    return glyphs


def _is_dash(patch: Patch, scale: float) -> bool:
    """A level stroke by itself: no character to a model that learned lines of text, but a sign for nought in a table."""
    height, width = patch.bottom - patch.top, patch.right - patch.left
    return height * scale < 2.2 and width > 2 * height


def _figure(text: str) -> str:
    return text.strip().translate(_DIGIT_LIKE)


def _softened(crop: Pixels) -> Pixels:
    """The same line otherwise: smaller and less sharp. A figure that reads differently then was not certain."""
    height, width, _ = crop.shape
    size = max(round(width * _SOFTER), 8), max(round(height * _SOFTER), 8)
    return np.asarray(cv2.GaussianBlur(cv2.resize(crop, size, interpolation=cv2.INTER_AREA), (3, 3), 0), dtype=np.uint8)


def marked(text: str, score: float, patch: Patch) -> str:
    """A figure with a mark behind it when it was read without certainty; other text as it is."""
    if text and not _FIGURE_LIKE.match(text):
        return text
    figure = _figure(text)
    return figure if figure and score >= _CERTAIN and _fits(figure, patch) else figure + DOUBT


def _fits(text: str, patch: Patch) -> bool:
    """Whether so many characters have room in their ink; more of them are imagined."""
    height, width = max(patch.bottom - patch.top, 1), patch.right - patch.left
    places = sum(1.0 if character.isdigit() else 0.4 for character in text)
    return places <= width / (0.45 * height) + 0.6


def _cropped(grey: Pixels, patch: Patch) -> Pixels:
    """A line with white around it, as the model saw lines when it learned."""
    height = patch.bottom - patch.top
    crop = grey[patch.top : patch.bottom, patch.left : patch.right]
    least = round((patch.right - patch.left) * 0.5) if patch.right - patch.left > 3 * height else 0
    pad = max(round(height * _MARGIN), 3, (least - height) // 2 if height * 4 < patch.right - patch.left and height < 8 else 0)
    framed = cv2.copyMakeBorder(crop, pad, pad, pad * 2, pad * 2, cv2.BORDER_CONSTANT, value=(255,))
    return np.asarray(cv2.cvtColor(framed, cv2.COLOR_GRAY2BGR), dtype=np.uint8)


def _read_around(grey: Pixels, scale: float) -> list[Glyph]:
    """Recognise everything outside the tables by detection."""
    if int(grey.min()) > 200:
        return []
    found = _engine()(np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)), use_det=True, use_cls=False, use_rec=True)
    if getattr(found, "boxes", None) is None or getattr(found, "txts", None) is None:
        return []
    glyphs = []
    for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        xs, ys = [float(x) * scale for x, _ in corners], [float(y) * scale for _, y in corners]
        glyphs.append(Glyph(text, min(xs), min(ys), max(xs), max(ys), doubtful=score < _CERTAIN))
    return glyphs


def _recognised(crops: list[Pixels]) -> list[tuple[str, float]]:
    if not crops:
        return []
    found = _engine().recognize_txt(crops)
    return [(text, float(score)) for text, score in zip(found.txts, found.scores, strict=True)]


@cache
def _engine() -> Any:
    """The recognition engine with the models of its own package; without them it would fetch some, so it is not started."""
    import rapidocr

    folder = Path(rapidocr.__file__).parent / "models"
    paths = {name: next(iter(sorted(folder.glob(pattern))), None) for name, pattern in _MODELS.items()}
    if not all(paths.values()):
        raise UnreadableSource("reader.no_ocr")
    settings = {
        "Global.log_level": "critical",
        "Global.use_cls": False,
        "Global.max_side_len": 1600,
        "Rec.rec_batch_num": 8,
        "Rec.rec_img_shape": [3, 48, 96],
    }
    return rapidocr.RapidOCR(params={**settings, **{name: str(path) for name, path in paths.items()}})
