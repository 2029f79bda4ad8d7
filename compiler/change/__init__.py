"""Two bundles to what changes for the client, better or worse."""

from compiler.change.changes import Change, arrival, changes, reworded
from compiler.change.impact import impact
from compiler.change.timeline import Event, events, timeline
from compiler.change.written import written

__all__ = ["Change", "Event", "arrival", "changes", "events", "impact", "reworded", "timeline", "written"]
