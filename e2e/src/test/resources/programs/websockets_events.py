"""Events by python3-websockets while a profile is made and deleted: websockets_events.py SOCKET [URL CERTIFICATE KEY]."""
import asyncio
import http.client
import json
import socket
import ssl
import sys

import websockets


def ask(path, method, url, body=None):
    connection = http.client.HTTPConnection("localhost")
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(path)
    connection.request(method, url, body and json.dumps(body))
    status = connection.getresponse().status
    assert status in (200, 201), status


def listen(path, url=None, certificate=None, key=None):
    if url is None:
        return websockets.unix_connect(path, "ws://localhost/1.0/events?type=lifecycle")
    tls = ssl._create_unverified_context()
    tls.load_cert_chain(certificate, key)
    return websockets.connect(url.replace("https", "wss") + "/1.0/events?type=lifecycle", ssl=tls)


async def main(path, *remote):
    async with listen(path, *remote) as events:
        assert events.extensions == [], events.extensions
        await (await events.ping())
        await asyncio.to_thread(ask, path, "POST", "/1.0/profiles", {"name": "py-events"})
        await asyncio.to_thread(ask, path, "DELETE", "/1.0/profiles/py-events")
        seen = []
        while "profile-deleted" not in seen:
            event = json.loads(await asyncio.wait_for(events.recv(), 30))
            assert event["type"] == "lifecycle", event
            if event["metadata"]["source"] == "/1.0/profiles/py-events":
                seen.append(event["metadata"]["action"])
        assert seen == ["profile-created", "profile-deleted"], seen


asyncio.run(main(*sys.argv[1:]))
