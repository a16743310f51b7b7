"""Four languages: their codes, message catalogues, and how they write money and dates."""
