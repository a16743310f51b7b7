"""What functions are made of, in the bucket of artifacts: a zip each, and layers beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from infra.aws.plan import Plan
from infra.aws.stack.words import Resources, pascal, ref, resource


@dataclass(frozen=True, slots=True)
class Code:
    """`bundles` and `layers` are keys by the names of functions and of layers; `uses` says which
    layers a function has."""

    bundles: Mapping[str, str]
    layers: Mapping[str, str] = field(default_factory=dict)
    uses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, function: str) -> dict[str, Any]:
        """The function's properties that say what it is made of."""
        found: dict[str, Any] = {"Code": _stored(self.bundles[function])}
        used = self.uses.get(function, ())
        return found | ({"Layers": [ref(_logical(name)) for name in used]} if used else {})

    def resources(self, plan: Plan) -> Resources:
        """A layer gets a new version with its contents; functions that run keep theirs."""
        return {
            _logical(name): resource(
                "Lambda::LayerVersion",
                {
                    "LayerName": f"{plan.name}-{name}",
                    "Description": f"{plan.name}: {name}",
                    "Content": _stored(key),
                    "CompatibleRuntimes": [f"python{plan.python}"],
                    "CompatibleArchitectures": [plan.architecture],
                },
            )
            for name, key in self.layers.items()
        }


def _stored(key: str) -> dict[str, Any]:
    return {"S3Bucket": ref("ArtifactsBucket"), "S3Key": key}


def _logical(layer: str) -> str:
    return f"{pascal(layer)}Layer"
