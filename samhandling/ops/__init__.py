"""What runs the project rather than being it: bootstrap, services for tests, `make run`, screenshots, translations."""
