"""Network addresses, of which only a key is ever kept: enough to know one again, and nothing else."""

from __future__ import annotations

import hmac
import ipaddress


def keyed(secret: bytes, *parts: str) -> str:
    """A name for PARTS that tells nothing about them to who has not SECRET: 64 characters."""
    return hmac.digest(secret, "\n".join(parts).encode("utf-8", "surrogatepass"), "sha256").hex()


def address_key(secret: bytes, address: str) -> str:
    """What is kept of ADDRESS."""
    return keyed(secret, "address", network(address))


def network(address: str) -> str:
    """Whose ADDRESS it is: an IPv6 customer has 2^64 of them."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
