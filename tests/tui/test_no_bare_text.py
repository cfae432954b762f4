"""No string from a report may reach a widget as markup: the sources of the screens are read and every other way is forbidden."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "tui"

TAKES_TEXT = {
    "Static",
    "Label",
    "Button",
    "Checkbox",
    "RadioButton",
    "Option",
    "Link",
    "Digits",
    "Markdown",
    "Collapsible",
    "Tab",
    "Selection",
}
"""Widgets whose first argument is parsed as markup when it is a string."""

METHODS_TAKING_TEXT = {"update", "set_title", "add_option", "set_options", "write"}
"""Methods of widgets that parse a string."""

SAFE_CALLS = {"content", "rich_text", "Content", "Text", "Strip", "assemble", "styled", "Padding", "Group", "Table"}
SAFE_STRINGS = {"safe", "one_line", "crop", "fit"}
PARSED_ATTRIBUTES = {"border_title", "border_subtitle", "tooltip"}
FORBIDDEN = {"from_markup", "escape"}


def problems(source: str, name: str = "source") -> list[str]:
    """Every place of a module where a string could be taken for markup."""
    tree = ast.parse(source)
    found: list[str] = []
    for scope in ast.walk(tree):
        if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef | ast.Module):
            safe_names = _safe_names(scope)
            for node in _own_nodes(scope):
                reason = _problem(node, safe_names)
                if reason:
                    found.append(f"{name}:{getattr(node, 'lineno', 0)}: {reason}")
    return found


def _own_nodes(scope: ast.AST) -> list[ast.AST]:
    """The nodes of a scope without those of functions inside it."""
    nodes: list[ast.AST] = []
    waiting = list(ast.iter_child_nodes(scope))
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting.extend(ast.iter_child_nodes(node))
    return nodes


def _safe_names(scope: ast.AST) -> set[str]:
    names: set[str] = set()
    if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
        for argument in (*scope.args.args, *scope.args.kwonlyargs):
            annotation = ast.unparse(argument.annotation) if argument.annotation else ""
            if any(word in annotation for word in ("Content", "Text", "Strip", "Visual", "Renderable")):
                names.add(argument.arg)
    for node in _own_nodes(scope):
        if isinstance(node, ast.Assign) and _is_safe(node.value, names):
            names.update(target.id for target in node.targets if isinstance(target, ast.Name))
    return names


def _called(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return ""


def _is_safe(value: ast.expr, names: set[str]) -> bool:
    if isinstance(value, ast.Constant):
        return not isinstance(value.value, str) or "[" not in value.value
    if isinstance(value, ast.Name):
        return value.id in names
    if isinstance(value, ast.IfExp):
        return _is_safe(value.body, names) and _is_safe(value.orelse, names)
    if isinstance(value, ast.Call):
        return _called(value) in SAFE_CALLS or _called(value).endswith("_content")
    return False


def _problem(node: ast.AST, names: set[str]) -> str | None:
    if isinstance(node, ast.Call):
        return _problem_of_call(node, names)
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Attribute) and target.attr in PARSED_ATTRIBUTES and not _is_safe(node.value, names):
                return f"{target.attr} is parsed as markup"
    return None


def _problem_of_call(node: ast.Call, names: set[str]) -> str | None:
    called = _called(node)
    keywords = {keyword.arg: keyword.value for keyword in node.keywords}
    if called in FORBIDDEN:
        return f"{called} has no place here"
    if isinstance(keywords.get("markup"), ast.Constant) and keywords["markup"].value is True:  # type: ignore[attr-defined]
        return "markup=True"
    if called == "notify":
        unparsed = keywords.get("markup")
        if not (isinstance(unparsed, ast.Constant) and unparsed.value is False):
            return "notify without markup=False"
        return None if node.args and _called(node.args[0]) in SAFE_STRINGS else "notify with a text that is not made safe"
    is_widget_text = called in TAKES_TEXT or (
        called in METHODS_TAKING_TEXT and isinstance(node.func, ast.Attribute) and _looks_like_widget(node.func.value)
    )
    if is_widget_text and node.args and not _is_safe(node.args[0], names):
        return f"{called}({ast.unparse(node.args[0])[:60]}) may be parsed as markup"
    return None


def _looks_like_widget(value: ast.expr) -> bool:
    """Whether the object of `.update(…)` is a widget rather than a dict or set: it is found by a query or is a widget by name."""
    if _called(value) in ("query_one", "query", "query_exactly_one"):
        return True
    name = value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")
    return name.strip("_").endswith(("label", "static", "line", "bar", "title", "header", "footer", "message"))


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_bare_string_reaches_a_widget(path: Path) -> None:
    """Every text handed to a widget went through tui.text."""
    assert problems(path.read_text("utf-8"), path.name) == []


@pytest.mark.parametrize(
    "source",
    [
        "Static(report.title)",
        "Label(f'{organ}')",
        "Static(say('x', language, organ=organ))",
        "self.notify(text)",
        "self.notify(text, markup=False)",
        "self.query_one('#a', Static).update(text)",
        "self.border_title = organ",
        "Content.from_markup(text)",
        "Static('[b]x[/b]')",
        "def f(name: str):\n    Static(name)",
        "Static(text, markup=True)",
    ],
)
def test_the_lint_sees_a_bare_string(source: str) -> None:
    """Each way in which a string could be parsed is found."""
    assert problems(source)


@pytest.mark.parametrize(
    "source",
    [
        "Static(content(report.title))",
        "self.notify(one_line(text), markup=False)",
        "self.query_one('#a', Static).update(content(text))",
        "self.border_title = content(organ)",
        "def f(name: Content):\n    Static(name)",
        "def f(name):\n    shown = content(name)\n    Static(shown)",
        "Static('')",
        "mapping.update(other)",
    ],
)
def test_the_lint_lets_safe_text_pass(source: str) -> None:
    """What went through the one door is not complained about."""
    assert problems(source) == []
