"""The accessibility tree as a screen reader gets it: over D-Bus, knowing nothing of the program behind it."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any, NamedTuple, TypeVar

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

_SPI = "org.a11y.atspi."
_AT_ONCE = 40
"""How many questions may be under way: a socket that is full both ways would never move again."""
_LABELLED_BY = 2
_PRESS_AND_LET_GO_A_SYMBOL = 3

STATES = (
    *("invalid", "active", "armed", "busy", "checked", "collapsed", "defunct", "editable", "enabled"),
    *("expandable", "expanded", "focusable", "focused", "has-tooltip", "horizontal", "iconified", "modal"),
    *("multi-line", "multiselectable", "opaque", "pressed", "resizable", "selectable", "selected"),
    *("sensitive", "showing", "single-line", "stale", "transient", "vertical", "visible"),
    *("manages-descendants", "indeterminate", "required", "truncated", "animated", "invalid-entry"),
    *("supports-autocompletion", "selectable-text", "is-default", "visited", "checkable", "has-popup"),
    *("read-only",),
)
"""In the order of their bits."""

Found = TypeVar("Found")


class SpiError(Exception):
    """The program answered with an error."""


class Ref(NamedTuple):
    """Where an object lives: the name of its program on the bus, and its path."""

    bus: str
    path: str


class Ask(NamedTuple):
    """One question: to whom, by which interface, and what."""

    to: Ref
    interface: str
    member: str
    signature: str = ""
    body: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """One element as it was when it was asked."""

    ref: Ref
    role: str
    name: str
    description: str
    states: frozenset[str]
    interfaces: frozenset[str]
    extent: tuple[int, int, int, int]
    children: tuple["Node", ...] = ()

    def walk(self) -> Iterator["Node"]:
        """This one and everything under it, in the order of the tree."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def is_showing(self) -> bool:
        return "showing" in self.states

    def __str__(self) -> str:
        return f"{self.role} {self.name!r} ({', '.join(sorted(self.states))})"


class Reader:
    """Asks the accessibility bus of a session."""

    def __init__(self, session: str) -> None:
        with open_dbus_connection(session) as asked:
            place = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            told = asked.send_and_get_reply(new_method_call(place, "GetAddress"), timeout=20)
        self._bus: DBusConnection = open_dbus_connection(told.body[0])
        self._heard: deque[Message] = deque()
        self._listen("object:state-changed:focused", "StateChanged")
        self._listen("object:announcement", "Announcement")

    def close(self) -> None:
        self._bus.close()

    def programs(self) -> tuple[Ref, ...]:
        """The programs that can be read."""
        desktop = Ref(f"{_SPI}Registry", "/org/a11y/atspi/accessible/root")
        [[refs]] = self._answers([Ask(desktop, f"{_SPI}Accessible", "GetChildren")])
        return tuple(Ref(*one) for one in refs)

    def tree(self, root: Ref) -> Node:
        """What can be perceived from here down; what is hidden is not gone into."""
        [node] = self._nodes([root])
        return self._with_children([node])[0]

    def around(self, ref: Ref) -> Node:
        """What the element stands in, with everything in it: a menu is known by its lines alone."""
        ask = Ask(ref, "org.freedesktop.DBus.Properties", "Get", "ss", (f"{_SPI}Accessible", "Parent"))
        [[(_kind, parent)]] = self._answers([ask])
        return self.tree(Ref(*parent))

    def node(self, ref: Ref) -> Node:
        """One element anew, without its children."""
        return self._nodes([ref])[0]

    def is_labelled(self, node: Node) -> bool:
        """Whether a label says what the element is for; the name of a box is what is chosen in it."""
        [[relations]] = self._answers([Ask(node.ref, f"{_SPI}Accessible", "GetRelationSet")])
        return any(kind == _LABELLED_BY and targets for kind, targets in relations)

    def actions(self, node: Node) -> tuple[str, ...]:
        """The names of what can be done with it."""
        [[told]] = self._answers([Ask(node.ref, f"{_SPI}Action", "GetActions")])
        return tuple(name for name, _words, _keys in told)

    def do(self, node: Node, action: str) -> None:
        """Does what the element offers under this name."""
        offered = self.actions(node)
        if action not in offered:
            raise SpiError(f"{node} offers {offered}")
        self._answers([Ask(node.ref, f"{_SPI}Action", "DoAction", "i", (offered.index(action),))])

    def write(self, node: Node, words: str) -> None:
        """Puts words into a field in place of what was there."""
        [[done]] = self._answers([Ask(node.ref, f"{_SPI}EditableText", "SetTextContents", "s", (words,))])
        if not done:
            raise SpiError(f"{node} took no text")

    def take_focus(self, node: Node) -> None:
        """Moves the keyboard to an element."""
        self._answers([Ask(node.ref, f"{_SPI}Component", "GrabFocus")])

    def press(self, symbol: int) -> None:
        """A key as the keyboard sends it, by its X symbol; only for what is about the keyboard itself."""
        place = Ref(f"{_SPI}Registry", "/org/a11y/atspi/registry/deviceeventcontroller")
        body = (symbol, "", _PRESS_AND_LET_GO_A_SYMBOL)
        self._answers([Ask(place, f"{_SPI}DeviceEventController", "GenerateKeyboardEvent", "isu", body)])

    def _listen(self, event: str, member: str) -> None:
        rule = MatchRule(type="signal", interface=f"{_SPI}Event.Object", member=member)
        bus = Ref("org.freedesktop.DBus", "/org/freedesktop/DBus")
        registry = Ref(f"{_SPI}Registry", "/org/a11y/atspi/registry")
        self._answers(
            [
                Ask(bus, "org.freedesktop.DBus", "AddMatch", "s", (rule.serialise(),)),
                Ask(registry, f"{_SPI}Registry", "RegisterEvent", "s", (event,)),
            ]
        )

    def heard(self, seconds: float = 0.05) -> list[tuple[Ref, str, int, Any]]:
        """What has been told since: who, which detail, its first number, its value; waits for the first."""
        if not self._heard:
            self._wait(seconds)
        told = list(self._heard)
        self._heard.clear()
        fields = HeaderFields
        return [
            (
                Ref(one.header.fields[fields.sender], one.header.fields[fields.path]),
                one.body[0],
                one.body[1],
                one.body[3][1],
            )
            for one in told
        ]

    def forget_heard(self) -> None:
        """What has been told before does not matter."""
        while self.heard(0):
            pass

    def until(self, found: Callable[[], Found | None], what: str, seconds: float = 120) -> Found:
        """What is found, as soon as it is there."""
        end = monotonic() + seconds
        while monotonic() < end:
            answer = found()
            if answer:
                return answer
            self._wait(0.05)
        raise AssertionError(f"waited {seconds} s for {what}")

    def _with_children(self, nodes: list[Node]) -> list[Node]:
        """The nodes with everything under them, asked a generation at a time."""
        parents = [node for node in nodes if node.is_showing or node.role == "application"]
        if not parents:
            return nodes
        asks = [Ask(node.ref, f"{_SPI}Accessible", "GetChildren") for node in parents]
        answers = self._answers(asks, lenient=True)  # what has gone since has no children
        refs = [[Ref(*one) for one in answer[0]] if answer else [] for answer in answers]
        children = deque(self._with_children(self._nodes([ref for row in refs for ref in row])))
        grown = {
            node.ref: replace(node, children=tuple(children.popleft() for _ref in row))
            for node, row in zip(parents, refs, strict=True)
        }
        return [grown.get(node.ref, node) for node in nodes]

    def _nodes(self, refs: list[Ref]) -> list[Node]:
        own, properties = f"{_SPI}Accessible", "org.freedesktop.DBus.Properties"
        asks = [
            one
            for ref in refs
            for one in (
                Ask(ref, own, "GetRoleName"),
                Ask(ref, properties, "Get", "ss", (own, "Name")),
                Ask(ref, properties, "Get", "ss", (own, "Description")),
                Ask(ref, own, "GetState"),
                Ask(ref, own, "GetInterfaces"),
                Ask(ref, f"{_SPI}Component", "GetExtents", "u", (0,)),
            )
        ]
        answers = iter(self._answers(asks, lenient=True))
        return [_node(ref, *(next(answers) for _ask in range(6))) for ref in refs]

    def _answers(self, asks: Iterable[Ask], *, lenient: bool = False) -> list[tuple[Any, ...]]:
        """Asks everything, several at a time; the answers in the order of the questions."""
        waiting: dict[int, int] = {}
        answers: dict[int, tuple[Any, ...]] = {}
        for number, ask in enumerate(asks):
            place = DBusAddress(ask.to.path, ask.to.bus, ask.interface)
            serial = next(self._bus.outgoing_serial)
            waiting[serial] = number
            message = new_method_call(place, ask.member, ask.signature or None, ask.body)
            self._bus.send(message, serial=serial)
            while len(waiting) >= _AT_ONCE:
                self._take(waiting, answers, lenient=lenient)
        while waiting:
            self._take(waiting, answers, lenient=lenient)
        return [answers[number] for number in sorted(answers)]

    def _take(self, waiting: dict[int, int], answers: dict[int, tuple[Any, ...]], *, lenient: bool) -> None:
        message = self._bus.receive(timeout=120)
        serial = message.header.fields.get(HeaderFields.reply_serial)
        if serial not in waiting:
            self._keep(message)
            return
        failed = message.header.message_type is MessageType.error
        if failed and not lenient:
            raise SpiError(message.body)
        answers[waiting.pop(serial)] = () if failed else message.body

    def _wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            self._keep(self._bus.receive(timeout=seconds))

    def _keep(self, message: Message) -> None:
        if message.header.message_type is MessageType.signal and len(message.body) > 3:
            self._heard.append(message)


def _node(
    ref: Ref,
    role: tuple[Any, ...],
    name: tuple[Any, ...],
    description: tuple[Any, ...],
    state: tuple[Any, ...],
    interfaces: tuple[Any, ...],
    extent: tuple[Any, ...],
) -> Node:
    low, high = state[0] if state else (1 << STATES.index("defunct"), 0)
    bits = low | high << 32
    return Node(
        ref,
        role[0] if role else "",
        name[0][1] if name else "",
        description[0][1] if description else "",
        frozenset(one for number, one in enumerate(STATES) if bits >> number & 1),
        frozenset(one.removeprefix(_SPI) for one in (interfaces[0] if interfaces else ())),
        tuple(extent[0]) if extent else (0, 0, 0, 0),
    )
