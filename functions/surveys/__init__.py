"""Takes the answers of surveys."""
