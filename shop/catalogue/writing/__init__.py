"""The way back out: the catalogue as a spreadsheet, and the owner's own one with its faults shown.

``exporting`` chooses the products and their format, ``table``, ``shopify`` and ``woocommerce`` make
rows of them, ``files`` writes rows as csv or xlsx, ``annotating`` marks a spreadsheet's problems.
"""
