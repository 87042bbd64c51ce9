"""What every table with a number of its own begins with."""

from sqlmodel import Field, SQLModel


class Row(SQLModel):
    """A stored thing with an id that the database gives it."""

    id: int | None = Field(default=None, primary_key=True)

    @property
    def number(self) -> int:
        """The stored row's id."""
        assert self.id is not None
        return self.id
