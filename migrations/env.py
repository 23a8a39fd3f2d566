"""What Alembic runs for every migration: always on the connection that the store hands over, never by itself.

The store opens the transaction, checks foreign keys and commits; see `headspace_desktop/store/migrate.py`.
"""

from __future__ import annotations

from alembic import context

from headspace_desktop.store import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.Base.metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
