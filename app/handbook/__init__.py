"""What a programme file may say: one page per part of the handbook, and how a file is read. Pure."""
