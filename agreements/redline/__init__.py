"""What is new between two texts of an agreement. Pure: from `Content` to `Redline` and back.

redline = compare(old, new)
apply(old, redline) == new      # nothing is lost
"""

from agreements.redline.applying import apply, revert
from agreements.redline.comparing import compare
from agreements.redline.deviating import deviation_words
from agreements.redline.model import Redline, Row, RowKind, Summary

__all__ = ["Redline", "Row", "RowKind", "Summary", "apply", "compare", "deviation_words", "revert"]
