"""Contact requests on the server: who takes them, their links, how far each one is, and their end."""
