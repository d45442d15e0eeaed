"""What is to be changed: operations, each of them one request to a service. Pure."""
