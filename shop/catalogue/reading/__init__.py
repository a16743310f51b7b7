"""Spreadsheets as products: bytes → sheet → drafts in a known format → a checked catalogue.

``sheets`` and ``xlsx`` know files, one module per format knows columns, ``assembly`` knows what a
product of this shop must be. A further format is a module with a ``FORMAT`` and a line in
``formats.py``.
"""
