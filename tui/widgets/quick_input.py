"""A field for typing whose editing keys act in their turn, however fast they come."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.binding import Binding
from textual.widgets import Input

EDITING: Final = frozenset(entry.action for entry in Input.BINDINGS if isinstance(entry, Binding))
"""What a field for typing does itself; arrows up and down are the screen's."""


class QuickInput(Input):
    """An input that deletes and moves within the key itself.

    Elsewhere such a key goes the long way of bindings, and letters that came with it in one burst, as over a slow line, overtake
    it: `abc`, backspace, `d` would become `abc`.
    """

    async def _on_key(self, event: events.Key) -> None:
        bound = self._bindings.key_to_bindings.get(event.key, ())
        editing = next((binding.action for binding in bound if binding.action in EDITING), None)
        if editing is None:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        await self.run_action(editing)
