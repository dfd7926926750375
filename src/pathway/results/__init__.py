"""What a solved plan says: tidy tables in the units of planners, proved before they are shown."""
