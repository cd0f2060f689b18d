#!/usr/bin/env python3
"""Draws the windows of text in which citations are labelled by hand.

    scripts/draw_citation_windows.py CASES_FOLDER [--list]

CASES_FOLDER holds spp-guiding, spc-guiding and spc-gazette. The draw is fixed:
files are ordered by the SHA-256 of SEED and their path relative to CASES_FOLDER,
and the first so many of each source are taken. Each gives one window: WIDTH
characters that start at the beginning of a line and hold most of the characters
in MARKS (of equals the first). The first 60% of a source are "build", the rest
"test".

Offsets count Unicode characters of the file decoded as UTF-8 with nothing
removed or changed: "\\r\\n" stays two characters. For each window a line of
fields goes out (id, path, split, char_start, char_end), then its text with the
file's line numbers; with --list the lines of fields alone.
"""

import argparse
import hashlib
import pathlib
import sys

SEED = "citations-2026:"
WIDTH = 1200
MARKS = "条《"
SOURCES = (("spp-guiding", 40), ("spc-guiding", 30), ("spc-gazette", 20))


def order(path):
    return hashlib.sha256((SEED + path).encode("utf-8")).hexdigest()


def case_files(cases, source):
    """Paths of a source's cases relative to the cases folder, without its indexes."""
    files = (cases / source).glob("*.md")
    return sorted(
        (f"{source}/{file.name}" for file in files if not file.name.startswith("index")),
        key=order,
    )


def best_window(text):
    """Start and end of the window with most marks."""
    marks_before = [0]
    for character in text:
        marks_before.append(marks_before[-1] + (character in MARKS))
    starts = [0] + [at + 1 for at, character in enumerate(text) if character == "\n"]
    best = None
    for start in starts:
        end = min(start + WIDTH, len(text))
        marks = marks_before[end] - marks_before[start]
        if best is None or marks > best[0]:
            best = (marks, start, end)
    return best[1], best[2]


def windows(cases):
    """Yields id, path, split, start, end and the file's text."""
    for source, count in SOURCES:
        drawn = case_files(cases, source)[:count]
        if len(drawn) < count:
            sys.exit(f"{cases / source} has {len(drawn)} cases, {count} are needed")
        build = count * 6 // 10
        for number, path in enumerate(drawn, start=1):
            text = (cases / path).read_bytes().decode("utf-8")
            start, end = best_window(text)
            split = "build" if number <= build else "test"
            yield f"{source}-{number:02d}", path, split, start, end, text


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("cases", type=pathlib.Path)
    parser.add_argument("--list", action="store_true", help="leave the texts out")
    arguments = parser.parse_args()
    for name, path, split, start, end, text in windows(arguments.cases):
        print(name, path, split, start, end, sep="\t")
        if arguments.list:
            continue
        line = text.count("\n", 0, start) + 1
        for offset, content in enumerate(text[start:end].split("\n")):
            print(f"{line + offset:5d} {content}")
        print()


if __name__ == "__main__":
    main()
