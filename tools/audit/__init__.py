"""Known vulnerabilities of what the lock files pin, compared offline: `make audit`."""
