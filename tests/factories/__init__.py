"""Test data: one factory per model, named after it."""
