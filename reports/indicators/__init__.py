"""The indicators I1–I22: pure functions over facts, one module per question they answer."""
