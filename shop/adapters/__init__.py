"""The outside world: databases, mail, files. Only here is an SDK imported."""
