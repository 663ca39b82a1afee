#!/usr/bin/env python3
"""Builds an evening for an EXStreamTV channel: as many films as fit into four hours, or into so many.

    evening.py http://127.0.0.1:8411 7 [HOURS]
"""
import json
import sys
import urllib.error
import urllib.request


def call(method, address, body=None):
    request = urllib.request.Request(address, method=method)
    data = None
    if body is not None:
        request.add_header("Content-Type", "application/json")
        data = json.dumps(body).encode()
    try:
        with urllib.request.urlopen(request, data, timeout=60) as answer:
            text = answer.read()
            return json.loads(text) if text else None
    except urllib.error.HTTPError as error:
        problem = json.loads(error.read())
        sys.exit(f"{problem['title']}: {problem['detail']} ({problem.get('field', 'no field')})")


def main(station, number, hours=4.0):
    channels = call("GET", f"{station}/api/channels")["channels"]
    channel = next((one for one in channels if one["number"] == number), None)
    if channel is None:
        sys.exit(f"There is no channel {number}.")
    build = call("POST", f"{station}/api/channels/{channel['id']}/builds", {
        "name": "Evening",
        "contents": [{"name": "films", "content": {"kind": "library"}, "order": "shuffle"}],
    })
    path = f"{station}/api/builds/{build['id']}"
    end = build["from"] + round(hours * 3_600_000)
    while build["at"] < end:
        ahead = call("POST", f"{path}/peek", {"content": "films"})
        if "entry" not in ahead:
            break
        fits = build["at"] + ahead["duration"] <= end
        # What is too long for the rest ends the evening at the next full quarter of an hour.
        steps = [{"count": 1, "content": "films"}] if fits else [{"padToNext": 15}]
        build = call("POST", f"{path}/steps", {"steps": steps})
        if not fits:
            break
    done = call("POST", f"{path}/finish")
    for entry in done["entries"]:
        print(entry["start"], entry["title"])


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(sys.argv[1].rstrip("/"), sys.argv[2], *map(float, sys.argv[3:]))
