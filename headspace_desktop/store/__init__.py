"""What is remembered: SQLAlchemy 2 on SQLite by default, on PostgreSQL by URL."""
