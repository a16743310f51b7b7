"""What the payment gateway tells the shop."""
