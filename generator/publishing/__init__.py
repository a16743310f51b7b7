"""What was built becomes what readers see: editions, releases and a tree for any web host."""
