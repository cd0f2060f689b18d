#!/usr/bin/env python3
"""Draw the documents of corpus/labels/functions.tsv and corpus/labels/judgments.tsv.

The draw depends on identifiers only, never on the text of a document:
items are ordered by SHA-256 of a fixed prefix followed by the identifier, and
the first ones are taken.

  cases      检例 numbers of the Supreme People's Procuratorate's guiding cases,
             "functions-2026:检例第67号"; 100 "build", then 60 "test"
  judgments  the id of each record, "judgments-2026:<id>"; 60 "build", then 40 "test"

usage: draw_labelled_cases.py cases DIR_OF_CASES
       draw_labelled_cases.py judgments FILE.jsonl
       draw_labelled_cases.py check TSV cases|judgments DIR_OR_FILE

Prints "identifier <TAB> split <TAB> file", one a line, in the order of the draw.
`check` compares the identifiers and splits of a label file with the draw.
"""

import hashlib
import json
import os
import re
import sys

CASE_NUMBER = re.compile(r"检例第\s*(\d+)\s*号")


def order(prefix, identifiers):
    def key(identifier):
        return hashlib.sha256((prefix + identifier).encode("utf-8")).hexdigest()

    return sorted(identifiers, key=key)


def split(identifiers, build, test):
    drawn = identifiers[: build + test]
    return [(item, "build" if at < build else "test") for at, item in enumerate(drawn)]


def case_files(directory):
    """Number of the case -> file name. The number is the first one in the text."""
    found = {}
    for name in sorted(os.listdir(directory)):
        if name.startswith("index") or not name.endswith(".md"):
            continue
        with open(os.path.join(directory, name), encoding="utf-8") as handle:
            number = CASE_NUMBER.search(handle.read())
        if number:
            found.setdefault("检例第%d号" % int(number.group(1)), name)
    return found


def draw_cases(directory):
    files = case_files(directory)
    return [(n, s, files[n]) for n, s in split(order("functions-2026:", files), 100, 60)]


def draw_judgments(path):
    ids = []
    with open(path, encoding="utf-8") as handle:
        for at, line in enumerate(handle, 1):
            if line.strip():
                ids.append(str(json.loads(line).get("id") or at))
    name = os.path.basename(path)
    return [(i, s, name) for i, s in split(order("judgments-2026:", set(ids)), 60, 40)]


DRAWS = {"cases": draw_cases, "judgments": draw_judgments}


def check(table, rows):
    with open(table, encoding="utf-8") as handle:
        lines = [line.rstrip("\n") for line in handle if line.strip() and line[0] != "#"]
    header, body = lines[0].split("\t"), [line.split("\t") for line in lines[1:]]
    wrong = [row for row in body if len(row) != len(header)]
    if wrong:
        sys.exit("%s: %d rows without %d columns" % (table, len(wrong), len(header)))
    got = [(row[0], row[1]) for row in body]
    if got != [(row[0], row[1]) for row in rows]:
        sys.exit("%s: rows differ from the draw" % table)
    print("%s: %d rows, as drawn" % (table, len(got)))


def main(arguments):
    if len(arguments) == 2 and arguments[0] in DRAWS:
        for row in DRAWS[arguments[0]](arguments[1]):
            print("\t".join(row))
    elif len(arguments) == 4 and arguments[0] == "check" and arguments[2] in DRAWS:
        check(arguments[1], DRAWS[arguments[2]](arguments[3]))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
