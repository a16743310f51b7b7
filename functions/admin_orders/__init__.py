"""The desk's orders: lists, one order with all that can be done with it, papers, bank, messages."""
