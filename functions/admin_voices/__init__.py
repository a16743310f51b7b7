"""Voices at the desk: what visitors write in the guestbook, and what surveys say."""
