"""Licences of what the lock files pin: `make licences` writes docs/licences.csv."""
