"""Rules switched off and severities changed in one workspace."""

from pathlib import Path

from db.rule_choices import RuleChoices, applied, switched, with_severity
from db.workspace import Workspace
from rules.result import Severity
from rules.settings import Settings


def test_choices_stay_with_the_workspace(tmp_path: Path) -> None:
    """What was chosen is there when the workspace is opened again, and taken back leaves nothing."""
    path = tmp_path / "w.db"
    with Workspace.open(path, auditor="li") as workspace:
        assert workspace.rule_choices() == RuleChoices()
        workspace.choose_rules(with_severity(switched(RuleChoices(), "S106"), "N201", Severity.INFO))
    with Workspace.open(path, auditor="wang") as workspace:
        choices = workspace.rule_choices()
        assert (choices.on("S106"), choices.on("N201"), choices.severities) == (False, True, {"N201": Severity.INFO})
        workspace.choose_rules(with_severity(switched(choices, "S106"), "N201", None))
        assert workspace.rule_choices() == RuleChoices()
        assert "rules" not in workspace.settings()


def test_choices_stand_on_top_of_the_packs() -> None:
    """A workspace adds to what packs switch off and overrides their severities."""
    packs = Settings(disabled=frozenset({"A101"}), severities={"N201": Severity.ERROR})
    settings = applied(packs, RuleChoices(frozenset({"S106"}), {"N201": Severity.INFO}))

    assert settings.disabled == {"A101", "S106"}
    assert settings.severities == {"N201": Severity.INFO}
    assert applied(packs, RuleChoices()) is packs
