class EngineError(Exception):
    """The file cannot be put together as asked: a mistake in the content's HTML, not in the machinery."""
