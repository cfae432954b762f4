"""A program that was stopped from outside takes its terminal back as one that stopped itself does."""

from __future__ import annotations

from textual.drivers.linux_driver import LinuxDriver


class ContinuedDriver(LinuxDriver):
    """The terminal of a program that may be stopped and continued at any moment.

    Ctrl+Z tells the program that it will be stopped, so that it gives the terminal back first. SIGSTOP does not, and the
    framework then starts a second reader of keys beside the first: keys go to one or the other, and the first never ends,
    nor does the program.
    """

    _taking_back = False

    def _sigcont_application(self, *_: object) -> None:
        """Leave the terminal, if that was not done before the stop, and take it again; a second signal is part of that."""
        if self._taking_back or not self._auto_restart:
            return
        self._taking_back = True
        try:
            if not self._must_signal_resume:
                self.suspend_application_mode()
                self._must_signal_resume = True
            super()._sigcont_application()
        finally:
            self._taking_back = False
