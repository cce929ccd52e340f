"""Agreements, their revisions and adoption. Not built yet; the import contract already places it below meetings."""
