// Only there to be linked: the yardstick measures pages.
