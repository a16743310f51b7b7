"""Takes the addresses of people who wait for something that is sold out."""
