"""What the parts of the window tell each other; every view refreshes itself, none calls another."""

from PySide6.QtCore import QObject, Signal


class DeskSignals(QObject):
    """Passed to every screen by its constructor."""

    catalogue_changed = Signal()
    """The catalogue has other services than before (an import, a sync)."""

    indexing = Signal(int, int)
    """How many services of how many are in the search index that is being made anew; sent by a worker."""

    tray_changed = Signal()
    """The tray has other services, or another order."""

    done = Signal(object)
    """A ``flow.undo.Undoable``: something was done at the desk that can be taken back."""

    visit_logged = Signal()
    """A visit was logged, undone or keyed in: the tally moves."""

    record_wanted = Signal()
    """Somebody does something that needs the record: a passphrase declined before may be asked for again."""

    record_closed = Signal(object)
    """The record does not open: the ``NeuvolaError`` that says why, though nobody may have asked for it."""

    question_wanted = Signal()
    """Somebody only asked something: one more for today, and no visit."""

    next_visitor_requested = Signal()
    """Somebody asked for "Seuraava kävijä"; the window answers with ``next_visitor``."""

    visitor_leaving = Signal()
    """The visitor goes: the last moment to log what would otherwise be cleared."""

    searched = Signal(object)
    """A ``search.searched.Searched``: which needs the newest search was about, never its words."""

    next_visitor = Signal()
    """Clear everything of the visitor that was here: forms, previews, choices, own print jobs."""

    language_changed = Signal()
    """Set your texts again."""

    look_changed = Signal()
    """Colours or text size have changed: draw anew what you paint yourself."""

    settings_changed = Signal(object)
    """A new ``config.Settings`` to take into use and to keep."""

    found_by = Signal(object)
    """A ``search.marks.Sought``: what to mark on the card of the service that is opened next."""

    service_opened = Signal(str)
    """Show the card of the service with this id."""

    covered = Signal()
    """The window is covered: forget what was typed and may not be read over somebody's shoulder."""

    contact_made = Signal()
    """This visitor asked organisations to get in touch; nothing of the request is told."""

    contact_changed = Signal()
    """A contact request was made or taken back: what waits for the server goes at once."""

    leaflet_wanted = Signal()
    """A leaflet of what the tray holds is to be made."""

    leaflet_made = Signal()
    """A leaflet of this visitor's services was printed or saved."""

    visit_wanted = Signal()
    """The form that logs a visit is to be shown."""

    unmet_wanted = Signal(str, str)
    """No help was found for this need, for this reason ("" for none): the visit form is to show it."""

    profiles_changed = Signal()
    """Somebody has edited the ways into the catalogue that are offered at the start."""

    screen_wanted = Signal(str)
    """The screen with this key is to come to the front ("import", "settings" …)."""

    practice_wanted = Signal(bool)
    """Practice is to begin, or to end."""

    practice_changed = Signal()
    """Another desk answers than before, the practice one or the real one: what the former told is not its."""

    tour_wanted = Signal()
    """The guided tour is to begin, or to begin again."""

    turned_wanted = Signal()
    """The screen is to be turned to the visitor, or back."""

    crisis_wanted = Signal()
    """Show the crisis lines."""

    said = Signal(str)
    """A short sentence for the status bar; never anything of a visitor."""

    fault = Signal(object)
    """A ``NeuvolaError`` that somebody should read."""
