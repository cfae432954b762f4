"""The documentation says what there is: every command, option, setting and status, and nothing that is gone."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from core.words import words
from db.exports.formats import FORMATS, SQLITE
from tui.cli import COMMANDS, command, main
from tui.commands.failures import ExitStatus
from tui.commands.options import GLOBAL
from tui.settings import Settings

ROOT = Path(__file__).parents[1]
CLI = (ROOT / "docs" / "cli.md").read_text("utf-8")


def chapter(command: str) -> str:
    """The chapter of a command."""
    found = re.search(rf"^## gouji {command}\b.*?(?=^## |\Z)", CLI, re.MULTILINE | re.DOTALL)
    assert found, f"docs/cli.md has no chapter about {command}"
    return found[0]


def options(command: click.Command) -> list[click.Option]:
    """A command's own options."""
    return [
        each
        for each in command.params
        if isinstance(each, click.Option) and each.name not in GLOBAL and "--help" not in each.opts
    ]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_is_documented(name: str) -> None:
    """Each command has a chapter that names each of its options."""
    text = chapter(name)
    for option in options(command(name)):
        assert any(f"`{spelling}" in text for spelling in option.opts), option.opts


def test_no_chapter_is_about_nothing() -> None:
    """Every chapter's command and every option a chapter names exist."""
    for name in re.findall(r"^## gouji (\w+)", CLI, re.MULTILINE):
        known = {spelling for option in command(name).params for spelling in option.opts} | {"--yes", "--help"}
        assert set(re.findall(r"`(--[a-z-]+)", chapter(name))) <= known | {"--force"}


def test_global_options_statuses_settings_and_formats_are_documented() -> None:
    """The chapters for all commands name every global option, exit status, setting and format."""
    for option in main.params:
        assert any(f"`{spelling}" in CLI for spelling in option.opts), option.opts
    for status in ExitStatus:
        assert f"| {status.value} |" in CLI
    for setting in fields(Settings):
        assert setting.name == "path" or re.search(rf"^\[?{setting.name}\b", CLI, re.MULTILINE), setting.name
    for name in (*FORMATS, SQLITE):
        assert name in chapter("export")


def test_links_between_documents_lead_somewhere() -> None:
    """Every relative link of the documentation exists."""
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "sample_reports").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_readme_shows_the_test_command() -> None:
    """The README's test command is the script that CI runs."""
    assert "\n.ci/run\n" in (ROOT / "README.md").read_text("utf-8")
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


@pytest.mark.parametrize("room", ["cli", "export"])
def test_both_languages_have_the_same_words(room: str) -> None:
    """Every word of these rooms exists in Chinese and English with the same parameters."""
    zh = {word: set(re.findall(r"{(\w+)}", text)) for word, text in words("zh").items() if word.startswith(f"{room}.")}
    en = {word: set(re.findall(r"{(\w+)}", text)) for word, text in words("en").items() if word.startswith(f"{room}.")}

    assert zh == en
