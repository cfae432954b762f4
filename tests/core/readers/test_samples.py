"""The sample reports in every format read as they were written."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from core.parse import parse
from core.readers import Source
from core.readers.files import expand
from core.readers.office import office_program
from tests.forge.make_samples import FOLDER, samples

SAMPLES = samples()
QUICK = [name for name in SAMPLES if "scan" not in name and not name.endswith(".doc")]


def assert_as_written(name: str) -> None:
    """Organ, year, form and every cell are as the sample's generator has them."""
    report = SAMPLES[name][0]
    (source,) = expand(FOLDER / name)
    assert isinstance(source, Source)

    (found,) = parse(source)

    assert (report.agency, report.year, report.form_id) == (found.agency, found.year, found.form)
    wrong = {key: (value, found.cells[key].raw) for key, value in report.values.items() if found.cells[key].raw != value}
    assert {} == wrong


@pytest.mark.parametrize("name", QUICK)
def test_sample(name: str) -> None:
    """A sample gives all its cells."""
    assert_as_written(name)


@pytest.mark.slow
@pytest.mark.skipif(office_program() is None, reason="needs LibreOffice")
def test_old_word_sample() -> None:
    """The old Word sample gives all its cells."""
    assert_as_written("07-old-word.doc")


@pytest.mark.slow
@pytest.mark.skipif(find_spec("rapidocr") is None, reason="needs the ocr extra")
def test_scanned_sample() -> None:
    """The scanned sample gives all its cells."""
    assert_as_written("13-scan.pdf")


def test_every_sample_is_described() -> None:
    """The README names every file of the folder."""
    described = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert [] == [path.name for path in FOLDER.iterdir() if path.name != "README.md" and path.name not in described]
