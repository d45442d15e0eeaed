"""The screens of Branchline, made with Textual."""
