"""Half-open stretches of whole numbers: joining those that touch, and taking some away from others."""

from collections.abc import Iterable

Pair = tuple[int, int]


def joined(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """In order, with those that touch or overlap made one; empty ones dropped."""
    result: list[Pair] = []
    for start, end in sorted(pair for pair in pairs if pair[0] < pair[1]):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def without(pairs: Iterable[Pair], taken: Iterable[Pair]) -> tuple[Pair, ...]:
    """What is left of ``pairs`` when ``taken`` is cut out of them."""
    left = list(joined(pairs))
    for start, end in joined(taken):
        left = [
            piece for a, b in left for piece in ((a, min(b, start)), (max(a, end), b)) if piece[0] < piece[1]
        ]
    return joined(left)
