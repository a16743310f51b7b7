"""What has changed since the pages were built."""
