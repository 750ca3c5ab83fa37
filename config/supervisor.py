"""One process that keeps the portal's processes: starts, watches, restarts, stops them.

On Linux the children die with it (PR_SET_PDEATHSIG), so nothing is orphaned by a kill.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1
#: A child that dies this often within a minute is not restarted any more.
RESTARTS_MAX = 5


@dataclass
class Child:
    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            env=os.environ | self.env,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            start_new_session=True,
        )

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self, seconds: float) -> None:
        """Ask politely, then insist; the whole group, so that no grandchild stays."""
        if not self.alive:
            return
        self.process.terminate()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Supervisor:
    """Runs ``children`` in order until a signal comes; stops them in reverse order."""

    def __init__(self, children: list[Child], say: Callable[[str], None]):
        self.children = children
        self.say = say
        self.stopping = False

    def run(self) -> int:
        """Returns the exit code: 0 after a signal, 1 when a child cannot be kept alive."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        try:
            for child in self.children:
                child.start()
            return self._watch()
        finally:
            for child in reversed(self.children):
                child.stop(seconds=8)

    def _watch(self) -> int:
        while not self.stopping:
            for child in self.children:
                if not child.alive and not self._revive(child):
                    return 1
            time.sleep(0.5)
        return 0

    def _revive(self, child: Child) -> bool:
        now = time.monotonic()
        child.deaths = [death for death in child.deaths if now - death < 60] + [now]
        if len(child.deaths) > RESTARTS_MAX:
            self.say(f"{child.name}: 反复退出，停止运行 / keeps dying, giving up")
            return False
        self.say(f"{child.name}: 已退出，重新启动 / ended, starting again")
        time.sleep(min(len(child.deaths), 3))
        child.start()
        return True

    def _stop(self, *_args) -> None:
        self.stopping = True


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
