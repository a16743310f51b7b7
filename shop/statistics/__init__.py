"""What was sold: figures kept in the transactions that change them, read as reports."""
