"""Where no plan exists: the smallest changes that make one, and what clashes."""
