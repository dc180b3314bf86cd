"""YAML as editors read it: the core schema of YAML 1.2, with PyYAML, whose own schema is that of 1.1.

In 1.1 `yes` is a boolean, `1_000` a number and `2001-12-14` a date; in 1.2 they are texts.
"""
import re

import yaml

_BASE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(_BASE):
    """Scalars have the types of YAML 1.2, and no key stands twice."""

    yaml_implicit_resolvers = {}

    def construct_mapping(self, node, deep=False):
        mapping = {}
        for key_node, value_node in node.value:
            key = str(self.construct_scalar(key_node))  # a key is its text, whatever it looks like
            if key in mapping:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key '{key}' stands twice", key_node.start_mark)
            mapping[key] = self.construct_object(value_node, deep=True)
        return mapping


def _integer(loader, node):
    text = node.value
    base = {"0x": 16, "0o": 8}.get(text[:2], 10)
    return int(text[2:] if base != 10 else text, base)


def _mapping(loader, node):
    return loader.construct_mapping(node)


for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$", list("-+0123456789")),
    ("float", r"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
              r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$", list("-+0123456789.")),
):
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)
Loader.add_constructor("tag:yaml.org,2002:int", _integer)
Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def documents(path):
    """All documents of a file."""
    with open(path, encoding="utf-8") as file:
        return list(yaml.load_all(file, Loader=Loader))
