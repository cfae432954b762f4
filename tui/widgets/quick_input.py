"""A field for typing whose editing keys act in their turn, however fast they come."""

from __future__ import annotations

from textual import events
from textual.binding import NoBinding
from textual.widgets import Input


class QuickInput(Input):
    """An input that deletes and moves within the key itself.

    Elsewhere such a key goes the long way of bindings, and letters that came with it in one burst, as over a slow line, overtake
    it: `abc`, backspace, `d` would become `abc`.
    """

    async def _on_key(self, event: events.Key) -> None:
        try:
            binding = self._bindings.get_bindings_for_key(event.key)[0]
        except NoBinding:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        await self.run_action(binding.action)
