"""Every write to the organisation."""
