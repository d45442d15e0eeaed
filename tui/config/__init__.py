"""Settings, accounts, credentials and the places of files. Imports no service and no screen."""
