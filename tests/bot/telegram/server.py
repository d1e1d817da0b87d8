"""A strict Bot API server on loopback: long polling, webhooks, and Telegram's refusals in its own words."""

import asyncio
import contextlib
import itertools
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from types import TracebackType
from urllib.parse import parse_qsl

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.bot.telegram.markup import Refused, check_commands
from tests.bot.telegram.rooms import ME, Json, Rooms, readable

TOKEN = "4242:" + "A" * 35


@dataclass(frozen=True)
class Upload:
    """A file that was uploaded."""

    name: str
    octets: bytes = field(repr=False)


class BotApi:
    """The server; `with BotApi() as api:` runs it in a thread. People act through `api.rooms`."""

    def __init__(self, port: int = 0, me: Json | None = None) -> None:
        self.me = {**ME, "can_join_groups": True, "can_read_all_group_messages": False, **(me or {})}
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.rooms = Rooms(self.updated)
        self.pending: list[Json] = []
        self.pollers = itertools.count(1)
        self.poller = 0
        self.webhook: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        self.secret = ""
        self.in_flight = 0
        self.redirect: str | None = None
        self.posting: asyncio.Task[None] | None = None
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.files: dict[str, bytes] = {}
        self.calls: list[tuple[str, Json, object]] = []
        self.faults: list[tuple[str, Refused]] = []
        self.delay = 0.0
        routes = [
            Route("/bot{token}/{method}", self.call, methods=["POST"]),
            Route("/file/bot{token}/{path:path}", self.download),
        ]
        self.app = Starlette(routes=routes)

    def __enter__(self) -> "BotApi":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Serve in a thread; all that was there before a stop is there again."""
        config = uvicorn.Config(
            self.app, port=self.port, log_level="warning", lifespan="off", timeout_graceful_shutdown=1
        )
        self.server = uvicorn.Server(config)
        self.loop = asyncio.new_event_loop()
        self.arrived = asyncio.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()
        self.wait(lambda: self.server.started)

    def stop(self) -> None:
        """Serve no longer; connections break."""
        self.server.should_exit = True
        self.thread.join(10)

    def run(self) -> None:
        """Serve, in this thread, until the end."""
        self.loop.run_until_complete(self.server.serve())
        if self.posting is not None:
            self.loop.run_until_complete(self.posting)
            self.posting = None
        self.loop.close()

    def wait(self, condition: Callable[[], object], seconds: float = 10) -> None:
        """Wait until something is so."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, "what was waited for did not happen"
            time.sleep(0.005)

    def updated(self, update: Json) -> None:
        """An update is there to be fetched, or to be posted to the webhook."""
        self.pending.append(update)
        with contextlib.suppress(RuntimeError, AttributeError):  # nobody serves now
            self.loop.call_soon_threadsafe(self.arrived.set)

    def fail(self, method: str, refusal: Refused, times: int = 1) -> None:
        """The next calls of a method are refused."""
        self.faults += [(method, refusal)] * times

    def sent(self, chat: int) -> list[Json]:
        """The messages that the bot sent to a chat and that are still there, as they read now."""
        messages = sorted(self.rooms.messages.items())
        return [each for (where, _number), each in messages if where == chat and each["from"] == ME]

    def called(self, method: str) -> list[Json]:
        """The parameters of each call of a method."""
        return [params for name, params, _result in self.calls if name == method]

    async def call(self, request: Request) -> Response:
        """One call of a method."""
        if request.path_params["token"] != TOKEN:
            right_form = request.path_params["token"].partition(":")[0].isdecimal()
            refusal = Refused("Unauthorized", 401) if right_form else Refused("Not Found", 404)
            return JSONResponse(refusal.body, refusal.code)
        name = request.path_params["method"]
        name = name[:1].lower() + name[1:]  # Telegram takes names in any case
        try:
            body = await request.body()
        except ClientDisconnect:  # it was killed
            return Response(status_code=400)
        params = readable(form_of(request.headers.get("content-type", ""), body))
        try:
            fault = next((each for each in self.faults if each[0] == name), None)
            if fault is not None:
                self.faults.remove(fault)
                raise fault[1]
            if self.delay and name != "getUpdates":
                await asyncio.sleep(self.delay)
            result = await self.method(name, params)
        except Refused as refusal:
            self.calls.append((name, params, refusal.body))
            return JSONResponse(refusal.body, refusal.code)
        self.calls.append((name, params, result))
        return JSONResponse({"ok": True, "result": result})

    async def method(self, name: str, params: Json) -> object:
        """The result of a method; `Refused` where there is none."""
        snake = "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in name)
        if snake in (
            "send_message",
            "edit_message_text",
            "delete_message",
            "answer_callback_query",
            "send_chat_action",
        ):
            return getattr(self.rooms, snake)(params)
        ours = {
            "getMe": self.get_me,
            "getUpdates": self.get_updates,
            "sendDocument": self.send_document,
            "getFile": self.get_file,
            "setMyCommands": self.set_commands,
            "getMyCommands": self.get_commands,
            "setWebhook": self.set_webhook,
            "deleteWebhook": self.delete_webhook,
            "getWebhookInfo": self.get_webhook,
        }
        if name not in ours:
            raise Refused("Not Found", 404)
        return await ours[name](params)

    async def get_me(self, params: Json) -> Json:
        """getMe."""
        return self.me

    async def get_updates(self, params: Json) -> list[Json]:
        """getUpdates: waits for an update as long as it may; a later call ends it with 409."""
        if self.webhook["url"]:
            raise Refused(
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
                409,
            )
        self.poller = mine = next(self.pollers)
        offset, limit = int(params.get("offset", 0)), int(params.get("limit", 100))
        if offset:
            self.pending = [update for update in self.pending if update["update_id"] >= offset]
        end = self.loop.time() + float(params.get("timeout", 0))
        while not self.pending and self.loop.time() < end and not self.server.should_exit:
            self.arrived.clear()
            with_timeout = asyncio.wait_for(self.arrived.wait(), min(0.2, max(0.0, end - self.loop.time())))
            await asyncio.gather(with_timeout, return_exceptions=True)
            if self.poller != mine:
                raise Refused(
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                    409,
                )
        allowed = params.get("allowed_updates") or ["message", "edited_message", "callback_query"]
        return [update for update in self.pending if set(update) & {*allowed}][:limit]

    async def send_document(self, params: Json) -> Json:
        """sendDocument."""
        upload = params["document"]
        if isinstance(upload, str) and upload.startswith("attach://"):
            upload = params[upload.removeprefix("attach://")]
        if not upload.octets:
            raise Refused("Bad Request: file must be non-empty")
        number = f"file{len(self.files)}"
        self.files[number] = upload.octets
        document = {
            "file_id": number,
            "file_unique_id": number,
            "file_name": upload.name,
            "file_size": len(upload.octets),
        }
        return self.rooms.post(params, {"document": document})

    async def get_file(self, params: Json) -> Json:
        """getFile."""
        number = str(params["file_id"])
        if number not in self.files:
            raise Refused("Bad Request: invalid file_id")
        return {"file_id": number, "file_unique_id": number, "file_path": f"documents/{number}"}

    async def download(self, request: Request) -> Response:
        """A file's bytes."""
        octets = self.files.get(request.path_params["path"].removeprefix("documents/"))
        return Response(octets) if octets is not None else Response(status_code=404)

    async def set_commands(self, params: Json) -> bool:
        """setMyCommands."""
        check_commands(params["commands"])
        self.commands[params["scope"]["type"], params.get("language_code", "")] = params["commands"]
        return True

    async def get_commands(self, params: Json) -> list[Json]:
        """getMyCommands."""
        return self.commands.get((params["scope"]["type"], params.get("language_code", "")), [])

    async def set_webhook(self, params: Json) -> bool:
        """setWebhook; `redirect` stands for the TLS in front of our own server."""
        if not str(params["url"]).startswith("https://"):
            raise Refused("Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook["url"], self.secret = params["url"], params.get("secret_token", "")
        self.posting = asyncio.ensure_future(self.post())
        return True

    async def delete_webhook(self, params: Json) -> bool:
        """deleteWebhook."""
        self.webhook["url"] = ""
        return True

    async def get_webhook(self, params: Json) -> Json:
        """getWebhookInfo."""
        return {**self.webhook, "pending_update_count": len(self.pending)}

    async def post(self) -> None:
        """Post each update to the webhook, several at once, again until it is taken."""
        async with httpx.AsyncClient() as client:
            while self.webhook["url"] and not self.server.should_exit:
                self.arrived.clear()
                self.in_flight, batch, self.pending = len(self.pending[:40]), self.pending[:40], self.pending[40:]
                await asyncio.gather(*(self.post_one(client, update) for update in batch))
                self.in_flight = 0
                if not self.pending:
                    await asyncio.gather(asyncio.wait_for(self.arrived.wait(), 0.2), return_exceptions=True)

    async def post_one(self, client: httpx.AsyncClient, update: Json) -> None:
        """Post one update."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        try:
            answer = await client.post(self.redirect or str(self.webhook["url"]), json=update, headers=headers)
        except httpx.HTTPError:
            answer = httpx.Response(502)
        if answer.status_code != 200:
            self.webhook["last_error_message"] = f"Wrong response from the webhook: {answer.status_code}"
            self.pending.append(update)
            await asyncio.sleep(0.1)


def form_of(media_type: str, body: bytes) -> Json:
    """The fields of a form, urlencoded or in parts; a part with a name of its own is an upload."""
    if not media_type.startswith("multipart/"):
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    parts = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + media_type.encode() + b"\r\n\r\n" + body)
    fields: Json = {}
    for part in parts.iter_parts():
        octets = part.get_payload(decode=True)
        name, file = part.get_param("name", header="content-disposition"), part.get_filename()
        fields[name] = octets.decode() if file is None else Upload(file, octets)
    return fields


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]
