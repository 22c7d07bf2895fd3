"""The commands, a file a group. Each file has ``add_to``; imports of the engine stay inside the functions that run."""
