"""What `leian cite check` says, what the labels say, and when the two agree."""

import dataclasses
import json
import re

WIDE = str.maketrans("（）０１２３４５６７８９", "()0123456789")
# Words before a title or a case's number that say more about it; a span may have them or not.
LEAD = re.compile(
    r"(两高|原|旧|新|现行|修订前的|修正前的|\d{4}年|最高人民(法院|检察院)(的)?(指导性案例|指导案例)?|最高[法检])*"
)
MARK = "疑似识别错误"
UNREADABLE = re.compile("无法辨认|无法识别|不可读|辨认不清|看不清|unreadable")
FINE = ("in_force", "amended")


def law_key(title):
    title = re.sub(r"[\s《》〈〉<>＜＞、·]", "", title or "").translate(WIDE)
    return title.replace("中华人民共和国", "")


def case_range(citation):
    """The number of a case, or the first and the last one: 检例第1号~检例第3号."""
    first = case_key(citation.get("case_number"))
    last = citation.get("case_to")
    if not last:
        return first
    return f"{first}~{re.sub(r'[0-9]+', str(last), first)}"


def case_key(number):
    number = re.sub(r"\s", "", number or "").translate(WIDE)
    number = re.sub(r"[〔\[【﹝]", "(", number)
    number = re.sub(r"[〕\]】﹞]", ")", number).replace("指导性案例", "指导案例")
    return re.sub(r"^指导案例第", "指导案例", number)


def members(first, last=None):
    """1, 3 → {1, 2, 3}; a range that falls has its two ends."""
    first, last = str(first or ""), str(last or "")
    if not last or last == first:
        return {first}
    if "-" in first + last or int(first) > int(last):
        return {first, last}
    return {str(number) for number in range(int(first), int(last) + 1)}


def product(articles, paragraphs, items):
    return {(a, p, i) for a in articles for p in paragraphs for i in items}


@dataclasses.dataclass(frozen=True)
class Found:
    """A citation that the program found."""

    start: int
    end: int
    law: str
    case: str
    places: frozenset
    verdict: str
    quote: str
    version: str
    provision: bool
    everything: str

    @classmethod
    def of(cls, citation):
        start, end = citation["char_range"]
        sets = [
            members(citation.get(n), citation.get(f"{n}_end"))
            for n in ("article", "paragraph", "item")
        ]
        return cls(
            start,
            end,
            law_key(citation.get("law")),
            case_range(citation),
            frozenset(product(*sets)),
            # Of a case "in force" is told as "held": the library has it, and says how it binds.
            {"held": "in_force"}.get(citation["verdict"], citation["verdict"]),
            citation["quote"],
            citation.get("version") or "",
            bool(citation.get("provision")),
            json.dumps(citation, ensure_ascii=False),
        )

    @property
    def law_alone(self):
        return not self.case and self.places == {("", "", "")}

    @property
    def unresolved(self):
        """Listed, with the name as written or none, and without a text."""
        unknown = self.verdict in ("out_of_coverage", "ambiguous") and not self.provision
        return unknown or not self.law or "〔" in self.law

    @property
    def looks_right(self):
        return self.verdict in FINE

    def shown(self):
        places = ", ".join(sorted("/".join(filter(None, p)) for p in self.places)[:4])
        return f"{self.case or self.law or '?'} {places} {self.verdict} quote {self.quote}"


@dataclasses.dataclass
class Wanted:
    """A citation as labelled. Empty law with `any_law`: whichever."""

    law: str = ""
    case: str = ""
    articles: str = ""
    paragraphs: str = ""
    items: str = ""
    verdict: str = ""
    quote: str = ""
    edition: str = ""
    kind: str = "article"
    marked: bool = False
    text: str = ""
    span: tuple = ()

    def places(self):
        return product(
            *(members(*part.split("~")) for part in (self.articles, self.paragraphs, self.items))
        )

    def is_range(self):
        return "~" in self.articles + self.paragraphs + self.items + self.case

    def cases(self):
        first, _, last = self.case.partition("~")
        if not last:
            return {case_key(first)}
        low, high = (int(re.search(r"\d+", number).group()) for number in (first, last))
        return {case_key(re.sub(r"\d+", str(number), first)) for number in range(low, high + 1)}

    def law_is(self, found):
        for law in self.law.split("|"):
            if law == "*" or law == "?" and found.unresolved:
                return True
            if found.law and (
                found.law == law_key(law)
                or law_key(law).endswith(found.law)
                and found.verdict == "out_of_coverage"
            ):
                return True
        return False

    def names(self, group):
        """Whether these entries are what is cited, all of it and no more."""
        if self.case:
            return {found.case for found in group} == self.cases()
        if not all(self.law_is(found) and not found.case for found in group):
            return False
        return set().union(*(found.places for found in group)) == self.places()

    def may_have(self, found):
        """Whether an entry may be one of a range's."""
        if self.case:
            return found.case in self.cases()
        return self.law_is(found) and not found.case and found.places <= self.places()

    def said(self, group):
        """Whether the verdict is right."""
        if self.edition and any(
            found.provision and not found.version.startswith(self.edition) for found in group
        ):
            return False
        if self.marked and not all(
            MARK in found.everything or UNREADABLE.search(found.everything) for found in group
        ):
            return False
        verdicts = self.verdict.split("|")
        if verdicts == ["in_force"]:
            return all(found.verdict == "in_force" for found in group)
        return not self.verdict or any(
            allows(verdict, found) for verdict in verdicts for found in group
        )


def allows(verdict, found):
    """The verdicts of hard_forms.tsv beyond the program's own codes."""
    name, _, year = verdict.partition(":")
    silent = not found.provision
    if name == "not_referred":
        return "不再参照" in found.everything
    if name == "not_held":
        return silent and found.verdict not in ("in_force", "no_such_article", "deleted_article")
    if name == "open":
        return silent and found.verdict != "in_force"
    if name == "not_fine":
        return found.verdict not in FINE
    if name == "version":
        return found.version.startswith(year) or silent and found.verdict == "out_of_coverage"
    if name == "not_version":
        return found.verdict != "in_force" and not found.version.startswith(year)
    return found.verdict == verdict


def take(wanted, candidates):
    """The entries that answer what is wanted: one, or of a range several; else the
    nearest, for the report."""
    for found in candidates:
        if wanted.names([found]):
            return [found], True
    if wanted.is_range():
        group = [found for found in candidates if wanted.may_have(found)]
        if group and wanted.names(group):
            return group, True
    return candidates[:1], False


def span_agrees(wanted, group, text):
    """Exact characters, but for words before the title that say which edition or court."""
    start, end = min(f.start for f in group), max(f.end for f in group)
    if end != wanted.span[1]:
        return False
    return LEAD.fullmatch(text[min(start, wanted.span[0]) : max(start, wanted.span[0])]) is not None
