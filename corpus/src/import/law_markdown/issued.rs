//! A notice, order or announcement that issues a text: 印发《…意见》的通知, a 公告 or a
//! 主席令 before the law. The text is what is cited; the notice stands before it.

use super::label::label;
use super::lines::Line;
use super::title::{Title, is_title, joined, length};
use crate::issuer_names::{self, ISSUERS};
use crate::normalize::without_spaces;
use crate::statute::enumeration::enumerator;

/// Most lines of a notice before the text.
const MAX_NOTICE_LINES: usize = 80;

/// Words of titles of notices.
const ISSUES: &[&str] = &[
    "印发", "发布", "公布", "颁布", "颁发", "下发", "转发", "批转", "发出",
];

/// What a title of a notice ends with.
const NOTICES: &[&str] = &["通知", "公告", "通告", "令", "函", "决定", "命令"];

/// The text that a notice issues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Issued {
    /// Its title.
    pub title: Title,
    /// The notice's own title, where it names the text: another name of it.
    pub alias: Option<String>,
    /// Where the title stands among the lines behind the notice's title, and over how
    /// many lines; absent when the notice does not repeat it.
    pub place: Option<(usize, usize)>,
}

/// Finds the text that a notice with this title issues in the lines below it.
pub(super) fn find(notice: &Title, lines: &[Line<'_>]) -> Option<Issued> {
    let named = named_in(&notice.law);
    let issues = named
        .iter()
        .any(|_| ISSUES.iter().any(|word| notice.law.contains(word)));
    let is_notice = is_notice_title(&notice.law);
    // A notice of two texts, or of another notice, is none of them.
    let one_text = named.len() <= 1 && !named.iter().any(|name| is_notice_title(name));
    if !is_notice || !issues && notice.law.contains('《') || !one_text {
        return None;
    }
    let alias = issues.then(|| notice.text.clone());
    let end = lines.iter().position(|line| label(line.text).is_some());
    let end = end.unwrap_or(lines.len()).min(MAX_NOTICE_LINES);
    let mut names = match issues {
        true => named.clone(),
        false => Vec::new(),
    };
    for line in lines[..end].iter().filter(|_| !issues) {
        let announces = ISSUES
            .iter()
            .chain(&["通过"])
            .any(|word| line.text.contains(word));
        names.extend(named_in(line.text).into_iter().filter(|_| announces));
    }
    if let Some((place, written)) = repeated(&lines[..end], &names, lines) {
        return Some(Issued {
            title: of_issuers(notice, &written),
            alias,
            place: Some(place),
        });
    }
    // The title is not repeated: what has articles of its own is the text issued.
    let has_articles = lines
        .iter()
        .any(|line| label(line.text).is_some_and(|label| label.separated));
    let name = named
        .into_iter()
        .find(|name| issues && has_articles && is_title(name))?;
    Some(Issued {
        title: of_issuers(notice, &name),
        alias,
        place: None,
    })
}

fn is_notice_title(title: &str) -> bool {
    NOTICES.iter().any(|end| title.ends_with(end))
}

/// The names in 《》, those of a name in a name left out.
pub(super) fn named_in(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let (mut depth, mut start) = (0usize, 0);
    for (at, c) in text.char_indices() {
        match c {
            '《' => {
                if depth == 0 {
                    start = at + c.len_utf8();
                }
                depth += 1;
            }
            '》' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    names.push(text[start..at].to_owned());
                }
            }
            _ => {}
        }
    }
    names
}

/// Where one of the names stands as a title, over one or more lines, with a text that
/// counts something behind it.
fn repeated(
    before: &[Line<'_>],
    names: &[String],
    all: &[Line<'_>],
) -> Option<((usize, usize), String)> {
    let plain: Vec<String> = names.iter().map(|name| core(name)).collect();
    (0..before.len()).find_map(|at| {
        let text = before[at].text;
        if text.ends_with(['。', '；', '：']) {
            return None;
        }
        let title = match before[at].depth {
            0 => length(&before[at..]).min(before.len() - at),
            _ => 1,
        };
        let counts = (1..=title).rev();
        let (count, written) = counts
            .map(|count| (count, joined(&before[at..at + count])))
            .find(|(_, written)| {
                let written = core(&Title::of(written).law);
                plain.contains(&written)
            })?;
        let counted = all[at + count..]
            .iter()
            .any(|line| label(line.text).is_some() || enumerator(line.text).is_some());
        counted.then_some(((at, count), written))
    })
}

/// A title without its issuers, brackets and spaces.
fn core(title: &str) -> String {
    let title: String = without_spaces(title)
        .chars()
        .filter(|c| !matches!(c, '《' | '》' | '〈' | '〉' | '<' | '>'))
        .collect();
    let title = title.replace("(试行)", "（试行）");
    let rest = without_issuers(&title);
    match rest.starts_with("关于") {
        true => rest.to_owned(),
        false => title,
    }
}

fn without_issuers(title: &str) -> &str {
    let mut rest = title;
    while let Some((name, _)) = ISSUERS.iter().find(|(name, _)| rest.starts_with(name)) {
        let apart = |c: char| c.is_whitespace() || matches!(c, '、' | '·');
        rest = rest[name.len()..].trim_start_matches(apart);
    }
    rest
}

/// The title of the text issued; 关于… gets the issuers of the notice.
fn of_issuers(notice: &Title, written: &str) -> Title {
    let mut title = Title::of(written);
    let issuers = &notice.law[..notice.law.len() - without_issuers(&notice.law).len()];
    let issuers = issuers.trim_end_matches(['、', '·']).trim_end();
    if title.law.starts_with("关于") && !issuers.is_empty() {
        let whole = format!("{issuers}{}", title.law);
        title.law = issuer_names::joined(&whole).unwrap_or(whole);
    }
    title
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn lines<'a>(texts: &[&'a str]) -> Vec<Line<'a>> {
        texts
            .iter()
            .map(|text| Line {
                number: 1,
                depth: 0,
                text,
            })
            .collect()
    }

    #[track_caller]
    fn check(notice: &str, texts: &[&str], law: &str, place: Option<(usize, usize)>, alias: bool) {
        let found = find(&Title::of(notice), &lines(texts)).unwrap();
        assert_eq!(
            (found.title.law.as_str(), found.place, found.alias.is_some()),
            (law, place, alias)
        );
    }

    #[test]
    fn text_issued_by_a_notice_is_found_by_its_own_title() {
        check(
            "最高人民法院 最高人民检察院印发《关于办理某案的意见》的通知",
            &[
                "各省：",
                "现印发给你们。",
                "2020年1月1日",
                "最高人民法院",
                "最高人民检察院",
                "关于办理某案的意见",
                "一、甲。",
                "二、乙。",
            ],
            "最高人民法院、最高人民检察院关于办理某案的意见",
            Some((3, 3)),
            true,
        );
        check(
            "最高人民检察院关于印发《人民检察院某事规则（试行）》的通知",
            &[
                "各级人民检察院：",
                "人民检察院某事规则（试行）",
                "第一条 甲。",
            ],
            "人民检察院某事规则（试行）",
            Some((1, 1)),
            true,
        );
        check(
            "公安部关于印发《公安机关某事规定》的通知",
            &["各省公安厅：", "现予印发。", "第一条 甲。"],
            "公安机关某事规定",
            None,
            true,
        );
    }

    #[test]
    fn order_and_announcement_stand_before_the_law() {
        check(
            "中华人民共和国主席令",
            &[
                "第七号",
                "《中华人民共和国某某法》已由某会议通过，现予公布。",
                "中华人民共和国某某法",
                "（2020年1月1日通过）",
                "第一条 甲。",
            ],
            "中华人民共和国某某法",
            Some((2, 1)),
            false,
        );
        check(
            "中华人民共和国最高人民法院公告",
            &[
                "《最高人民法院关于适用〈某某法〉的解释》已经通过，现予公布。",
                "最高人民法院",
                "关于适用《某某法》的解释",
                "第一条 甲。",
            ],
            "最高人民法院关于适用《某某法》的解释",
            Some((1, 2)),
            false,
        );
    }

    #[test]
    fn other_notices_issue_nothing() {
        for (title, texts) in [
            ("关于某事的通知", &["各省：", "一、甲。", "二、乙。"][..]),
            ("关于贯彻《某某法》的通知", &["各省：", "第一条 甲。"]),
            ("关于修改《某某法》的决定", &["一、甲。", "二、公布。"]),
            (
                "某院关于印发《甲办法》和《乙办法》的通知",
                &["甲办法", "第一条 丙。", "乙办法", "第一条 丁。"],
            ),
            (
                "某院转发《关于某事的通知》的通知",
                &["关于某事的通知", "一、甲。", "二、乙。"],
            ),
            ("某某法", &["第一条 甲。"]),
        ] {
            assert_eq!(find(&Title::of(title), &lines(texts)), None, "{title}");
        }
    }
}
