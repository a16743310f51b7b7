"""How goods travel: zones, methods and what they cost, lead times, slots a shopper chooses."""
