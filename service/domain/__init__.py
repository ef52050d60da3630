"""What doubleloop is about, in its own words: aggregates, their events, and the rules they keep."""
