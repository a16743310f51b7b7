"""Coupons: what they are for, whom they refuse, and redeeming them no more often than allowed."""
