"""Reads of the organisation, each for one kind of page."""
