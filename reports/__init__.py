"""Status reports and indicators. Not built yet; the import contract already places it above meetings."""
