"""Report text is hostile: in no format does it become markup, a formula, a link, a control sequence, or personal data."""

from __future__ import annotations

import csv
import html.parser
import io
import json
import re

import pytest
from docx import Document
from openpyxl import load_workbook

from db.exports.formats import FORMATS
from db.exports.markdown import escaped
from db.exports.options import ExportOptions
from db.exports.rows import guarded
from db.exports.safe import one_line, safe
from tests.db.exports.audit import HOSTILE, IDENTITY_CARD, audited

LIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def rendered(name: str, *, unmasked: bool = False) -> bytes:
    """The hand-made audit in one format."""
    return FORMATS[name].render([audited()], ExportOptions(unmasked=unmasked))


@pytest.mark.parametrize("name", ["markdown", "csv", "html"])
def test_no_control_character_survives(name: str) -> None:
    """Escape sequences and direction controls of a report are signs in every text format."""
    assert not LIVE.search(rendered(name).decode())


@pytest.mark.parametrize("name", ["json", "sarif"])
def test_json_escapes_control_characters(name: str) -> None:
    """In json, control characters of a report stand escaped, so that printing the file is harmless."""
    assert not re.search(b"[\x00-\x09\x0b-\x1f\x7f]", rendered(name))


@pytest.mark.parametrize("name", ["markdown", "json", "csv", "sarif", "html"])
def test_personal_numbers_are_starred_unless_wanted(name: str) -> None:
    """Identity cards and mobiles leave the workspace starred; `unmasked` prints them, and the file says which it is."""
    masked, unmasked = rendered(name).decode(), rendered(name, unmasked=True).decode()

    assert IDENTITY_CARD not in masked
    assert "13812345678" not in masked
    assert "138******78" in masked.replace("\\", "")
    assert "13812345678" in unmasked


@pytest.mark.parametrize("name", ["xlsx", "docx"])
def test_binary_formats_are_masked_too(name: str) -> None:
    """Nothing personal hides in the compressed parts of an office file."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(rendered(name))) as archive:
        everything = b"".join(archive.read(member) for member in archive.namelist()).decode("utf-8", "replace")

    assert "13812345678" not in everything
    assert IDENTITY_CARD not in everything


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd", "'+cmd"),
        ("-57.0000", "-57.0000"),
        ("＝1", "'＝1"),
        ("47件", "47件"),
        ("-", "'-"),
    ],
)
def test_formulas_are_guarded(text: str, shown: str) -> None:
    """What a spreadsheet would compute gets a quotation mark; numbers stay numbers."""
    assert guarded(text) == shown


def test_csv_cells_cannot_compute() -> None:
    """No cell of the csv begins like a formula, whatever the report says."""
    text = rendered("csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))

    assert rendered("csv").startswith(b"\xef\xbb\xbf")
    assert b"\r" not in rendered("csv")
    assert len(rows) == 7
    assert all(cell[:1] not in "=+@\t\r" for row in rows for cell in row if cell)


def test_workbook_cells_are_text() -> None:
    """Every cell of the workbook is text or a number; the findings sheet has one row a finding."""
    workbook = load_workbook(io.BytesIO(rendered("xlsx")))
    kinds = {cell.data_type for sheet in workbook for row in sheet.iter_rows() for cell in row}

    assert kinds <= {"s", "n", "inlineStr"}
    assert workbook["问题"].max_row == 7


def test_document_holds_the_findings_as_text() -> None:
    """The Word document shows the finding, its evidence and its judgement."""
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(rendered("docx"))).paragraphs)

    assert "已电话核实" in text
    assert "应为 47件，实为 45件，差 2件" in text
    assert not LIVE.search(text)


class _Tags(html.parser.HTMLParser):
    """Collects the tags and targets of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember a tag and where it leads."""
        self.tags.add(tag)
        self.targets += [value or "" for name, value in attrs if name in ("href", "src", "action", "onclick")]


def test_page_runs_and_fetches_nothing() -> None:
    """The HTML page has no script and leads nowhere but into itself."""
    page = _Tags()
    page.feed(rendered("html").decode())

    assert not page.tags & {"script", "img", "iframe", "link", "b", "form", "object"}
    assert all(target.startswith("#") for target in page.targets)


def test_markdown_text_stays_text() -> None:
    """Markup, HTML and links in a report are escaped in Markdown; nothing of it can be clicked."""
    line = escaped(HOSTILE)

    assert "<script>" not in line
    assert not re.search(r"(?<!\\)[\[\]|*`<>](?!!?--)", line.replace("<!-- -->", ""))
    assert "http://" not in line
    assert "www.evil" not in line
    assert "a@b.example" not in line


@pytest.mark.parametrize(
    ("text", "shown"), [("- x", "\\- x"), ("1. x", "1\\. x"), ("# x", "\\# x"), ("a\n\nb", "a  b"), ("+", "\\+")]
)
def test_markdown_lines_start_no_block(text: str, shown: str) -> None:
    """Text cannot begin a list, a heading or a paragraph of its own."""
    assert escaped(text) == shown


def test_safe_keeps_what_is_harmless() -> None:
    """Chinese, full-width and ordinary signs pass unchanged; lines are kept or joined as asked."""
    text = "第三项“结转”—1,234件…①\n下一行\t列"

    assert safe(text) == text
    assert one_line(text) == "第三项“结转”—1,234件…① 下一行 列"
    assert safe("a\x00b\u200bc\u202ed\x9b") == "a␀bc␦d▯"


def test_sarif_has_regions_fingerprints_and_suppressions() -> None:
    """A SARIF result points into the source text, keeps our fingerprint, and a dismissal is an accepted suppression."""
    log = json.loads(rendered("sarif"))
    (run,) = log["runs"]
    by_code = {result["ruleId"]: result for result in run["results"]}
    first = by_code["X901"]

    assert log["version"] == "2.1.0"
    assert first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "%E7%9B%AE%E5%BD%95/a%20b.txt"
    assert first["locations"][0]["physicalLocation"]["region"]["startLine"] == 3
    assert first["partialFingerprints"] == {"gouji/v1": audited().fingerprint(audited().results[0])}
    assert first["level"] == "warning"
    assert by_code["X902"]["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "已在网站说明\n第二行"}
    ]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == sorted(by_code)
    assert all(run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert run["invocations"][0]["toolExecutionNotifications"][0]["associatedRule"] == {"id": "X904"}
