"""The guestbook: what visitors write, once the owner has read it."""
