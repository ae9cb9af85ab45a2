"""One file a command; a command reads its arguments, calls the layers below and says what happened."""
