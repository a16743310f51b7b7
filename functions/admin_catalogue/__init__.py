"""The catalogue at the desk: spreadsheets, releases, products and stock.

Whatever changes the catalogue is handed in, looked at and published in requests of their own
(``shop/catalogue/submissions``). Pages are built by `rebuild`, asked by marks and questions.
"""
