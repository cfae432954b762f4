"""What must hold in a report: the registry, one rule a function, and the check run."""
