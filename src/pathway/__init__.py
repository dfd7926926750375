"""Least-cost schedules that keep every clause of a carbon-peaking plan."""
