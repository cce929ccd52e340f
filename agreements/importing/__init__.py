"""Reading a text out of a Word or PDF file. Pure: bytes in, blocks and words about what was left out.

read = read_docx(data)              # or read_pdf(data); raises Unreadable with a code
found = recognise(read.blocks)      # title and sections with numbers, levels and kinds
"""

from agreements.importing.docx import read_docx
from agreements.importing.model import Block, CheckedRow, Ignored, Problem, Read, Recognised, Row, Unreadable
from agreements.importing.pdf import read_pdf
from agreements.importing.recognise import recognise

__all__ = [
    "Block",
    "CheckedRow",
    "Ignored",
    "Problem",
    "Read",
    "Recognised",
    "Row",
    "Unreadable",
    "read_docx",
    "read_pdf",
    "recognise",
]
