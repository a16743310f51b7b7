"""Jinja's operators: how Python writes them, and what they give for constants."""

import operator
from collections.abc import Callable
from typing import Any

from jinja2 import nodes

UNARY: dict[type[nodes.Expr], tuple[str, Callable[[Any], Any]]] = {
    nodes.Not: ("not ", operator.not_),
    nodes.Neg: ("-", operator.neg),
    nodes.Pos: ("+", operator.pos),
}
BINARY: dict[type[nodes.Expr], tuple[str, Callable[[Any, Any], Any]]] = {
    nodes.Add: ("+", operator.add),
    nodes.Sub: ("-", operator.sub),
    nodes.Mul: ("*", operator.mul),
    nodes.Div: ("/", operator.truediv),
    nodes.FloorDiv: ("//", operator.floordiv),
    nodes.Mod: ("%", operator.mod),
    nodes.Pow: ("**", operator.pow),
}
COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "gteq": operator.ge,
    "lt": operator.lt,
    "lteq": operator.le,
    "in": lambda a, b: a in b,
    "notin": lambda a, b: a not in b,
}
