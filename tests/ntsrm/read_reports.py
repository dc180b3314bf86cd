"""Reads reports by what others use for it, and compares what they say.

    read_reports.py SCHEMA FOLDER...

Each folder holds one run in the formats that its files are named after: json, jsonl, junit, tap13,
github, markdown, human. JSON is read by Python and validated by the package jsonschema, XML is read
by expat, TAP by Perl's TAP::Parser where there is one; of the others it is only seen to that no text
of a user is taken for anything else. Exit code: 0 if all say the same, 1 if not.
"""
import collections
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree

import jsonschema

BAD = ("fail", "xpass", "error")
PERL = shutil.which("perl")
READ_TAP = os.path.join(os.path.dirname(__file__), "read_tap.pl")


class Wrong(Exception):
    pass


def must(condition, what):
    if not condition:
        raise Wrong(what)


def same(left, right, what):
    must(left == right, f"{what}: {left!r} and {right!r}")


def text_of(folder, name):
    with open(os.path.join(folder, name), "rb") as file:
        return file.read().decode("utf-8")


# ---- JSON


def is_bad(tail, states):
    coverage = tail.get("coverage", {})
    return (any(states[state] for state in BAD) or "signal" in tail
            or coverage.get("percent", 0) < coverage.get("minimum", 0)
            or tail["totals"]["invalid_files"] + tail["totals"]["unreadable_files"] > 0)


def read_json(folder, validator):
    document = json.loads(text_of(folder, "json"))
    validator.validate(document)
    states = collections.Counter()
    for file in document["files"]:
        own = collections.Counter(case["state"] for case in file["cases"])
        same(+collections.Counter(file["states"]), own, "states of " + file["path"])
        states += own
        for case in file["cases"]:
            same(case["path"], file["path"], "path of " + case["id"])
            same("command" in case, case["state"] in BAD, "command of " + case["id"])
    totals = document["totals"]
    same(+collections.Counter(totals["states"]), states, "states")
    same(totals["cases"], sum(states.values()), "cases")
    ran = [file for file in document["files"] if file["cases"]]
    same(totals["files"], len(ran), "files")
    for state, count in (("invalid", "invalid_files"), ("unreadable", "unreadable_files")):
        same(totals[count], sum(file["state"] == state for file in document["files"]), count)
    same(document["exit_code"] not in (0, 5), is_bad(document, states), "exit code")
    return document


def read_jsonl(folder, validator, document):
    lines = text_of(folder, "jsonl").split("\n")
    same(lines.pop(), "", "the end of the last line")
    joined = {"files": []}
    for line in lines:
        event = json.loads(line)
        validator.validate(event)
        kind = event.pop("event")
        if kind == "file":
            joined["files"].append({**event, "cases": []})
        elif kind == "case":
            joined["files"][-1]["cases"].append(event)
        else:
            joined.update(event)
    same(joined, document, "json and jsonl")


# ---- JUnit


def state_of(case):
    """As far as JUnit knows it."""
    children = {child.tag: child for child in case}
    must(len(children) == len(case), "a child of a test case stands twice")
    if "error" in children:
        return "error"
    if "failure" in children:
        return children["failure"].get("type")
    if "skipped" in children:
        return "xfail" if children["skipped"].get("type") == "xfail" else "skip"
    return "pass"


def read_junit(folder, document):
    root = xml.etree.ElementTree.fromstring(text_of(folder, "junit").encode())
    cases = [(case.get("name"), state_of(case)) for case in root.iter("testcase")]
    states = collections.Counter(state for _, state in cases)
    wanted = collections.Counter(document["totals"]["states"])
    wanted["skip"] += wanted.pop("not_run", 0)
    totals = document["totals"]
    wanted["error"] += totals["invalid_files"] + totals["unreadable_files"]
    wanted["fail"] += "signal" in document
    if "minimum" in document.get("coverage", {}):
        enough = document["coverage"]["percent"] >= document["coverage"]["minimum"]
        wanted["pass" if enough else "fail"] += 1
    same(states, +wanted, "states in junit")
    same(int(root.get("tests")), len(cases), "tests in junit")
    same(int(root.get("failures")), states["fail"] + states["xpass"], "failures in junit")
    same(int(root.get("errors")), states["error"], "errors in junit")
    for name in ("tests", "failures", "errors"):
        suites = sum(int(suite.get(name)) for suite in root.iter("testsuite"))
        same(int(root.get(name)), suites, name + " of all suites")
    skipped = sum(int(suite.get("skipped")) for suite in root.iter("testsuite"))
    same(skipped, states["skip"] + states["xfail"], "skipped in junit")
    ids = {case["id"] for file in document["files"] for case in file["cases"]}
    must(len({name for name, _ in cases}) >= len(ids), "cases of one name in junit")
    return cases


# ---- TAP

# What the states of cases are for a reader of TAP.
TAP_STATES = {
    ("ok", "plain"): ("pass",),
    ("ok", "skip"): ("skip",),
    ("not ok", "todo"): ("xfail",),
    ("not ok", "plain"): ("fail", "error", "xpass"),
}


def read_tap(folder, document, cases):
    if PERL is None:
        return
    tap = text_of(folder, "tap13").encode()
    output = subprocess.run([PERL, READ_TAP], input=tap, stdout=subprocess.PIPE, check=True).stdout
    lines = [line.split("\t", 4) for line in output.decode("utf-8").splitlines()]
    for line in lines:
        must(line[0] not in ("unknown", "trouble"), "TAP::Parser: " + ": ".join(line))
    tests = [line for line in lines if line[0] == "test"]
    unreadable = all(file["state"] == "unreadable" for file in document["files"])
    bails = "signal" in document or (unreadable and document["exit_code"] != 0)
    same(any(line[0] == "bailout" for line in lines), bails, "a bailout")
    if "signal" in document:
        cases = [case for case in cases if case[0] != "the run comes to its end"]
    same(len(tests), len(cases), "tests in tap")
    for test, (_, state) in zip(tests, cases):
        must(state in TAP_STATES[test[2], test[3]], f"{test} is {state} in junit")
    # A parser gives descriptions as they stand, with their escapes.
    shown = [re.sub(r"\\([\\#])", r"\1", test[4]) for test in tests]
    names = ["- " + name for name, _ in cases]
    for left, right in zip(shown, names):
        must(left == right or right.startswith("- (the file "), f"{left!r} is {right!r} in junit")
    bad = sum(state in BAD for _, state in cases)
    same(sum(line[0] == "message" for line in lines) >= bad, True, "messages in tap")


# ---- formats for people

COMMAND = re.compile(r"^::(error|warning|group|endgroup)((?: \w+=[^,:]*)(?:,\w+=[^,:]*)*)?::(.*)$")
COMMAND_BEGIN = re.compile(r"^\W*::")


def read_github(folder):
    commands = collections.Counter()
    depth = 0
    for line in text_of(folder, "github").split("\n"):
        if not COMMAND_BEGIN.match(line):
            must("##[" not in line, "an old command: " + line)
            continue
        match = COMMAND.match(line)
        must(match, "no command of ours: " + line)
        kind, properties, message = match.groups()
        commands[kind] += 1
        depth += (kind == "group") - (kind == "endgroup")
        must(0 <= depth <= 1, "groups do not end")
        must(kind not in ("error", "warning") or (depth == 0 and message and properties), line)
        must(not re.search(r"%(?!25|0A|0D|3A|2C)", line), "no escape: " + line)
    same(depth, 0, "open groups")
    must(commands["error"] <= 13, "more errors than GitHub shows")


def read_markdown(folder):
    """Blocks of code and spans in rows of tables hold the texts of users; nothing else does."""
    fence = None
    depth = 0
    for line in text_of(folder, "markdown").split("\n"):
        if fence is not None:
            fence = None if line == fence else fence
            continue
        match = re.match(r"^(`{3,})text$", line)
        if match:
            fence = match.group(1)
            continue
        depth += line.startswith("<details>") - (line == "</details>")
        if line.startswith("<details>"):
            must(re.match(r"^<details><summary>[a-z ]+: <code>[^<>]*</code></summary>$", line), line)
        elif line != "</details>":
            must("<" not in re.sub(r"(`+)( ?).*?\2\1", "", line), "HTML: " + line)
    must(fence is None and depth == 0, "what does not end")


def read_people(folder):
    for name in os.listdir(folder):
        controls = set(re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]",
                                  text_of(folder, name)))
        must(not controls, f"{name} has control characters {controls!r}")


def read_folder(folder, validator):
    document = read_json(folder, validator)
    read_jsonl(folder, validator, document)
    cases = read_junit(folder, document)
    read_tap(folder, document, cases)
    read_github(folder)
    read_markdown(folder)
    read_people(folder)


def main(schema_path, folders):
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    code = 0
    for folder in folders:
        try:
            read_folder(folder, validator)
        except (Wrong, ValueError, jsonschema.ValidationError) as error:
            print(f"{folder}: {str(error)[:2000]}")
            code = 1
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
