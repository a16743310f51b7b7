"""The shop on AWS: the stack as plain CloudFormation, the functions' bundles, and deploying them."""
