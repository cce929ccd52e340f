"""How much a file may hold for an agreement to be read from it. The size of the upload itself is MAX_UPLOAD_MB.

The limits are far over any agreement: they are there so that a file made to choke the worker ends in a clear refusal.
pypdf has its own for what a PDF can nest and unpack, and fails with LimitReachedError.
"""

MB = 1024 * 1024

MAX_PAGES = 300
MAX_SECTIONS = 300
MAX_BLOCKS = 20_000
"""Paragraphs, list items and tables in a Word file."""
MAX_PARTS = 5_000
MAX_PART = 40 * MB
MAX_UNPACKED = 200 * MB
"""All parts of a Word file, pictures too."""

SECONDS = 60
"""After this the reading is broken off and said to be too slow."""
SECONDS_AT_MOST = 75
"""After this the process that reads is ended, whatever it is doing."""
ATTEMPTS = 3
"""How often a file that took the worker down with it, or met a storage that was away, is tried."""
