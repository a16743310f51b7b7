"""The catalogue as a series of releases: each a change set that can be seen before and undone."""
