"""Pictures that a catalogue names by address, and smaller ones of those that shoppers see."""
