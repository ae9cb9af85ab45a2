"""Databases that results are published to and activity data is read from: PostgreSQL, DuckDB, SQLite.

Each is spoken to by its own driver in one session with one transaction. What is said about a database
names its kind, host and name, never a password.
"""
