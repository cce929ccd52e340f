"""The demo: invented people and papers of our own wording, in the partnerships of the reference data."""
