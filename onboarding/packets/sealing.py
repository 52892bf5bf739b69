"""Sealing a packet: its parts are attached to the pages. Nothing is claimed of them here."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, AttachedFileSpec, Name

from onboarding.packets.part import Part


def sealed(pdf: bytes, packet: Mapping[str, Any], parts: Sequence[Part]) -> bytes:  # noqa: ARG001 - as it is agreed
    """The PDF with its parts attached: of the same input the same bytes."""
    into = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        attached = Array()
        for part in parts:
            spec = AttachedFileSpec(
                document,
                part.content,
                description=part.title,
                filename=part.name,
                mime_type=part.media_type,
                relationship=Name(f"/{part.relationship}"),
            )
            document.attachments[part.name] = spec
            attached.append(document.attachments[part.name].obj)
        if parts:
            document.Root.AF = attached
            document.Root.PageMode = Name.UseOutlines
        document.save(into, deterministic_id=True)
    return into.getvalue()
