"""The body of a request, bounded in size and time, as every door on the web reads it."""

import asyncio

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from bot.bounds import number_in

SLOWEST = 10.0  # seconds for a body to come


async def body_of(request: Request, largest: int) -> bytes:
    """The body of a request; 413 as soon as it is too large, 408 where it does not come in time."""
    declared = number_in(request.headers.get("content-length", "0"))
    if declared is None or declared > largest:
        raise HTTPException(413 if declared else 400)
    try:
        async with asyncio.timeout(SLOWEST):
            return await _all_of(request, largest)
    except TimeoutError:
        raise HTTPException(408) from None
    except ClientDisconnect:
        raise HTTPException(400) from None


async def _all_of(request: Request, largest: int) -> bytes:
    """All that comes, whatever length was declared."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > largest:
            raise HTTPException(413)
    return bytes(body)
