"""Precision, recall, place, verdicts and quotations of `leian cite check`, and texts on days.

    measure.py library LEIAN SHARED FOLDER [--earlier]
    measure.py documents LEIAN LIBRARY SHARED [--labels FOLDER] [--quiet]
    measure.py hard LEIAN LIBRARY [--labels FILE] [--quiet]
    measure.py days LEIAN LIBRARY [--labels FILE] [--quiet]

LEIAN is a built program, SHARED the folder that has data/laws and data/cases. `library`
makes a library of laws/ without DLC and cases/ without vectors, with --earlier also of
laws_earlier/. `documents` and `hard` want the first, `days` the second. --labels names
documents or a table of others in the same form as those in corpus/labels. Every miss is
printed unless --quiet is given. The figures are for reading: the exit code is 0.
"""

import argparse
import collections
import concurrent.futures
import csv
import json
import os
import pathlib
import subprocess
import sys

from answers import Found, Wanted, span_agrees, take
from filled import Filled, Texts

LABELS = pathlib.Path(__file__).resolve().parents[2] / "corpus/labels"


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def unescaped(text):
    return text.replace("\\n", "\n").replace("\\f", "\f")


def share(part, whole):
    return f"{part / whole:.3f} ({part} of {whole})" if whole else "–"


def run(command, **more):
    result = subprocess.run(command, capture_output=True, text=True, **more)
    if result.returncode > 1:
        sys.exit(f"{command[0]}: {result.stderr.strip()}")
    return result.stdout


def check(leian, library, text):
    answer = run([leian, "cite", "check", "--library", library, "--json", "-"], input=text)
    return [Found.of(citation) for citation in json.loads(answer)["citations"]]


def make_library(leian, shared, folder, earlier):
    data = pathlib.Path(shared) / "data"
    paths = [
        path for path in sorted((data / "laws").iterdir()) if path.is_dir() and path.name != "DLC"
    ]
    paths.append(data / "cases")
    if earlier:
        paths.append(data / "laws_earlier")
    print(run([leian, "import", "--library", folder, "--no-embed", *map(str, paths)]))


class Count(collections.Counter):
    """What the figures are made of."""

    def figures(self, name):
        return (
            f"{name}: labelled {self['labelled']}, found {self['found']}; "
            f"precision {share(self['right'], self['found_counted'])}, recall {share(self['right'], self['labelled'])}, "
            f"place {share(self['spans'], self['right'])}, verdict {share(self['verdicts'], self['judged'])}, "
            f"quotations {share(self['quotes'], self['quoted'])}; "
            f"traps taken {self['traps_taken']} of {self['traps']}; "
            f"quotations to be equal {share(self['quotes_equal'], self['quoted_equal'])}, "
            f"to differ {share(self['quotes_differs'], self['quoted_differs'])}, "
            f"none {share(self['quotes_none'], self['quoted_none'])}"
        )


class DocumentMeasure:
    def __init__(self, filled, labels, found, say):
        self.filled, self.say, self.count = filled, say, Count()
        self.rows = [self.wanted(row) for row in labels]
        self.found = [f for f in found if not filled.in_quotation(f.start, f.end)]
        self.left = list(self.found)

    def wanted(self, row):
        text = unescaped(row["text"])
        names = ("law", "case", "verdict", "quote", "edition", "kind")
        return Wanted(
            articles=row["article"],
            paragraphs=row["paragraph"],
            items=row["item"],
            text=text,
            span=self.filled.place(text, int(row["n"])),
            **{name: row[name] for name in names},
        )

    def overlapping(self, wanted):
        start, end = wanted.span
        over = [f for f in self.left if f.start < end and f.end > start]
        return sorted(over, key=lambda f: max(f.start, start) - min(f.end, end))

    def measure(self):
        citations = [row for row in self.rows if row.kind not in ("none", "open")]
        # First what is right, so that a neighbour cannot take it.
        missed = [row for row in citations if not self.one(row, only_right=True)]
        for row in missed:
            self.one(row, only_right=False)
        self.rest(citations)
        self.count["labelled"] = len(citations)
        self.count["found"] = len(self.found)
        return self.count

    def one(self, row, only_right):
        group, right = take(row, self.overlapping(row))
        if not right and only_right:
            return False
        if not right:
            said = group[0].shown() if group else "nothing"
            if group:
                self.left.remove(group[0])
                self.count["found_counted"] += 1
            self.say(f"missed {row.text!r}: {said}")
            return False
        for found in group:
            self.left.remove(found)
        self.count["right"] += 1
        self.count["found_counted"] += 1
        self.judge(row, group)
        return True

    def judge(self, row, group):
        if span_agrees(row, group, self.filled.text):
            self.count["spans"] += 1
        else:
            words = self.filled.text[group[0].start : group[-1].end]
            self.say(f"place of {row.text!r}: {words!r}")
        self.count["judged"] += 1
        self.count["verdicts"] += row.said(group)
        if not row.said(group):
            self.say(f"verdict of {row.text!r}: {group[0].shown()} for {row.verdict} {row.edition}")
        if not row.quote:
            return
        right = any(found.quote == row.quote for found in group)
        for name, of in (("quoted", 1), ("quotes", right)):
            self.count[name] += of
            self.count[f"{name}_{row.quote}"] += of
        if not right:
            self.say(f"quotation of {row.text!r}: {group[0].quote} for {row.quote}")

    def rest(self, citations):
        """Entries that answer no label: errors, unless the labels leave it open."""
        for row in self.rows:
            over = self.overlapping(row)
            if row.kind == "open":
                for found in over:
                    self.left.remove(found)
            if row.kind == "none":
                self.count["traps"] += 1
                self.count["traps_taken"] += bool(over)
            if row in citations:
                for found in over:
                    if found.law_alone and row.law_is(found):
                        self.left.remove(found)
        for found in self.left:
            self.count["found_counted"] += 1
            self.say(f"not labelled {self.filled.text[found.start : found.end]!r}: {found.shown()}")


def documents(leian, library, shared, labels, quiet):
    labels = pathlib.Path(labels or LABELS / "documents")
    texts = Texts(pathlib.Path(shared) / "data")
    rows, total = table(labels / "labels.tsv"), Count()
    for name in dict.fromkeys(row["document"] for row in rows):
        filled = Filled((labels / f"{name}.txt").read_text(encoding="utf-8"), texts)
        say = (lambda line: None) if quiet else (lambda line, name=name: print(f"  {name}: {line}"))
        own = [row for row in rows if row["document"] == name]
        count = DocumentMeasure(filled, own, check(leian, library, filled.text), say).measure()
        print(count.figures(name))
        total.update(count)
    print(total.figures("documents"))
    return total


def hard_answer(part):
    """law|article|款|项=verdict, or c:NUMBER=verdict; "!" for the mark."""
    what, _, verdict = part.strip().rpartition("=")
    marked = verdict.endswith("!")
    verdict = verdict.rstrip("!")
    if what.startswith("c:"):
        return Wanted(case=what[2:], verdict=verdict, kind="case")
    law, article, paragraph, item = what.split("|")
    if law.endswith("?"):
        law = f"{law[:-1]}|?"
    if article == "?":
        return Wanted(law=law, articles="?", marked=True)
    # Without its text a document's number may be called not held.
    if law.endswith("|?"):
        verdict += "|out_of_coverage|ambiguous"
    return Wanted(
        law=law, articles=article, paragraphs=paragraph, items=item, verdict=verdict, marked=marked
    )


def hard_misses(answers, found):
    """What is wrong of one form, in words; and whether a wrong answer looks right."""
    left, misses, unread = list(found), [], []
    for wanted in answers:
        if wanted.articles == "?":
            unread.append(wanted)
            continue
        group, right = take(wanted, left)
        if right:
            left = [f for f in left if f not in group]
            if not wanted.said(group):
                misses.append(
                    (
                        f"{group[0].shown()} for {wanted.verdict}{' with the mark' * wanted.marked}",
                        group,
                    )
                )
        elif wanted.marked:
            unread.append(wanted)
        else:
            misses.append(
                (
                    f"no {wanted.case or wanted.law} {wanted.articles} {wanted.paragraphs} {wanted.items}",
                    [],
                )
            )
    for wanted in unread:
        shown = next((f for f in left if wanted.said([f]) or Wanted(marked=True).said([f])), None)
        left = [f for f in left if f is not shown]
        if shown is None:
            misses.append((f"neither read nor shown as unreadable: {wanted.articles}", []))
    named = [f for f in left if not (f.law_alone and any(w.law_is(f) for w in answers))]
    misses += [(f"also {f.shown()}", [f]) for f in named]
    return [words for words, _ in misses], any(f.looks_right for _, group in misses for f in group)


def hard(leian, library, labels, quiet):
    rows = table(labels or LABELS / "hard_forms.tsv")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        all_found = list(pool.map(lambda row: check(leian, library, unescaped(row["text"])), rows))
    right, deceiving, by_point = 0, 0, {}
    for row, found in zip(rows, all_found, strict=True):
        misses, deceives = hard_misses([hard_answer(p) for p in row["answers"].split(" ; ")], found)
        right += not misses
        deceiving += deceives
        good, whole = by_point.get(row["point"], (0, 0))
        by_point[row["point"]] = (good + (not misses), whole + 1)
        if misses and not quiet:
            worst = "  LOOKS RIGHT" if deceives else ""
            print(f"  {row['id']} {row['kind']} {row['text']!r}: {'; '.join(misses)}{worst}")
    points = ", ".join(f"point {p} {good} of {whole}" for p, (good, whole) in by_point.items())
    print(
        f"hard forms: {share(right, len(rows))} right; a wrong answer that looks right in {deceiving}; {points}"
    )
    return right, len(rows)


def on_day(leian, library, row):
    command = [leian, "article", "--library", library, "--json", "--as-of", row["day"]]
    answer = run([*command, row["law"], row["article"]])
    try:
        return json.loads(answer)
    except json.JSONDecodeError:
        return {"status": "no_answer", "status_label": answer.strip()}


def day_outcome(row, answer):
    status, text = answer["status"], answer.get("text") or ""
    if status == "in_force" and text:
        if row["right"] == "text" and row["phrase"] in text and row["wrong"] not in text:
            return "right text"
        return "WRONG TEXT"
    if row["right"] == "repealed":
        return "right" if "repealed" in status else "honest"
    if status == row["right"]:
        return "right"
    return "honest" if status in (row["also"], "text_unavailable") else "other"


def days(leian, library, labels, quiet):
    counts = collections.Counter()
    for row in table(labels or LABELS / "days.tsv"):
        answer = on_day(leian, library, row)
        outcome = day_outcome(row, answer)
        counts[outcome] += 1
        if not quiet and outcome not in ("right", "right text"):
            text = (answer.get("text") or answer.get("explanation") or "")[:40].replace("\n", " ")
            asked = f"{row['law']} {row['article']} on {row['day']}"
            print(
                f"  {asked}: {outcome}, {answer['status']} {text!r}; right is {row['right']} {row['phrase']}"
            )
    print("days: " + ", ".join(f"{name} {number}" for name, number in sorted(counts.items())))
    return counts


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("library", "documents", "hard", "days"))
    parser.add_argument("leian")
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--labels")
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--earlier", action="store_true")
    given = parser.parse_args()
    if len(given.paths) != {"library": 2, "documents": 2, "hard": 1, "days": 1}[given.what]:
        parser.error("see the usage above")
    if given.what == "library":
        make_library(given.leian, *given.paths, given.earlier)
    else:
        measures = {"documents": documents, "hard": hard, "days": days}
        measures[given.what](given.leian, *given.paths, labels=given.labels, quiet=given.quiet)


if __name__ == "__main__":
    main()
