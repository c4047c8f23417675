"""Chunks of files worked on in processes with limits: a file that hangs, bursts or kills its process costs itself only.

The process says which file it begins; the one that supervises it kills it where that takes too long, starts another,
and has the chunk done again without that file. Results come in the order of the chunks, whatever the processes.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from ingest.tether import descendants, tether

T = TypeVar("T")
_AHEAD = 4  # chunks for each process that may be done before their turn: enough to keep it busy, memory stays flat
_OUT_OF_MEMORY = 77  # exit status of a worker
_OWN_SIZE = Path("/proc/self/statm")  # on Linux; pages: all, resident, shared, text, 0, data
_MB = 1024 * 1024
_WORN = 0.25  # of the limit: a process that still holds so much more than at its start is replaced by a fresh one
_TRIES = 2  # a process may be ended from outside: its file gets another chance


class Limits(NamedTuple):
    """What one file may take."""

    seconds: float = 120
    megabytes: int = 2048


DEFAULT_LIMITS = Limits()


class WorkerDied(Exception):
    """Processes end outside of any file; the message says how and what to do."""


class Chunk(NamedTuple):
    """Files for one piece of work, and those among them that must not be read again, each with the reason."""

    number: int
    files: Sequence[Path]
    refused: Mapping[Path, str]


# Does a chunk; calls its second argument with the position of each file before it reads it, with None after the last.
Work = Callable[[Chunk, Callable[[int | None], None]], T]


@dataclass
class _Worker:
    """A process, the chunk it has, and which file of it since when."""

    process: Any
    connection: Connection
    chunk: Chunk | None = None
    at: int | None = None
    since: float = 0.0

    def end(self) -> None:
        """Kill the process with all that it has started."""
        started = descendants(self.process.pid) if self.process.is_alive() else []
        self.process.kill()
        for pid in started:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.join()
        self.connection.close()


@dataclass
class Supervisor(Generic[T]):
    """Has chunks done by `jobs` processes. `start` readies a process; `method` is how it is made."""

    work: Work[T]
    start: Callable[[], object]
    jobs: int
    limits: Limits
    method: str
    _workers: list[_Worker] = field(default_factory=list)
    _tries: Counter[tuple[int, int | None]] = field(default_factory=Counter)

    def run(self, chunks: Sequence[Chunk]) -> Iterator[T]:
        """Results in the order of the chunks. Raises what the work raises, and WorkerDied."""
        todo, done, turn = list(reversed(chunks)), dict[int, T](), 0
        try:
            while turn < len(chunks):
                self._assign(todo, chunks[turn].number + self.jobs * _AHEAD)
                for worker in self._heard():
                    said = self._listen(worker)
                    if isinstance(said, Chunk):
                        todo.append(said)
                    elif said is not None:
                        done[said[0]] = said[1]
                while turn < len(chunks) and chunks[turn].number in done:
                    yield done.pop(chunks[turn].number)
                    turn += 1
        finally:
            for worker in self._workers:
                worker.end()
            self._workers.clear()

    def _assign(self, todo: list[Chunk], before: int) -> None:
        """Chunks to idle processes, which are made where there are too few."""
        while todo and todo[-1].number < before:
            worker = next((worker for worker in self._workers if worker.chunk is None), None)
            if worker is None and len(self._workers) >= self.jobs:
                return
            worker = worker or self._new()
            worker.chunk, worker.at = todo.pop(), None
            with suppress(BrokenPipeError, ConnectionResetError):  # it has ended, and will be heard of
                worker.connection.send(worker.chunk)

    def _new(self) -> _Worker:
        context = get_context(self.method)
        ours, theirs = context.Pipe()
        arguments = (theirs, self.work, self.start, self.limits, os.getpid())
        process = context.Process(target=_serve, args=arguments, daemon=True)  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours))
        return self._workers[-1]

    def _heard(self) -> list[_Worker]:
        """Those that have said something, have ended, or whose time is over; waits for the first of them."""
        busy = [worker for worker in self._workers if worker.chunk is not None]
        ends = [worker.since + self.limits.seconds for worker in busy if worker.at is not None]
        left = max(0.0, min(ends) - time.monotonic()) if ends else None
        ready = wait([worker.connection for worker in busy], left)
        now = time.monotonic()
        return [w for w in busy if w.connection in ready or (w.at is not None and now - w.since > self.limits.seconds)]

    def _listen(self, worker: _Worker) -> tuple[int, T] | Chunk | None:
        """A result with its number; or the chunk, to be done again; or nothing yet."""
        assert worker.chunk is not None
        said = None
        try:
            while not isinstance(said, _Said) and worker.connection.poll():
                said = worker.connection.recv()
                if not isinstance(said, _Said):
                    worker.at, worker.since = said, time.monotonic()
        except (EOFError, ConnectionResetError, pickle.UnpicklingError):
            return self._again(worker, "")
        if isinstance(said, _Said):
            return self._done(worker, worker.chunk.number, said)
        if worker.at is not None and time.monotonic() - worker.since > self.limits.seconds:
            return self._again(worker, f"reading it took more than {self.limits.seconds:g} seconds (--max-seconds)")
        return None

    def _done(self, worker: _Worker, number: int, said: _Said) -> tuple[int, T]:
        """The result of a chunk with its number; raises what was raised."""
        worker.chunk = None
        if said.error is not None:
            raise said.error
        if said.grown:
            self._workers.remove(worker)
            worker.end()
        return number, said.result

    def _again(self, worker: _Worker, reason: str) -> Chunk:
        """The chunk of a process that has ended or must end, without the file that it was at, if that is to blame."""
        chunk, at = worker.chunk, worker.at
        assert chunk is not None
        worker.end()
        self._workers.remove(worker)
        status = worker.process.exitcode
        if not reason and status == _OUT_OF_MEMORY and at is not None:
            reason = f"reading it took more than {self.limits.megabytes} MB of memory (--max-memory); split it"
        if not reason:
            self._tries[chunk.number, at] += 1
            if self._tries[chunk.number, at] < _TRIES:
                return chunk
            reason = f"reading it ended the process that read it ({_how(status)}); open it and save it anew"
        if at is None:
            raise WorkerDied(f"a process that lands what was read ended ({_how(status)}); is there memory?")
        return chunk._replace(refused={**chunk.refused, chunk.files[at]: reason})


@dataclass(frozen=True)
class _Said:
    """The end of a chunk: a result, or what was raised; and whether the process has grown too large for another."""

    result: Any
    error: BaseException | None = None
    grown: bool = False


def _serve(connection: Connection, work: Work[T], start: Callable[[], object], limits: Limits, parent: int) -> None:
    """Do chunks until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that supervises is told, and ends this one
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    tether(parent)
    try:
        start()

        def begin(position: int | None) -> None:
            connection.send(position)
            _limit_memory(None if position is None else limits.megabytes)

        most = _held() + limits.megabytes * _MB * _WORN
        while True:
            chunk = connection.recv()
            try:
                result = work(chunk, begin)
                said = _Said(result, grown=_held() > most)
            except MemoryError:
                os._exit(_OUT_OF_MEMORY)
            except Exception as error:
                said = _Said(None, error if _travels(error) else RuntimeError(f"{type(error).__name__}: {error}"))
            connection.send(said)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass


def _travels(error: Exception) -> bool:
    try:
        return type(pickle.loads(pickle.dumps(error))) is type(error)
    except Exception:
        return False


def _pages() -> list[int]:
    """Figures of this process; zeros where the system does not tell."""
    try:
        return [int(figure) for figure in _OWN_SIZE.read_text(encoding="ascii").split()]
    except OSError:
        return [0] * 7


def _size() -> int:
    """Bytes of data that this process has asked for: what a limit counts."""
    return _pages()[5] * resource.getpagesize()


def _held() -> int:
    """Bytes that this process alone holds in memory: libraries ask for a thousand times what they use."""
    _, resident, shared, *_ = _pages()
    return (resident - shared) * resource.getpagesize()


def _limit_memory(megabytes: int | None) -> None:
    """What this process may take on top of what it has now, None for all; where the system tells no sizes, all."""
    size, hard = _size(), resource.getrlimit(resource.RLIMIT_DATA)[1]
    if size:
        most = hard if megabytes is None else size + megabytes * _MB
        resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _how(status: int | None) -> str:
    """How a process ended, in words."""
    if status == _OUT_OF_MEMORY:
        return "out of memory"
    if status is not None and status < 0:
        with suppress(ValueError):
            return f"signal {signal.Signals(-status).name}"
    return f"exit status {status}"
