"""Many files to one inventory: each read on its own and kept, then accounted together."""
