"""The shop on AWS: the stack as plain CloudFormation, the functions' bundles, their deployment."""
