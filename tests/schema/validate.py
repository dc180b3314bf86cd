"""Validates YAML files, or JSON ones, against a JSON Schema, by the package jsonschema.

    validate.py [--must-fail] SCHEMA PATH...

Each document of a file is validated by itself. With --must-fail a file is right if one of its
documents is not valid. Exit code: 0 if all are as they must be, 1 if not.
"""
import json
import multiprocessing
import os
import sys

import jsonschema
import yaml

import yaml12

validator = None


def start(schema_path):
    global validator
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)


def read(path):
    if path.endswith(".json"):
        with open(path, encoding="utf-8") as file:
            return [json.load(file)]
    return yaml12.documents(path)


def deepest(error):
    """The cause that lies deepest: of alternatives the one that came furthest."""
    while error.context:
        error = max(error.context, key=lambda one: (len(one.absolute_path), -len(one.message)))
    return error


def wrong(path):
    """What is wrong with the file; "" if nothing is."""
    try:
        for number, document in enumerate(read(path)):
            if not validator.is_valid(document):
                error = deepest(jsonschema.exceptions.best_match(validator.iter_errors(document)))
                where = "/".join(str(part) for part in error.absolute_path)
                return f"document {number + 1}, at /{where}: {error.message[:300]}"
    except (yaml.YAMLError, ValueError) as error:
        return str(error)
    return ""


def files(paths):
    for path in paths:
        if not os.path.isdir(path):
            yield path
        for folder, _, names in sorted(os.walk(path)):
            yield from (os.path.join(folder, name) for name in sorted(names)
                        if name.endswith((".yaml", ".json")))


def main():
    must_fail = sys.argv[1] == "--must-fail"
    schema_path, *paths = sys.argv[1 + must_fail:]
    todo = list(files(paths))
    with multiprocessing.Pool(initializer=start, initargs=(schema_path,)) as pool:
        found = pool.map(wrong, todo, chunksize=16)
    bad = [(path, what) for path, what in zip(todo, found) if bool(what) != must_fail]
    for path, what in bad:
        print(f"{path}: {what or 'is valid and must not be'}")
    print(f"{len(todo) - len(bad)} of {len(todo)} files are as they must be")
    return 1 if bad or not todo else 0


if __name__ == "__main__":
    sys.exit(main())
