"""Parcels and where they are."""

import sqlalchemy as sa
from alembic import op

revision = "1a2b3c"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "parcels",
        sa.Column("id", sa.BigInteger, primary_key=True),
        sa.Column("weight", sa.Numeric, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("parcels")
