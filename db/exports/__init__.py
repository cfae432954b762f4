"""The formats an audit is handed over in. Each module renders an iterable of AuditedReport and knows no database."""
