"""Identities: the same catalogue id on every machine, and record ids that tell nothing.

A catalogue id is made from what the source calls the thing, so two desks that import the same file agree
without talking. A record id is random (UUIDv4): it carries no time, no machine and no order.
"""

import uuid

_CATALOGUE = uuid.UUID("7d1f6f0e-5f0c-5c27-9d0e-2f7b8a6f3c11")


def catalogue_id(source: str, kind: str, source_id: str) -> str:
    """UUIDv5 of ``source/kind/source_id``; numbers of one source overlap between its kinds."""
    return str(uuid.uuid5(_CATALOGUE, f"{source}/{kind}/{source_id}"))


def new_record_id() -> str:
    """A random id for a visit, slip or request."""
    return str(uuid.uuid4())
