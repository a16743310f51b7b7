"""Takes what visitors write for the guestbook."""
