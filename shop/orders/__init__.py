"""Orders: placed once, priced by the server, readable by the guest who holds their token."""
