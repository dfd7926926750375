"""Plan and operation apart: all hours of all years, with a proved gap."""
