"""Sealed: words that only their key can open; the log and the read models carry nothing else."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

ERASED = "[erased]"


@dataclass(frozen=True, slots=True, repr=False)
class Sealed:
    """Encrypted words: nonce, ciphertext and tag as the key store made them (28 bytes + text).

    The key is that of the aggregate that carries the value; the field's name is part of what
    is authenticated, so a value cannot be moved to another thing or another field.
    """

    box: bytes

    def __repr__(self) -> str:
        return f"Sealed({len(self.box)} bytes)"

    @classmethod
    def from_text(cls, text: str) -> Sealed:
        """Read the base64 form that stands in the log."""
        return cls(b64decode(text, validate=True))

    def to_text(self) -> str:
        """The base64 form that stands in the log."""
        return b64encode(self.box).decode("ascii")

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        from_text = core_schema.no_info_after_validator_function(
            cls.from_text, core_schema.str_schema(min_length=38)
        )
        return core_schema.json_or_python_schema(
            json_schema=from_text,
            python_schema=core_schema.union_schema(
                [core_schema.is_instance_schema(cls), from_text]
            ),
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda sealed: sealed.to_text(), when_used="json"
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "contentEncoding": "base64"}
