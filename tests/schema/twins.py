"""Runs twins as another implementation would: each case by itself, as scenarios/INTERPRETING.md tells.

    twins.py NTSRM WORK PATH...

Exports the scenarios of PATH, writes each case of each twin as a scenario of its own, runs these, the
originals and, by ntsrm's own reader, the twins, and compares what became of each case. Exit code: 0 if
nothing differs.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

WORLD = ("accounts", "settings", "logon-sessions", "tokens", "jobs", "objects", "processes")
SHARED = ("title", "source", "tags", "rules", "profile", "policy", "skip", "xfail", *WORLD, "steps")
WIDE = re.compile(r"-?0x[0-9A-F]{14,16}")
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
SPECIAL = {"NULL", "null", "true", "false", "TRUE", "FALSE"}


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def yaml_of(value):
    """As the reader of scenarios takes it: words are plain, texts that look like others quoted."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(yaml_of, value)) + "]"
    if isinstance(value, dict):
        if set(value) == {"$text"}:
            return quoted(value["$text"])
        return "{" + ", ".join(f"{key_of(key)}: {yaml_of(one)}" for key, one in value.items()) + "}"
    if WIDE.fullmatch(value) or PLAIN.fullmatch(value) and value not in SPECIAL:
        return value
    return quoted(value)


def key_of(key):
    return key if re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*", key) else quoted(key)


def scenario_of(twin, case, name):
    """A case stands over its scenario."""
    whole = {**twin, **case}
    keys = [f"{key}: {yaml_of(whole[key])}\n" for key in SHARED if key in whole and whole[key] != ""]
    return f"---\nscenario: {name}\n" + "".join(keys)


def states(program, *paths):
    """Of each case by its id."""
    lines = subprocess.run([program, "run", "--format=jsonl", "--jobs=1", "--verbose", *paths],
                           stdout=subprocess.PIPE, check=False).stdout.splitlines()
    found = {}
    for line in map(json.loads, lines):
        if "id" in line:
            found[line["id"]] = line.get("state") or line.get("status")
    return found


def twins_of(program, folder, paths):
    """Files with the twins."""
    subprocess.run([program, "export", "--json", "--output", folder, *paths], check=True)
    return [os.path.join(where, name) for where, _, names in os.walk(folder) for name in names]


def compare(ours, theirs, what):
    """Whether they are the same, and says so."""
    differing = [one for one in ours.keys() | theirs.keys() if ours.get(one) != theirs.get(one)]
    for one in sorted(differing)[:20]:
        print(f"{one}: {ours.get(one)} as it is written, {theirs.get(one)} {what}")
    print(f"{len(ours) - len(differing)} of {len(ours)} cases have the same result {what}")
    return not differing and len(ours) > 0


def main():
    program, work, *paths = sys.argv[1:]
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    exported = subprocess.run([program, "export", "--json", *paths], stdout=subprocess.PIPE, check=True)
    ids = {}
    for line in exported.stdout.splitlines():
        twin = json.loads(line)
        with open(os.path.join(work, twin["scenario"] + ".yaml"), "w", encoding="utf-8") as file:
            for number, case in enumerate(twin["cases"]):
                name = f"{twin['scenario']}--{number}"
                ids[name] = case["id"]
                file.write(scenario_of(twin, case, name))
    theirs = {ids[name]: state for name, state in states(program, work).items()}
    ours = states(program, *paths)
    right = compare(ours, theirs, "by its twin")
    with tempfile.TemporaryDirectory() as folder:
        read = states(program, *twins_of(program, folder, paths))
    return 0 if compare(ours, read, "by its twin as ntsrm reads it") and right else 1


if __name__ == "__main__":
    sys.exit(main())
