"""The report as data: the official forms, readers, parsing, quantities and claims."""
