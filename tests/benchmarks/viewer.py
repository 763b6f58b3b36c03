"""One viewer of a Streamlit server, without a browser: the same websocket, the same messages.

A browser takes a second of CPU to draw what a server makes in milliseconds, so fifty of them would measure the wrong
machine. The front end's cache of large messages is kept too: a second visit is as cheap here as there.
"""

import asyncio
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

ANSWER_SECONDS = 120
LARGEST_MESSAGE = 64 * 2**20
# The front end forgets a large message that this many runs did not use (streamlit: global.maxCachedMessageAge).
REMEMBERED_RUNS = 2


@dataclass
class Visit:
    """What one run of a screen sent, and how long it took."""

    seconds: float
    deltas: list[Delta]
    failed: bool

    @property
    def elements(self) -> list:
        """The elements drawn, containers left out."""
        return [delta.new_element for delta in self.deltas if delta.HasField("new_element")]


@dataclass
class Viewer:
    """A session on a server; `look` opens a screen in it or goes to another."""

    socket: ClientConnection
    page_hash: str = ""
    kept: dict[str, tuple[int, ForwardMsg]] = field(default_factory=dict)  # hash → run of last use, message
    runs: int = 0

    @classmethod
    async def arrive(cls, url: str) -> "Viewer":
        """Open a session, as a browser does with its first page."""
        address = f"ws://{urlsplit(url).netloc}/_stcore/stream"
        socket = await connect(
            address,
            subprotocols=[Subprotocol("streamlit")],
            origin=Origin(url),
            max_size=LARGEST_MESSAGE,
            compression=None,
        )
        return cls(socket)

    async def leave(self) -> None:
        """Close the session."""
        await self.socket.close()

    async def look(self, page: str, query: str = "") -> Visit:
        """Run a screen, by its page name, to its end."""
        self.runs += 1
        self.kept = {key: item for key, item in self.kept.items() if self.runs - item[0] <= REMEMBERED_RUNS}
        ask = BackMsg()
        ask.rerun_script.page_name = page
        ask.rerun_script.query_string = query
        ask.rerun_script.cached_message_hashes.extend(self.kept)
        started = time.perf_counter()
        await self.socket.send(ask.SerializeToString())
        deltas, failed = [], False
        async with asyncio.timeout(ANSWER_SECONDS):
            while True:
                message = self._whole(await self.socket.recv(decode=False))
                kind = message.WhichOneof("type")
                if kind == "delta":
                    deltas.append(message.delta)
                    failed |= message.delta.new_element.HasField("exception")
                elif kind == "script_finished":
                    failed |= message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY
                    return Visit(time.perf_counter() - started, deltas, failed)

    def _whole(self, data: bytes) -> ForwardMsg:
        """A message, taken from memory where the server only names it."""
        message = ForwardMsg.FromString(data)
        if message.WhichOneof("type") == "ref_hash":
            message = self.kept[message.ref_hash][1]
        if message.metadata.cacheable:
            self.kept[message.hash] = (self.runs, message)
        return message
