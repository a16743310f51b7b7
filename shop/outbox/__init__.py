"""What must follow from a write, later and surely: mails, webhooks, calls to the gateway."""
