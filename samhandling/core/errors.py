"""What a service answers when the state of things does not allow an act."""

from __future__ import annotations


class NotPossible(Exception):
    """The act cannot be done now; the text is a Norwegian sentence for the user, who did nothing wrong in the form."""
