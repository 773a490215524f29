"""Where a parcel is, and how to find it."""

import sqlalchemy as sa
from alembic import op

revision: str = "4d5e6f"
down_revision: str = "1a2b3c"


def upgrade() -> None:
    op.add_column("parcels", sa.Column("place", sa.String(80)))
    op.create_index("parcels_weight", "parcels", ["weight"])
    with op.get_context().autocommit_block():
        op.create_index("parcels_place", "parcels", ["place"], postgresql_concurrently=True)


def downgrade() -> None:
    op.drop_index("parcels_place")
    op.drop_index("parcels_weight")
    op.drop_column("parcels", "place")
