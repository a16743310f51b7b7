"""From a checkout to an open shop, in steps that can be broken off and begun again."""
