"""Programs in a container by python3-websocket: websocket_exec.py SOCKET [URL CERTIFICATE KEY].

Over SOCKET, or over URL with the certificate, a container "ws-exec" is there and runs.
"""
import http.client
import json
import socket
import ssl
import sys

import websocket


class Server:
    def __init__(self, path, url=None, certificate=None, key=None):
        self.path, self.url = path, url
        if url:
            self.tls = ssl._create_unverified_context()
            self.tls.load_cert_chain(certificate, key)
            self.files = {"certfile": certificate, "keyfile": key, "cert_reqs": ssl.CERT_NONE}

    def unix(self):
        s = socket.socket(socket.AF_UNIX)
        s.connect(self.path)
        return s

    def ask(self, method, url, body=None):
        if self.url:
            connection = http.client.HTTPSConnection(self.url[len("https://"):], context=self.tls)
        else:
            connection = http.client.HTTPConnection("")
            connection.sock = self.unix()
        connection.request(method, url, body and json.dumps(body))
        reply = json.load(connection.getresponse())
        if reply["type"] == "error":
            raise AssertionError(reply)
        return reply

    def channel(self, operation, secret):
        url = "%s/websocket?secret=%s" % (operation, secret)
        if self.url:
            return websocket.create_connection(self.url.replace("https", "wss") + url, sslopt=self.files, timeout=30)
        return websocket.create_connection("ws://x" + url, socket=self.unix(), timeout=30)

    def exec(self, **more):
        body = {"command": ["cat"], "wait-for-websocket": True, "interactive": False}
        body.update(more)
        return self.ask("POST", "/1.0/instances/ws-exec/exec", body)


def until_end(channel):
    data = b""
    try:
        while True:
            code, more = channel.recv_data()
            if code == websocket.ABNF.OPCODE_CLOSE:
                return data
            data += more
            if code == websocket.ABNF.OPCODE_TEXT and not more:
                return data
    except websocket.WebSocketConnectionClosedException:
        return data


def main(*arguments):
    server = Server(*arguments)
    started = server.exec()
    fds = started["metadata"]["metadata"]["fds"]
    stdin, stdout, stderr, control = (server.channel(started["operation"], fds[f]) for f in ("0", "1", "2", "control"))
    blob = bytes(range(256)) * 1000
    stdin.send_binary(blob)
    stdin.send("")
    assert until_end(stdout) == blob
    assert until_end(stderr) == b""
    end = server.ask("GET", started["operation"] + "/wait")
    assert end["metadata"]["metadata"]["return"] == 0, end

    started = server.exec(command=["sh", "-c", "echo ready; exec sleep 1000"])
    fds = started["metadata"]["metadata"]["fds"]
    channels = [server.channel(started["operation"], fds[f]) for f in ("0", "1", "2", "control")]
    assert channels[1].recv() == b"ready\n"
    channels[3].send(json.dumps({"command": "signal", "signal": 15}))
    end = server.ask("GET", started["operation"] + "/wait")
    assert end["metadata"]["metadata"]["return"] == 143, end

    # A signal that comes before the program is born reaches it all the same.
    started = server.exec(command=["sleep", "1000"])
    fds = started["metadata"]["metadata"]["fds"]
    control = server.channel(started["operation"], fds["control"])
    control.send(json.dumps({"command": "signal", "signal": 15}))
    channels = [server.channel(started["operation"], fds[f]) for f in ("0", "1", "2")]
    end = server.ask("GET", started["operation"] + "/wait")
    assert end["metadata"]["metadata"]["return"] == 143, end

    started = server.exec(command=["sh"], interactive=True, width=70, height=20)
    fds = started["metadata"]["metadata"]["fds"]
    terminal, control = (server.channel(started["operation"], fds[f]) for f in ("0", "control"))
    terminal.send_binary(b"stty size; exit 3\n")
    assert b"20 70" in until_end(terminal)
    end = server.ask("GET", started["operation"] + "/wait")
    assert end["metadata"]["metadata"]["return"] == 3, end

    recorded = server.exec(command=["echo", "kept"], **{"wait-for-websocket": False, "record-output": True})
    end = server.ask("GET", recorded["operation"] + "/wait")
    assert end["metadata"]["metadata"]["return"] == 0, end
    assert end["metadata"]["metadata"]["output"]["1"].startswith("/1.0/"), end


main(*sys.argv[1:])
