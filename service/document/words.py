"""What a document says of itself."""

NOT_ALL_PRINTED = (
    "Some letters or pictures in this document could not be printed. They show as empty boxes. "
    "You can read all of it on its web page."
)
