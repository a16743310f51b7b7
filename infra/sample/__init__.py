"""The sample shop's pictures, drawn by a script so that they can be redrawn and extended."""
