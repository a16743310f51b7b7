"""Spreadsheets as products: bytes → sheet → drafts in a known format → a checked catalogue.

``sheets`` knows files (with ``charsets``, ``separated``, ``workbook`` and ``feeds``), one module
per format knows columns, ``joining`` knows which files belong together, ``assembly`` knows what a
product of this shop must be. A further format is a module with a ``FORMAT`` and a line in
``formats.py``; ``plain`` guesses what the others do not know.
"""
