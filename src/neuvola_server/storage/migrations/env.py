"""Runs migrations on the connection, and in the transaction, that the server hands over."""

from alembic import context

from neuvola_server.storage.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
