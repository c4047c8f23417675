"""On PYTHONPATH, refuses every process its way to another machine, and notes the attempt in $YIBAO_SOCKETS.

Python imports this at its start, so child processes have it too. What goes on within this machine is left alone.
"""

import os
import sys
from ipaddress import ip_address

_HOST_FIRST = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
_ADDRESS_SECOND = ("socket.connect", "socket.sendto", "socket.sendmsg")


def _watch(event, arguments):
    if event in _HOST_FIRST:
        host = arguments[0]
    elif event in _ADDRESS_SECOND:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # else a path, or an address given before
    else:
        return
    if host is None or _is_here(host):
        return
    if log := os.environ.get("YIBAO_SOCKETS"):
        with open(log, "a", encoding="utf-8") as file:
            file.write(f"{event} {host} {sys.argv}\n")
    raise OSError(f"a test forbids the network: {event} {host}")


def _is_here(host):
    words = host.decode(errors="replace") if isinstance(host, bytes) else str(host)
    try:
        return ip_address(words).is_loopback
    except ValueError:
        return words in ("", "localhost")


sys.addaudithook(_watch)
