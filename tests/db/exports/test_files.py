"""Exports are written whole or not at all and never over a file unless told so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from db.exports import files
from db.exports.files import file_names, write_folder, write_whole
from db.exports.formats import FORMATS, format_of
from db.exports.options import ExportOptions
from rules.audit import AuditedReport
from tests.db.exports.audit import audited


def test_refuses_to_overwrite(tmp_path: Path) -> None:
    """An existing file stays as it is unless `force` is given."""
    target = tmp_path / "audit.md"
    target.write_text("mine", "utf-8")

    with pytest.raises(FileExistsError):
        write_whole(target, b"new")
    assert target.read_text("utf-8") == "mine"

    write_whole(target, b"new", force=True)
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def test_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When syncing fails, neither the target nor a temporary file is left behind."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "audit.md", b"x" * 100)

    assert list(tmp_path.iterdir()) == []


def test_keeps_the_old_file_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With `force`, a failed write leaves the former file untouched."""
    target = tmp_path / "audit.md"
    target.write_bytes(b"old")
    monkeypatch.setattr(files, "_name", lambda *_, **__: (_ for _ in ()).throw(OSError(5, "I/O error")))

    with pytest.raises(OSError, match="I/O"):
        write_whole(target, b"new", force=True)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_does_not_overwrite_through_a_dangling_link(tmp_path: Path) -> None:
    """A link that leads nowhere is an existing name too."""
    target = tmp_path / "audit.md"
    target.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(FileExistsError):
        write_whole(target, b"new")


def test_folder_has_an_index_and_one_file_a_report(tmp_path: Path) -> None:
    """A folder export has an overview of all reports and each report in a file of its own, none with another's findings."""
    reports = [audited(), audited("云岭市公安局", 2022)]
    written = write_folder(tmp_path / "out", reports, FORMATS["markdown"], ExportOptions())

    assert [path.name for path in written] == ["index.md", "试行市_公安局-2021.md", "云岭市公安局-2022.md"]
    assert "云岭市公安局" in written[0].read_text("utf-8")
    assert "云岭市公安局" not in written[1].read_text("utf-8").replace("试行市公安局", "")
    with pytest.raises(FileExistsError):
        write_folder(tmp_path / "out", reports, FORMATS["markdown"], ExportOptions())


@pytest.mark.parametrize(
    ("agencies", "names"),
    [
        (["../../etc/passwd"], ["etc_passwd-2021"]),
        (["con"], ["con-2021"]),
        (["甲", "甲", "甲"], ["甲-2021", "甲-2021-2", "甲-2021-3"]),
        (["a\x00\u202eb/c\\d:*?"], ["a␀␦b_c_d_-2021"]),
        (["长" * 200], ["长" * 60]),
    ],
)
def test_file_names_are_harmless_and_different(agencies: list[str], names: list[str]) -> None:
    """Names of organs never become paths, and no two reports share a file."""
    assert file_names([audited(agency, 2021) for agency in agencies]) == names


def test_a_report_cannot_take_the_index(tmp_path: Path) -> None:
    """An organ called `index` without a year does not overwrite the overview."""
    report: AuditedReport = audited("index", None)

    assert file_names([report]) == ["index-2"]
    assert len(write_folder(tmp_path, [report], FORMATS["json"], ExportOptions())) == 2


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.md", "markdown"),
        ("a.JSON", "json"),
        ("a.sarif.json", "sarif"),
        ("b.db", "sqlite"),
        ("c.xyz", None),
        ("c", None),
        ("a.htm", "html"),
    ],
)
def test_ending_names_the_format(name: str, kind: str | None) -> None:
    """The longest ending decides, in any case."""
    assert format_of(Path(name)) == kind
