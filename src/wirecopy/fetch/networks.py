"""Which network addresses are the open internet, and which are somebody's inside.

The table is IANA's special-purpose registries (RFC 6890 and its successors) as of 2026-10, written
out here because the `ipaddress` module's own answers changed between Python versions.
"""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

INSIDE = tuple(
    (ip_network(network), what)
    for network, what in (
        ("0.0.0.0/8", "an address of this machine"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "a carrier's private address"),
        ("127.0.0.0/8", "a loopback address"),
        ("168.63.129.16/32", "a cloud's metadata address"),  # Azure, the one such address in public space
        ("169.254.0.0/16", "a link-local address"),  # with 169.254.169.254, most clouds' metadata
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "a reserved address"),
        ("192.0.2.0/24", "a documentation address"),
        ("192.88.99.0/24", "a reserved address"),
        ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "a benchmarking address"),
        ("198.51.100.0/24", "a documentation address"),
        ("203.0.113.0/24", "a documentation address"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
        ("::/128", "an address of this machine"),
        ("::1/128", "a loopback address"),
        ("::/96", "a reserved address"),
        ("64:ff9b:1::/48", "a private address"),
        ("100::/64", "a reserved address"),
        ("100:0:0:1::/64", "a reserved address"),
        ("2001::/23", "a reserved address"),
        ("2001:db8::/32", "a documentation address"),
        ("3fff::/20", "a documentation address"),
        ("5f00::/16", "a reserved address"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a private address"),
        ("ff00::/8", "a multicast address"),
    )
)

# Where an IPv6 address carries an IPv4 one, that one decides: (prefix, bits right of it).
CARRIERS = (
    (ip_network("::ffff:0:0/96"), 0),  # IPv4-mapped
    (ip_network("::ffff:0:0:0/96"), 0),  # IPv4-translated, RFC 2765
    (ip_network("64:ff9b::/96"), 0),  # NAT64: the normal way out of an IPv6-only network
    (ip_network("2002::/16"), 80),  # 6to4
)


@lru_cache(maxsize=4096)
def inside(text: str) -> str:
    """What a fetch must not reach about this IP address, in words; "" for the open internet.

    Text that is no IP address counts as inside: whoever asks is about to connect.
    """
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return "no network address"
    if isinstance(address, IPv6Address):
        carried = _carried(address)
        if carried is not None:
            return inside(str(carried))
    for network, what in INSIDE:
        if address.version == network.version and address in network:
            return what
    return ""


def _carried(address: IPv6Address) -> IPv4Address | None:
    for network, shift in CARRIERS:
        if address in network:
            return IPv4Address((int(address) >> shift) & 0xFFFFFFFF)
    if (int(address) >> 32) & 0xFDFFFFFF == 0x00005EFE:  # ISATAP: the interface id spells an IPv4 address
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None
