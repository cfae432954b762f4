"""Write the published schemas of the json output from the models: `python -m docs.make_schemas`."""

from __future__ import annotations

import json
from pathlib import Path

from db.exports.schema import AuditDocument, CheckDocument, schema

HERE = Path(__file__).parent


def main() -> None:
    """Write docs/check.schema.json and docs/audit.schema.json."""
    for name, document in (("check", CheckDocument), ("audit", AuditDocument)):
        text = json.dumps(schema(document), indent=2, ensure_ascii=False) + "\n"
        (HERE / f"{name}.schema.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
