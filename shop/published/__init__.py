"""What the files of a published site are: their addresses, types, caching and order."""
