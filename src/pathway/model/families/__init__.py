"""Constraint families, one a file: formula, units, meaning of the duals, and a worked example."""
