"""Products, their variants and pictures, and the spreadsheets they come from."""
