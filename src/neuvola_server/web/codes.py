"""How a one-time code is shown to people."""


def grouped(code: str) -> str:
    """A one-time code in two halves, to be read out; the dash is no part of it."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"
