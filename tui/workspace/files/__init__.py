"""A campaign as a file that a person reads, edits and compares: written, read back, checked, made a working tree."""
