"""What the papers say: pure builders from models to content, and from content to the documents app's packets.

Content (`content.py`) holds only what its edition may show, so the PDF and the page made from it cannot show more.
"""
