#!/bin/sh
# Recipes with curl and jq: curl_recipes.sh SOCKET FOLDER, where FOLDER is empty and may be written to.
set -eu
socket=$1
cd "$2"

c() { curl -sS --unix-socket "$socket" "$@"; }
same() {
    [ "$1" = "$2" ] || {
        echo "found: $1, expected: $2" >&2
        exit 1
    }
}
status() { c -o reply -w '%{http_code}' "$@"; }
finish() {
    operation=$(jq -er .operation)
    same "$(c "http://x$operation/wait?timeout=60" | jq -r '.metadata.status')" "${1-Success}"
}

# What people write for a host.
for host in lxd a x localhost:None unix.socket; do
    same "$(c "http://${host%:*}/1.0" -H "Host: $host" | jq -r .metadata.api_status)" stable
done
same "$(c -0 http://x/1.0 -H 'Host;' | jq -r .status)" Success
same "$(c -0 http://x/1.0 -H 'Host:' | jq -r .status)" Success

# Bodies where nobody looks at them, one connection for all.
same "$(c -X GET -d '{"a": 1}' http://x/1.0 http://x/1.0/profiles http://x/1.0/networks -w ' %{num_connects}\n' |
    grep -o ' [0-9]$' | tr -d '\n')" " 1 0 0"
same "$(c -X GET -H 'Transfer-Encoding: chunked' -d null http://x/1.0/profiles | jq -c .metadata)" '["/1.0/profiles/default"]'
same "$(c -I http://x/1.0 | head -1 | tr -d '\r')" "HTTP/1.1 200 OK"
same "$(c -G -d recursion=1 http://x/1.0/profiles | jq -r '.metadata[0].name')" default

# A reply is a line.
c http://x/1.0/profiles | (read -r line && same "$(printf %s "$line" | jq -r .type)" sync)

# An object is made, changed and removed.
same "$(status -X POST -d '{"name": "curled"}' http://x/1.0/profiles)" 201
same "$(status -X POST -d '{"name": "curled"}' http://x/1.0/profiles)" 409
same "$(status -X PATCH -H 'Expect: 100-continue' -H 'Content-Type: application/x-yaml' \
    -d '{"config": {"user.a": "1"}}' http://x/1.0/profiles/curled)" 200
same "$(c http://x/1.0/profiles/curled | jq -r '.metadata.config["user.a"]')" 1
tag=$(c -o got -D - http://x/1.0/profiles/curled | tr -d '\r' | sed -n 's/^[Ee][Tt]ag: //p')
jq '.metadata | .description = "by curl"' got > changed
same "$(status -X PUT -H "If-Match: $tag" -d @changed http://x/1.0/profiles/curled)" 200
same "$(status -X PUT -H "If-Match: $tag" -d @changed http://x/1.0/profiles/curled)" 412
same "$(status -X DELETE -d null http://x/1.0/profiles/curled)" 200
same "$(status -X DELETE http://x/1.0/profiles/curled)" 404
jq -e '.type == "error" and .error_code == 404' < reply > answer

# A container from its image to its files and its end.
c -X POST -d '{"name": "curled", "source": {"type": "image", "alias": "bb"}}' http://x/1.0/instances | finish
c -X PUT -d '{"action": "start"}' http://x/1.0/instances/curled/state | finish
same "$(c 'http://x/1.0/instances?recursion=2' | jq -r '.metadata[] | select(.name == "curled") | .state.status')" Running
same "$(c -G --data-urlencode 'filter=name eq curled and status eq Running' -d recursion=1 http://x/1.0/instances |
    jq -r '.metadata | map(.name) | join(",")')" curled
same "$(c -G --data-urlencode 'filter=name eq nobody' -d recursion=1 http://x/1.0/instances | jq -c .metadata)" "[]"
head -c 3000000 /dev/urandom > blob
same "$(status --data-binary @blob -H 'X-LXD-mode: 0600' 'http://x/1.0/instances/curled/files?path=/root/blob')" 200
c -o blob2 'http://x/1.0/instances/curled/files?path=/root/blob'
cmp blob blob2
# What comes from a pipe has no length: it is sent in chunks.
same "$(printf piped | status -X POST -T - 'http://x/1.0/instances/curled/files?path=/root/piped')" 200
same "$(c 'http://x/1.0/instances/curled/files?path=/root/piped')" piped
same "$(c -D - -o reply 'http://x/1.0/instances/curled/files?path=/root/blob' | tr -d '\r' | sed -n 's/^[Xx]-[Ll][Xx][Dd]-[Mm]ode: //p')" 0600
same "$(c 'http://x/1.0/instances/curled/files?path=/root' | jq -c .metadata)" '["blob","piped"]'
c -X POST -d '{"command": ["sh", "-c", "echo out; exit 4"], "record-output": true}' http://x/1.0/instances/curled/exec > started
operation=$(jq -r .operation started)
same "$(c "http://x$operation/wait" | jq -r .metadata.metadata.return)" 4
same "$(status -T blob 'http://x/1.0/instances/nobody/files?path=/root/blob' -X POST)" 404
c -X PUT -d '{"action": "stop", "force": true, "timeout": 5}' http://x/1.0/instances/curled/state | finish
c -X DELETE http://x/1.0/instances/curled | finish
