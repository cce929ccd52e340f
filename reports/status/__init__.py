"""What a status report says, put together from facts that are read once for a whole batch. Pure but for translation."""
