"""Sentences as fields of what is kept: a reader of any language can have them later."""

from typing import Annotated

from pydantic import PlainSerializer, PlainValidator

from shop.i18n.messages import from_json, to_json

Sentence = Annotated[
    str, PlainValidator(from_json), PlainSerializer(to_json, return_type=dict, when_used="json")
]
