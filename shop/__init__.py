"""The domain: nouns with their pure rules, use cases, ports to the outside and their adapters."""
