"""What a deployment is to be: the owner's choices in ``site/aws.toml`` and the shop's own facts."""

import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from shop.errors import Misconfigured

FILE: Final = "aws.toml"
KNOWN: Final = {"name", "region", "domain", "certificate", "alarms", "architecture", "logs_days"}
ARCHITECTURES: Final = ("arm64", "x86_64")
# Lambda's Python runtimes (Lambda developer guide, "Lambda runtimes"; read 2026-11-22).
PYTHONS: Final = ("3.11", "3.12", "3.13", "3.14")
RETENTIONS: Final = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365)
NAME: Final = re.compile(r"[a-z][a-z0-9-]{1,23}")
DOMAIN: Final = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
CERTIFICATE: Final = re.compile(r"arn:aws:acm:us-east-1:[0-9]{12}:certificate/[0-9a-f-]+")


@dataclass(frozen=True, slots=True)
class Gateway:
    """Where a double of AWS answers for its HTTP APIs, which have no names of their own there."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Plan:
    """`sender` is the address mails come from; `alarms` gets alarms. `python` is that of the
    interpreter that deploys: what was tried at home is what runs. `double` is None on AWS."""

    name: str
    region: str
    sender: str
    alarms: str
    languages: tuple[str, ...]
    default_language: str
    domain: str = ""
    certificate: str = ""
    architecture: str = "arm64"
    python: str = f"{sys.version_info.major}.{sys.version_info.minor}"
    logs_days: int = 30
    double: Gateway | None = None

    @property
    def foundation(self) -> str:
        """The stack of what must outlive everything else."""
        return f"{self.name}-foundation"

    @property
    def sender_domain(self) -> str:
        return self.sender.rpartition("@")[2]

    def parameter(self, name: str) -> str:
        """Where a secret lies in the parameter store."""
        return f"/{self.name}/{name}"


def load_plan(site: Path, profile: Any, double: Gateway | None = None) -> Plan:
    """Raises Misconfigured, naming the setting and what it may be."""
    values = _read(site / FILE)
    plan = Plan(
        name=_matched(values, "name", NAME, "shop", "2 to 24 small letters, digits and hyphens"),
        region=_text(values, "region", "eu-central-1"),
        sender=profile.contact.email,
        alarms=_text(values, "alarms", profile.contact.email),
        languages=profile.languages,
        default_language=profile.default_language,
        domain=_matched(values, "domain", DOMAIN, "", "a name such as shop.example.com"),
        certificate=_matched(
            values, "certificate", CERTIFICATE, "", "the ARN of a certificate in us-east-1"
        ),
        architecture=_one_of(values, "architecture", ARCHITECTURES, "arm64"),
        logs_days=_one_of(values, "logs_days", RETENTIONS, 30),
        double=double,
    )
    if bool(plan.domain) != bool(plan.certificate):
        raise Misconfigured(
            f"site/{FILE}: domain and certificate are given together or not at all."
        )
    if plan.python not in PYTHONS:
        raise Misconfigured(
            f"Lambda has no Python {plan.python}. Install the shop with one of: "
            f"{', '.join(PYTHONS)}."
        )
    return plan


def _read(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misconfigured(f"site/{FILE} is not TOML: {error}.") from None
    unknown = sorted(values.keys() - KNOWN)
    if unknown:
        known = ", ".join(sorted(KNOWN))
        raise Misconfigured(f"site/{FILE}: {unknown[0]} is no setting. It knows {known}.")
    return values


def _text(values: dict[str, Any], name: str, default: str) -> str:
    value = values.get(name, default)
    if not isinstance(value, str):
        raise Misconfigured(f"site/{FILE}: {name} is a text in quotes.")
    return value


def _matched(
    values: dict[str, Any], name: str, pattern: re.Pattern[str], default: str, shape: str
) -> str:
    value = _text(values, name, default)
    if value and not pattern.fullmatch(value):
        raise Misconfigured(f"site/{FILE}: {name} is {shape}, not “{value}”.")
    return value


def _one_of(values: dict[str, Any], name: str, choices: tuple[Any, ...], default: Any) -> Any:
    value = values.get(name, default)
    if value not in choices:
        listed = ", ".join(map(str, choices))
        raise Misconfigured(f"site/{FILE}: {name} is one of {listed}.")
    return value
