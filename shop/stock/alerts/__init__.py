"""Telling people about the stock: the owner what runs low, shoppers what is there again."""
