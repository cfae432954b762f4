"""The workspace: schema, intake, the ledger of judgements, search, merge and exports."""
