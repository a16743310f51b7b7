"""Sharing an amount out so that the shares sum to it exactly."""

from collections.abc import Sequence


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """Shares of `amount` (minor units) in proportion to `weights`, by the largest remainder.

    Every share is first rounded down; the units that are left go one each to the shares that lost
    most by it, of equal ones to the earlier. So the shares sum to `amount`, none is below zero,
    and none exceeds its weight where `amount` is at most the sum of the weights. Without any
    weight there is nobody to share with: all shares are 0, and `amount` must be.
    """
    whole = sum(weights)
    if whole == 0:
        if amount:
            raise ValueError("an amount cannot be shared among nothing")
        return [0] * len(weights)
    shares = [amount * weight // whole for weight in weights]
    left = amount - sum(shares)
    if left:
        by_loss = sorted(range(len(weights)), key=lambda i: -(amount * weights[i] % whole))
        for i in by_loss[:left]:
            shares[i] += 1
    return shares
