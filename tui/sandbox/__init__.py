"""The services, imitated: what `branchline` opens without an account and what the tests talk to.

Nothing here is shared with the client, so one misreading of an API cannot hide in both.
"""
