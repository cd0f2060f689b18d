#!/usr/bin/env python3
"""Draws the windows of text in which citations are labelled by hand.

    scripts/draw_citation_windows.py CASES_FOLDER [--list]
    scripts/draw_citation_windows.py --second DATA_FOLDER [--list]

CASES_FOLDER holds spp-guiding, spc-guiding and spc-gazette. The draw is fixed:
files are ordered by the SHA-256 of SEED and their path relative to CASES_FOLDER,
and the first so many of each source are taken. Each gives one window: WIDTH
characters that start at the beginning of a line and hold most of the characters
in MARKS (of equals the first). The first 60% of a source are "build", the rest
"test".

The second draw (--second) has a seed of its own and takes no file of the first.
DATA_FOLDER holds cases, laws and judgments; a line of judgments/judge.jsonl is a
text of its own, written judge.jsonl#LINE (from 1). Windows may also start behind
a full stop, since a judgment is one line. Windows with an odd number are the
densest of their text; the others stand for running prose: they start where the
hash says, among the places with at least PROSE_MARKS marks. Of every five windows
the first two are "build", the rest "test".

Offsets count Unicode characters of the file decoded as UTF-8 with nothing
removed or changed: "\\r\\n" stays two characters. For each window a line of
fields goes out (id, path, split, char_start, char_end), then its text with the
file's line numbers; with --list the lines of fields alone.
"""

import argparse
import hashlib
import json
import pathlib
import sys

SEED = "citations-2026:"
WIDTH = 1200
MARKS = "条《"
SOURCES = (("spp-guiding", 40), ("spc-guiding", 30), ("spc-gazette", 20))

SECOND_SEED = "citations-2026-second:"
PROSE_MARKS = 5
JUDGMENTS = "judgments/judge.jsonl"
SECOND_SOURCES = (
    ("cases/spp-guiding", 20),
    ("cases/spc-guiding", 17),
    ("cases/spc-gazette", 15),
    ("cases/joint-typical", 4),
    ("cases/supervision-guiding", 4),
    ("cases/lawrefbook-typical", 6),
    (JUDGMENTS, 6),
    ("laws/司法解释", 6),
)


def order(path, seed=SEED):
    return hashlib.sha256((seed + path).encode("utf-8")).hexdigest()


def case_files(cases, source):
    """Paths of a source's cases relative to the cases folder, without its indexes."""
    files = (cases / source).glob("*.md")
    return sorted(
        (f"{source}/{file.name}" for file in files if not file.name.startswith("index")),
        key=order,
    )


def line_starts(text):
    return [0] + [at + 1 for at, character in enumerate(text) if character == "\n"]


def marked(text, starts):
    """Number of marks, start and end of the window at each start."""
    marks_before = [0]
    for character in text:
        marks_before.append(marks_before[-1] + (character in MARKS))
    for start in starts:
        end = min(start + WIDTH, len(text))
        yield marks_before[end] - marks_before[start], start, end


def best_window(text, starts):
    """Start and end of the window with most marks."""
    best = None
    for marks, start, end in marked(text, starts):
        if best is None or marks > best[0]:
            best = (marks, start, end)
    return best[1], best[2]


def prose_window(text, starts, path):
    """A window with some marks; the densest when none has as many as asked."""
    found = [place[1:] for place in marked(text, starts) if place[0] >= PROSE_MARKS]
    if not found:
        return best_window(text, starts)
    return found[int(order(path, SECOND_SEED)[:8], 16) % len(found)]


def windows(cases):
    """Yields id, path, split, start, end and the file's text."""
    for source, count in SOURCES:
        drawn = case_files(cases, source)[:count]
        if len(drawn) < count:
            sys.exit(f"{cases / source} has {len(drawn)} cases, {count} are needed")
        build = count * 6 // 10
        for number, path in enumerate(drawn, start=1):
            text = (cases / path).read_bytes().decode("utf-8")
            start, end = best_window(text, line_starts(text))
            split = "build" if number <= build else "test"
            yield f"{source}-{number:02d}", path, split, start, end, text


def second_texts(data, source):
    """Paths relative to the data folder, and texts, of a source of the second draw."""
    if source == JUDGMENTS:
        lines = (data / source).read_bytes().decode("utf-8").splitlines()
        return {
            f"{source}#{number}": json.loads(line)["full_text"]
            for number, line in enumerate(lines, start=1)
        }
    return {
        file.relative_to(data).as_posix(): file.read_bytes().decode("utf-8")
        for file in sorted((data / source).rglob("*.md"))
        if not file.name.startswith(("index", "_index"))
    }


def second_windows(data):
    """The same as windows, of the second draw."""
    first = {f"cases/{path}" for _, path, *_ in windows(data / "cases")}
    for source, count in SECOND_SOURCES:
        texts = second_texts(data, source)
        drawn = sorted(texts.keys() - first, key=lambda path: order(path, SECOND_SEED))[:count]
        if len(drawn) < count:
            sys.exit(f"{data / source} has {len(drawn)} texts, {count} are needed")
        name = source.split("/")[1].replace("judge.jsonl", "judgment").replace("司法解释", "interpretation")
        for number, path in enumerate(drawn, start=1):
            text = texts[path]
            stops = [at + 1 for at, character in enumerate(text[:-1]) if character == "。"]
            starts = sorted(set(line_starts(text)[:-1] + stops) | {0})
            start, end = best_window(text, starts) if number % 2 else prose_window(text, starts, path)
            split = "build" if number % 5 in (1, 2) else "test"
            yield f"second-{name}-{number:02d}", path, split, start, end, text


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--second", action="store_true", help="the second draw")
    parser.add_argument("--list", action="store_true", help="leave the texts out")
    arguments = parser.parse_args()
    drawn = second_windows if arguments.second else windows
    for name, path, split, start, end, text in drawn(arguments.folder):
        print(name, path, split, start, end, sep="\t")
        if arguments.list:
            continue
        line = text.count("\n", 0, start) + 1
        for offset, content in enumerate(text[start:end].split("\n")):
            print(f"{line + offset:5d} {content}")
        print()


if __name__ == "__main__":
    main()
