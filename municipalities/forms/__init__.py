"""Forms by which coordinators keep the organisation up to date."""
