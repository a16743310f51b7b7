"""What somebody at the desk wants of the catalogue: looked at first, then published or left."""
