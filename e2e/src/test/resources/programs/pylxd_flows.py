"""What users of pylxd do, one flow a run: pylxd_flows.py FLOW ENDPOINT [CERTIFICATE KEY PASSWORD]

ENDPOINT is a unix socket or an https URL. The image "bb" and the pool "pool" are there.
"""
import io
import os
import sys
import tarfile
import tempfile
import threading
import warnings

import pylxd
from pylxd.client import EventType
from pylxd.exceptions import LXDAPIException, NotFound

warnings.simplefilter("ignore")


def same(found, expected):
    if found != expected:
        raise AssertionError("found %r, expected %r" % (found, expected))


def refused(kind, call, *arguments, **named):
    try:
        call(*arguments, **named)
    except kind as e:
        return str(e)
    raise AssertionError("not refused: %r" % (arguments,))


def made(client, name, **more):
    config = {"name": name, "source": {"type": "image", "alias": "bb"}}
    config.update(more)
    return client.containers.create(config, wait=True)


def started(client, name, **more):
    container = made(client, name, **more)
    container.start(wait=True)
    return container


def containers(client):
    refused(NotFound, client.containers.get, "py-life")
    c = made(client, "py-life", config={"user.a": "1"}, profiles=["default"])
    same(client.containers.exists("py-life"), True)
    same([x.name for x in client.containers.all() if x.name == "py-life"], ["py-life"])
    c.sync()
    same((c.status, c.config["user.a"], c.ephemeral, c.stateful), ("Stopped", "1", False, False))
    for act, status in (("start", "Running"), ("freeze", "Frozen"), ("unfreeze", "Running"), ("restart", "Running")):
        getattr(c, act)(wait=True)
        same(c.status, status)
    state = c.state()
    same((state.status, state.pid > 1, "lo" in state.network), ("Running", True, True))
    refused(LXDAPIException, c.start, wait=True)
    refused(LXDAPIException, c.delete, wait=True)
    c.config["user.a"] = "2"
    c.description = "described"
    c.devices["nothing"] = {"type": "none"}
    c.save(wait=True)
    again = client.containers.get("py-life")
    same((again.config["user.a"], again.description, again.devices["nothing"]), ("2", "described", {"type": "none"}))
    again.stop(wait=True)
    again.rename("py-renamed", wait=True)
    same((client.containers.exists("py-life"), client.containers.exists("py-renamed")), (False, True))
    copy = client.containers.create(
        {"name": "py-copy", "profiles": ["default"], "source": {"type": "copy", "source": "py-renamed"}}, wait=True)
    copy.sync()
    same(copy.config["user.a"], "2")
    refused(LXDAPIException, made, client, "py-copy")
    refused(LXDAPIException, made, client, "bad name")
    gone = started(client, "py-gone", ephemeral=True)
    gone.sync()
    gone.stop(wait=True)
    for c in (again, copy):
        c.delete(wait=True)
    same([x.name for x in client.containers.all() if x.name.startswith("py-")], [])


def execute(client):
    c = started(client, "py-exec")
    result = c.execute(["sh", "-c", "echo out; echo err >&2; exit 7"])
    same((result.exit_code, result.stdout, result.stderr), (7, "out\n", "err\n"))
    same(c.execute(["sh", "-c", "echo $A"], environment={"A": "b c"}).stdout, "b c\n")
    same(c.execute(["cat"], stdin_payload="typed\n").stdout, "typed\n")
    same(c.execute(["printf", "\\303\\274"]).stdout, "\u00fc")
    same(len(c.execute(["seq", "20000"]).stdout), 108894)
    same(c.execute(["no-such-program"]).exit_code, 127)
    seen = []
    c.execute(["echo", "handled"], stdout_handler=seen.append)
    same("".join(seen), "handled\n")

    from ws4py.client import WebSocketBaseClient

    class Terminal(WebSocketBaseClient):
        shown = b""

        def handshake_ok(self):
            pass

        def received_message(self, message):
            self.shown += message.data

    urls = c.raw_interactive_execute(["sh"])
    same(sorted(urls), ["control", "ws"])
    terminal, control = Terminal(client.websocket_url), Terminal(client.websocket_url)
    for channel, url in ((terminal, "ws"), (control, "control")):
        channel.resource = urls[url]
        channel.connect()
    control.send('{"command": "window-resize", "args": {"width": "99", "height": "33"}}')
    terminal.send(b"stty size; exit\n", binary=True)
    terminal.run()
    same(b"33 99" in terminal.shown, True)
    control.close()
    c.stop(wait=True)
    c.delete(wait=True)


def files(client):
    c = started(client, "py-files")
    c.files.put("/root/one", "text\n", mode=0o640, uid=1000, gid=1001)
    same(c.execute(["stat", "-c", "%a %u %g", "/root/one"]).stdout, "640 1000 1001\n")
    same(c.files.get("/root/one"), b"text\n")
    blob = os.urandom(1 << 20)
    c.files.put("/root/with space \u00fc", blob)
    same(c.files.get("/root/with space \u00fc"), blob)
    c.files.put("/root/empty", b"")
    same(c.files.get("/root/empty"), b"")
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(folder + "/a/b")
        for name in ("a/one", "a/b/two"):
            with open(folder + "/" + name, "w") as f:
                f.write(name)
        c.files.recursive_put(folder, "/root/pushed", mode=0o755)
    same(c.files.get("/root/pushed/a/b/two"), b"a/b/two")
    same(client.has_api_extension("file_delete"), True)
    c.files.delete("/root/one")
    refused(NotFound, c.files.get, "/root/one")
    refused(LXDAPIException, c.files.delete, "/root/one")
    c.stop(wait=True)
    same(c.files.get("/root/pushed/a/one"), b"a/one")
    c.delete(wait=True)


def snapshots(client):
    c = started(client, "py-snap")
    c.files.put("/root/f", "before")
    c.snapshots.create("s1", wait=True)
    c.files.put("/root/f", "after")
    same([s.name for s in c.snapshots.all()], ["s1"])
    s1 = c.snapshots.get("s1")
    same((s1.name, s1.stateful), ("s1", False))
    c.restore_snapshot("s1", wait=True)
    same(c.files.get("/root/f"), b"before")
    s1.rename("s2", wait=True)
    same([s.name for s in c.snapshots.all()], ["s2"])
    refused(NotFound, c.snapshots.get, "s1")
    s2 = c.snapshots.get("s2")
    image = s2.publish(wait=True)
    same(client.images.exists(image.fingerprint), True)
    image.delete(wait=True)
    s2.delete(wait=True)
    same(c.snapshots.all(), [])
    c.stop(wait=True)
    image = c.publish(public=False, wait=True)
    image.delete(wait=True)
    c.delete(wait=True)


def images(client):
    bb = client.images.get_by_alias("bb")
    same(client.images.get(bb.fingerprint).properties["os"], "busybox")
    same(bb.fingerprint in [i.fingerprint for i in client.images.all()], True)
    same((client.images.exists("bb", alias=True), client.images.exists("cc", alias=True)), (True, False))
    bb.add_alias("py-alias", "by pylxd")
    same(client.images.get_by_alias("py-alias").fingerprint, bb.fingerprint)
    bb.delete_alias("py-alias")
    data = bb.export().read()
    same(tarfile.open(fileobj=io.BytesIO(data)).getmember("metadata.yaml").isfile(), True)
    refused(LXDAPIException, client.images.create, data, wait=True)
    # Another image, from its bytes: the same files packed once more.
    repacked = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(data)) as old, tarfile.open(fileobj=repacked, mode="w") as new:
        for member in old:
            new.addfile(member, old.extractfile(member) if member.isreg() else None)
    image = client.images.create(repacked.getvalue(), public=True, wait=True)
    same((image.public, image.size > 1000), (True, True))
    image.public = False
    image.properties["description"] = "changed"
    image.save(wait=True)
    image = client.images.get(image.fingerprint)
    same((image.public, image.properties["description"]), (False, "changed"))
    image.delete(wait=True)
    refused(NotFound, client.images.get, image.fingerprint)


def events(client):
    from ws4py.client import WebSocketBaseClient

    class Listener(WebSocketBaseClient):
        def handshake_ok(self):
            self.kinds = set()
            self.actions = []

        def received_message(self, message):
            import json
            event = json.loads(message.data.decode())
            self.kinds.add(event["type"])
            if event["type"] == "lifecycle":
                self.actions.append(event["metadata"]["action"])
                if event["metadata"]["action"] in ("container-deleted", "instance-deleted"):
                    self.close()

    listener = client.events(Listener, event_types={EventType.Operation, EventType.Lifecycle})
    listener.connect()
    worker = threading.Thread(target=listener.run)
    worker.start()
    made(client, "py-event").delete(wait=True)
    worker.join(60)
    same((worker.is_alive(), listener.kinds), (False, {"operation", "lifecycle"}))
    same(listener.actions[0], "instance-created")


def profiles(client):
    p = client.profiles.create(
        "py-profile", config={"user.p": "1"}, devices={"nothing": {"type": "none"}})
    same((client.profiles.exists("py-profile"), client.profiles.exists("py-none")), (True, False))
    refused(LXDAPIException, client.profiles.create, "py-profile")
    p = client.profiles.get("py-profile")
    same((p.config, p.devices), ({"user.p": "1"}, {"nothing": {"type": "none"}}))
    p.config["user.p"] = "2"
    p.description = "changed"
    p.save()
    c = made(client, "py-profiled", profiles=["default", "py-profile"])
    c.sync()
    same((c.expanded_config["user.p"], "user.p" in c.config), ("2", False))
    p = client.profiles.get("py-profile")
    same((p.description, [u.split("/")[-1] for u in p.used_by]), ("changed", ["py-profiled"]))
    refused(LXDAPIException, p.delete)
    c.delete(wait=True)
    p.rename("py-profile2")
    same([x.name for x in client.profiles.all() if x.name.startswith("py-")], ["py-profile2"])
    client.profiles.get("py-profile2").delete()


def networks(client):
    n = client.networks.create(
        "pybr0", description="by pylxd", type="bridge", config={
            "ipv4.address": "10.77.1.1/24", "ipv4.nat": "true", "ipv6.address": "none"})
    same((client.networks.exists("pybr0"), client.networks.exists("nobr0")), (True, False))
    n = client.networks.get("pybr0")
    same((n.managed, n.type, n.config["ipv4.address"], n.description),
         (True, "bridge", "10.77.1.1/24", "by pylxd"))
    n.config["ipv4.nat"] = "false"
    n.description = "changed"
    n.save()
    n = client.networks.get("pybr0")
    same((n.config["ipv4.nat"], n.description), ("false", "changed"))
    refused(LXDAPIException, client.networks.create, "pybr0")
    n.rename("pybr1")
    same(client.networks.get("pybr1").name, "pybr1")
    same("pybr1" in [x.name for x in client.networks.all()], True)
    same("lo" in [x.name for x in client.networks.all()], True)
    client.networks.get("pybr1").delete()
    refused(NotFound, client.networks.get, "pybr1")


def storage(client):
    pool = client.storage_pools.create({"name": "py-pool", "driver": "dir", "config": {}})
    same((client.storage_pools.exists("py-pool"), client.storage_pools.exists("py-none")), (True, False))
    pool = client.storage_pools.get("py-pool")
    same((pool.driver, pool.used_by or []), ("dir", []))
    same(sorted(p.name for p in client.storage_pools.all()), ["pool", "py-pool"])
    space = pool.resources.get().space
    same(space["total"] >= space["used"] > 0, True)
    pool.description = "changed"
    pool.save(wait=False)
    pool = client.storage_pools.get("py-pool")
    same(pool.description, "changed")
    pool.patch({"config": {"user.x": "1"}})
    same(client.storage_pools.get("py-pool").config["user.x"], "1")
    c = made(client, "py-pooled", devices={"root": {"type": "disk", "path": "/", "pool": "py-pool"}})
    same([v.name for v in pool.volumes.all()], ["py-pooled"])
    same(pool.volumes.get("container", "py-pooled").type, "container")
    refused(LXDAPIException, pool.delete)
    c.delete(wait=True)
    pool.delete()
    refused(NotFound, client.storage_pools.get, "py-pool")


def trust(client):
    same(client.trusted, True)
    for c in client.certificates.all():
        same(client.certificates.get(c.fingerprint).fingerprint, c.fingerprint)
    same(client.has_api_extension("no_such_extension"), False)


def main(flow, endpoint, certificate=None, key=None, password=None):
    if certificate is None:
        client = pylxd.Client("http+unix://" + endpoint.replace("/", "%2F"))
    else:
        client = pylxd.Client(endpoint, cert=(certificate, key), verify=False)
        if not client.trusted:
            refused(LXDAPIException, client.authenticate, "wrong")
            refused(LXDAPIException, client.containers.all)
            client.authenticate(password)
    globals()[flow](client)


if __name__ == "__main__":
    main(*sys.argv[1:])
