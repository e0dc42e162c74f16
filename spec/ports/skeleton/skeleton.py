"""What every adapter for the kit begins with. Copy it, in your language, and add one capability after the other."""

import json
import sys

CAPABILITIES = []  # "wire" first, then "receiver" with "hold", "sender", "sessions"; then what you like


def answer(command):
    if command["do"] == "hello":
        return {"vectors": 1, "name": "my port", "capabilities": CAPABILITIES}
    return {"unsupported": command["do"]}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
