//! What stands before the first label of a case: number, title, publication.

use std::sync::LazyLock;

use regex::Regex;

use super::fields::first_date;
use super::labels::Style;
use super::lines::{Line, squeeze};
use crate::document::Date;

/// Longest line that can be (a part of) a title, in characters.
const MAX_TITLE_CHARS: usize = 200;

/// Fields that stand as `名称：值` above the first label.
const FIELDS: &[&str] = &[
    "检察职能",
    "监督方式",
    "案由",
    "发布日期",
    "发布机关",
    "来源",
    "批次",
    "案号",
    "审理法院",
    "裁判日期",
    "办案检察院",
    "原文网址",
    "原文链接",
    "案件名称",
];

/// Number of a case as sources write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Number {
    /// 检例第79号
    Spp(u32),
    /// 指导案例108号, 指导性案例213号
    Spc(u32),
    /// 2021年指导性案例第1号，总第1号
    Supervision(u32),
    /// 教例第1号
    Teaching(u32),
}

/// A [`Number`] and how it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NumberAsWritten {
    /// The number.
    pub number: Number,
    /// As written, without brackets and spaces.
    pub text: String,
}

/// The lines before the first label, taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// Of the first number found.
    pub number: Option<NumberAsWritten>,
    /// Clean title; empty when there is none.
    pub title: String,
    /// The title with what editors put around it, where they did.
    pub heading: Option<String>,
    /// （最高人民法院审判委员会讨论通过2018年12月19日发布）
    pub published: Option<String>,
    /// The date in it.
    pub date: Option<Date>,
    /// `名称：值`, in source order.
    pub fields: Vec<(String, String)>,
    /// Lines that begin with `>`.
    pub notice: Vec<String>,
    /// Everything else.
    pub rest: Vec<String>,
    /// How many lines it takes.
    pub line_count: usize,
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"[（(]?检例第?(?<spp>\d{1,4})号[）)]?",
        r"|[（(]?指导性?案例第?(?<spc>\d{1,4})号[）)]?[:：]?",
        r"|[（(]?\d{4}年指导性案例第\d+号[，,]总第(?<sup>\d{1,4})号[）)]?",
        r"|[（(]?教例第?(?<teach>\d{1,4})号[）)]?",
    ))
    .expect("the pattern is a constant")
});

/// What editors put around a title: 案例一：, 3., 1号：.
static ORDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:案例[一二三四五六七八九十\d]+[:：、.]?|\d{1,3}(?:号[:：]|[.．、]))\s*|\s*案例[一二三四五六七八九十]+$")
        .expect("the pattern is a constant")
});

/// What a page's furniture leaves before or behind a title: 首页 > 案例, _某某网.
static RESIDUE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:(?:您|你)?(?:现在)?的?(?:当前)?(?:所在)?位置(?:是)?\s*[:：]?\s*)?(?:网站)?首\s*页(?:\s*[>＞»›/|]\s*[^\s>＞»›/|]{2,12})+(?:\s*[>＞»›/|]\s*|\s+)(?:正文\s*)?",
        r"|\s*(?:[_|｜]|\s[-–—]+\s)\s*[^\s_|｜]{0,20}(?:网|人民法院|人民检察院|检察院|门户|公报|频道|资讯)(?:[_|｜].{0,20})?$",
        r"|\s*[\[（(【]?(?:来源|出处|作者|责任编辑)\s*[:：][^\]）)】]{0,30}[\]）)】]?$",
    ))
    .expect("the pattern is a constant")
});

/// A heading without what a page's furniture left on it.
fn without_residue(heading: &str) -> std::borrow::Cow<'_, str> {
    RESIDUE.replace_all(heading.trim(), "")
}

/// The first number of a case in `line`, digits of full width included.
pub(super) fn number_in(line: &str) -> Option<NumberAsWritten> {
    let line = half_width_digits(&squeeze(line));
    // The year's number of a supervision case reads 指导性案例第1号 as well.
    let found = NUMBER
        .captures_iter(&line)
        .max_by_key(|found| found.name("sup").is_some())?;
    let value = |name: &str| found.name(name).and_then(|m| m.as_str().parse().ok());
    let number = (value("spp").map(Number::Spp))
        .or_else(|| value("spc").map(Number::Spc))
        .or_else(|| value("sup").map(Number::Supervision))
        .or_else(|| value("teach").map(Number::Teaching))?;
    Some(NumberAsWritten {
        number,
        text: found[0]
            .trim_matches(['（', '）', '(', ')', ':', '：'])
            .to_owned(),
    })
}

fn half_width_digits(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
            other => other,
        })
        .collect()
}

/// Reads the lines before the first label, or, in a text without labels
/// (`labelled` false), the title alone.
pub(super) fn read(lines: &[Line], style: Style, labelled: bool) -> Header {
    let mut header = Header::default();
    let mut heading = String::new();
    let mut below: Vec<String> = Vec::new();
    while let Some(line) = lines.get(header.line_count) {
        if labelled && style.label(line).is_some() {
            break;
        }
        let first = header.line_count == 0;
        if !labelled && !first && !continues_title(&heading, &line.text) {
            break;
        }
        header.line_count += 1;
        if line.quoted {
            header.notice.push(line.text.clone());
        } else if first || (line.heading > 0 && heading.is_empty()) || !labelled {
            heading.push_str(&line.text);
        } else if !header.take_publication(&line.text) && !header.take_field(&line.text) {
            below.push(line.text.clone());
        }
    }
    header.set_title(&heading, below);
    header
}

/// Old gazette titles run over two lines: the first does not end as titles do, the
/// second does and is no sentence.
fn continues_title(heading: &str, line: &str) -> bool {
    !heading.is_empty()
        && !heading.ends_with('案')
        && line.ends_with('案')
        && line.chars().count() <= 60
        && !line.contains(['：', ':', '。'])
}

impl Header {
    /// Takes the line about publication, which may run over two lines.
    fn take_publication(&mut self, line: &str) -> bool {
        if let Some(open) = &mut self.published
            && !open.ends_with(['）', ')'])
        {
            open.push_str(line);
        } else if line.starts_with(['（', '(']) && line.contains("讨论通过") {
            self.published = Some(line.to_owned());
        } else {
            return false;
        }
        self.date = self.published.as_deref().and_then(first_date);
        true
    }

    fn take_field(&mut self, line: &str) -> bool {
        let Some((name, value)) = line.split_once(['：', ':']) else {
            return false;
        };
        let name = squeeze(name);
        let known = FIELDS.contains(&name.as_str());
        if known {
            self.fields.push((name, value.trim().to_owned()));
        }
        known
    }

    /// Finds number and title in the heading and, where it lacks them, below it.
    fn set_title(&mut self, whole: &str, below: Vec<String>) {
        let heading = &*without_residue(whole);
        if heading != whole.trim() {
            self.heading = Some(whole.trim().to_owned());
        }
        self.number = number_in(heading).or_else(|| below.iter().find_map(|line| number_in(line)));
        let mut below: Vec<String> = below
            .into_iter()
            .filter(|line| !self.is_number_only(line))
            .collect();
        let head = self.without_number(heading);
        let cut = head.ends_with("...") || head.ends_with('…');
        let stem = squeeze(head.trim_end_matches(['.', '…']));
        let joined = join_title(&below);
        self.title = if stem.is_empty() || (cut && squeeze(&joined).starts_with(&stem)) {
            below.clear();
            self.without_number(&joined)
        } else {
            if squeeze(&joined) == squeeze(&head) {
                below.clear();
            }
            head
        };
        self.drop_order();
        self.rest = below;
    }

    /// Whether a line says nothing but the number.
    fn is_number_only(&self, line: &str) -> bool {
        self.number.is_some() && number_in(line).is_some() && self.without_number(line).is_empty()
    }

    /// `line` without the number, spaces between Chinese characters removed.
    fn without_number(&self, line: &str) -> String {
        let line = tidy(line);
        if self.number.is_none() || number_in(&line).is_none() {
            return line;
        }
        tidy(&NUMBER.replace(&half_width_digits(&line), ""))
    }

    /// Takes 案例一： and the like off the title; the whole then stays beside it.
    fn drop_order(&mut self) {
        let clean = ORDER.replace_all(&self.title, "").trim().to_owned();
        if !clean.is_empty() && clean != self.title {
            let title = std::mem::replace(&mut self.title, clean);
            self.heading.get_or_insert(title);
        }
    }
}

/// Lines of a wrapped title in one; a line too long for a title ends it.
fn join_title(lines: &[String]) -> String {
    let joined: String = lines.concat();
    if joined.chars().count() <= MAX_TITLE_CHARS {
        joined
    } else {
        String::new()
    }
}

/// White space at the ends goes, and in the name of a case (…案) that between
/// characters that are not both ASCII; a headline keeps its spaces.
fn tidy(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let headline = words.len() > 1 && !text.trim_end().ends_with(['案', '纷', '号']);
    let mut clean = String::with_capacity(text.len());
    for word in words {
        let apart = !clean.is_empty() && headline
            || clean.ends_with(|c: char| c.is_ascii_alphanumeric())
                && word.starts_with(|c: char| c.is_ascii_alphanumeric());
        if apart {
            clean.push(' ');
        }
        clean.push_str(word);
    }
    clean
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::lines::clean;
    use super::*;

    fn header(markdown: &str) -> Header {
        let lines = clean(markdown);
        let style = Style::of(&lines);
        let labelled = lines.iter().any(|line| style.label(line).is_some());
        read(&lines, style, labelled)
    }

    #[track_caller]
    fn check(markdown: &str, number: Option<Number>, title: &str) -> Header {
        let header = header(markdown);
        assert_eq!(
            header.number.as_ref().map(|n| n.number.clone()),
            number,
            "{markdown}"
        );
        assert_eq!(header.title, title, "{markdown}");
        header
    }

    #[test]
    fn furniture_of_pages_is_no_part_of_a_title() {
        let title = |heading: &str| header(&format!("# {heading}\n【要旨】\n一。\n")).title;
        for heading in [
            "首页 > 案例 甲诉乙公司合同纠纷案",
            "首页＞案例＞民事 > 甲诉乙公司合同纠纷案",
            "当前位置：首页 » 公报案例 » 甲诉乙公司合同纠纷案",
            "您的位置: 网站首页 > 裁判文书 > 正文 甲诉乙公司合同纠纷案",
            "甲诉乙公司合同纠纷案_某某人民法院",
            "甲诉乙公司合同纠纷案 - 某某法律网",
            "甲诉乙公司合同纠纷案 | 某某公报",
            "甲诉乙公司合同纠纷案（来源：某某公报）",
        ] {
            assert_eq!(title(heading), "甲诉乙公司合同纠纷案", "{heading}");
        }
        for heading in [
            "甲诉某某网侵权案",
            "某某人民检察院诉甲公司案",
            "首页改版侵权纠纷案",
        ] {
            assert_eq!(title(heading), heading);
        }
    }

    #[test]
    fn number_and_title_are_told_apart() {
        let spp = |n| Some(Number::Spp(n));
        check(
            "### （检例第17号） 甲盗窃案\n（检例第17号）\n【要旨】\n",
            spp(17),
            "甲盗窃案",
        );
        check(
            "###\n（检例第184号）乙公司案\n【要旨】\n",
            spp(184),
            "乙公司案",
        );
        check(
            "### （检例第79号）\n甲公司\n执行监督案\n（检例第79号）\n【要旨】\n",
            spp(79),
            "甲公司执行监督案",
        );
        check(
            "### 丙诉某局案\n（检例第２０５号）\n【要旨】\n",
            spp(205),
            "丙诉某局案",
        );
    }

    #[test]
    fn order_of_the_publication_is_not_part_of_the_title() {
        let header = check(
            "### （检例第70号）丁减刑监督案 案例一\n【要旨】\n",
            Some(Number::Spp(70)),
            "丁减刑监督案",
        );
        assert_eq!(header.heading.as_deref(), Some("丁减刑监督案 案例一"));
        check(
            "### （检例第66号）\n3.某公司案\n【要旨】\n",
            Some(Number::Spp(66)),
            "某公司案",
        );
        check(
            "### （检例第98号）\n案例一：某公司案\n【要旨】\n",
            Some(Number::Spp(98)),
            "某公司案",
        );
        let number = Some(Number::Supervision(3));
        check(
            "### 3号：某某违规案\n（2021年指导性案例第3号，总第3号）\n【关键词】\n",
            number,
            "某某违规案",
        );
    }

    #[test]
    fn cut_heading_is_completed_from_the_text() {
        let text = "### 指导案例900号：甲乙丙公司诉丁戊公司买卖合...\n原文网址：https://example.org/a\n甲乙丙公司诉丁戊公司\n买卖合同纠纷案\n（最高人民法院审判委员会讨论通过\n2021年2月3日发布）\n关键词民事/买卖\n裁判要点\n";
        let header = check(
            text,
            Some(Number::Spc(900)),
            "甲乙丙公司诉丁戊公司买卖合同纠纷案",
        );
        assert_eq!(header.number.unwrap().text, "指导案例900号");
        assert_eq!(header.date, Some(jiff::civil::date(2021, 2, 3)));
        assert_eq!(
            header.fields,
            [("原文网址".to_owned(), "https://example.org/a".to_owned())]
        );
        assert!(header.rest.is_empty());
    }

    #[test]
    fn other_lines_of_the_header_are_kept() {
        let text = "## 指导性案例901号：甲案\n编者说明\n裁判要点\n基本案情\n";
        let header = check(text, Some(Number::Spc(901)), "甲案");
        assert_eq!(header.rest, ["编者说明"]);
    }

    #[test]
    fn text_without_labels_has_its_title_only() {
        let header = check(
            "#甲公司诉乙局、\n丙公司纠纷案\n原告：甲公司。\n",
            None,
            "甲公司诉乙局、丙公司纠纷案",
        );
        assert_eq!(header.line_count, 2);
        let header = check(
            "## 甲公司诉 乙公司案 \n原告：甲公司。\n",
            None,
            "甲公司诉乙公司案",
        );
        assert_eq!(header.line_count, 1);
    }

    #[test]
    fn teaching_case_has_fields_and_a_notice() {
        let text = "# （教例第3号）甲案\n\n> **虚构教学案例**：虚构。\n\n检察职能：审查起诉\n\n【关键词】\n";
        let header = check(text, Some(Number::Teaching(3)), "甲案");
        assert_eq!(header.notice, ["虚构教学案例：虚构。"]);
        assert_eq!(
            header.fields,
            [("检察职能".to_owned(), "审查起诉".to_owned())]
        );
    }
}
