"""The published warehouse in Apache Superset: `make superset`, in an environment of its own (.venv-superset)."""
