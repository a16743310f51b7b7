"""The two stacks as CloudFormation templates: what is kept for ever, and the house around it."""
