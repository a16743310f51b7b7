"""The catalogue at the desk: spreadsheets, releases, products and stock.

Whatever changes the catalogue is handed in, looked at and published (``shop/catalogue/submissions``)
in requests of their own. Pages are built by `rebuild`, which is asked by marks and questions.
"""
