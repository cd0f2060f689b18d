//! One sentence that ends other texts: which titles are its objects, and how much of
//! each ends. 《甲法》、《乙条例》（国务院令第1号）和《丙办法》第三条同时废止 has three;
//! 与《甲法》不一致的，不再适用 has none.

use std::sync::LazyLock;

use regex::Regex;

use super::Extent;
use crate::document::Date;
use crate::import::dates::dates_in;
use crate::normalize::{half_width, is_invisible};
use crate::numerals;
use crate::statute::ArticleNumber;

/// Stands for a title in 《》 in the skeleton of a sentence.
const TITLE: char = '\u{e000}';

/// Longest remark in brackets that belongs to a title: （试行）, （草案）, （二）.
const MAX_REMARK_CHARS: usize = 4;

/// Words that end a text, at the end of what they end.
static ENDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:自行|同时|即行|一并|相应|一律|均|都|予以|随之|宣布|即|也|应予|立即|自然)*(?P<verb>废止|失效|停止执行|停止施行|停止适用|不再适用|不再执行|不再施行|不再有效)(?:[,、:]|$)",
    )
    .expect("the pattern is constant")
});

/// 同时废止《…》, 决定废止1993年发布的《…》
static VERB_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:同时|一并|决定|现予|现决定|^|[,:、])(?:予以)?废止(?:了)?(?P<between>[^\u{e000},;:]{0,60})\u{e000}")
        .expect("the pattern is constant")
});

/// 自2012年9月29日起, 自本解释公布之日起
static FROM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[自从于][^,、]{2,24}?(?:之日起|起|开始|之日)").expect("the pattern is constant")
});

static ARTICLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"第([〇零一二三四五六七八九十百千0-9]+)条(?:之([一二三四五六七八九十]+))?")
        .expect("the pattern is constant")
});

/// Words between a title and the end of it that show a condition, a time or a
/// proposal: then nothing is said of the whole text.
const NOT_AN_OBJECT: &[&str] = &[
    "不一致",
    "抵触",
    "冲突",
    "不符",
    "施行",
    "实施",
    "生效",
    "以前",
    "之前",
    "应当",
    "可以",
    "或者",
    "是否",
    "建议",
    "已经",
    "如果",
    "期间",
    "除外",
];

/// Words before a title that make it the ground of something else.
const GROUNDS: &[&str] = &[
    "根据", "依照", "按照", "依据", "违反", "贯彻", "执行", "适用", "修改", "修订", "修正", "对",
    "为", "按",
];

/// Words for a part of a text.
const PARTS: &[&str] = &[
    "中", "有关", "关于", "部分", "条款", "规定", "内容", "标准", "附件", "附表", "款", "项", "章",
];

/// What joins the members of a list.
const JOINTS: &[&str] = &["、", ",", "和", "及", "与", "以及", "并", "暨"];

/// A text that a sentence ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Object {
    pub title: String,
    /// The words before the title: who made it and when.
    pub before: String,
    pub extent: Extent,
    /// The day that the clause itself names.
    pub from: Option<Date>,
}

/// The texts that a sentence ends, in its order.
pub(super) fn objects(sentence: &str) -> Vec<Object> {
    let skeleton = Skeleton::of(sentence);
    let mut found = Vec::new();
    let mut title_at = 0;
    for clause in skeleton.text.split(['。', ';']) {
        let titles = clause.matches(TITLE).count();
        let of_clause = &skeleton.titles[title_at..title_at + titles];
        title_at += titles;
        found.extend(in_clause(clause, of_clause));
    }
    found
}

/// A sentence without spaces and brackets, each title one character.
struct Skeleton {
    text: String,
    titles: Vec<String>,
}

impl Skeleton {
    fn of(sentence: &str) -> Self {
        let chars: Vec<char> = sentence
            .chars()
            .filter(|&c| !c.is_whitespace() && !is_invisible(c))
            .map(half_width)
            .collect();
        let mut made = Self {
            text: String::new(),
            titles: Vec::new(),
        };
        let mut at = 0;
        while at < chars.len() {
            at = made.take(&chars, at);
        }
        made
    }

    /// Takes in what begins at `at`; gives the place behind it.
    fn take(&mut self, chars: &[char], at: usize) -> usize {
        let end = match chars[at] {
            '《' => closed(chars, at, '《', '》'),
            '(' => closed(chars, at, '(', ')'),
            // What is quoted is said elsewhere: an amending act quotes new wording.
            '“' => closed(chars, at, '“', '”'),
            _ => None,
        };
        let Some(end) = end else {
            self.text.push(chars[at]);
            return at + 1;
        };
        let inside: String = chars[at + 1..end].iter().collect();
        match chars[at] {
            '《' => {
                self.titles.push(inside);
                self.text.push(TITLE);
            }
            '(' if self.text.ends_with(TITLE) && is_remark(&inside) => {
                if let Some(title) = self.titles.last_mut() {
                    title.push('(');
                    title.push_str(&inside);
                    title.push(')');
                }
            }
            _ => {}
        }
        end + 1
    }
}

fn closed(chars: &[char], at: usize, open: char, close: char) -> Option<usize> {
    let mut depth = 0usize;
    for (place, &c) in chars.iter().enumerate().skip(at) {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return Some(place);
            }
        }
    }
    None
}

fn is_remark(inside: &str) -> bool {
    inside.chars().count() <= MAX_REMARK_CHARS
        && (["试行", "草案", "暂行", "修订"]
            .iter()
            .any(|word| inside.contains(word))
            || numerals::parse(inside).is_some())
}

fn in_clause(clause: &str, titles: &[String]) -> Vec<Object> {
    let mut found = Vec::new();
    let (mut start, mut title_at) = (0, 0);
    for end in ENDS.captures_iter(clause) {
        let (Some(whole), Some(verb)) = (end.get(0), end.name("verb")) else {
            continue;
        };
        let region = &clause[start..whole.start()];
        let count = region.matches(TITLE).count();
        let of_region = &titles[title_at..title_at + count];
        (start, title_at) = (whole.end(), title_at + count);
        let told = ["已", "被", "未", "不", "而", "经", "致", "将"];
        if told.iter().any(|word| region.ends_with(word)) {
            continue;
        }
        match count {
            0 if matches!(verb.as_str(), "废止" | "失效") => found.extend(unmarked(region)),
            _ => found.extend(before_verb(region, of_region)),
        }
    }
    let mut behind = behind_verb(clause, titles);
    behind.retain(|object| {
        found
            .iter()
            .all(|known: &Object| known.title != object.title)
    });
    found.extend(behind);
    found
}

/// The objects of a region that ends with the verb, from the last title back.
fn before_verb(region: &str, titles: &[String]) -> Vec<Object> {
    let pieces: Vec<&str> = region.split(TITLE).collect();
    let mut found = Vec::new();
    let last = pieces.last().copied().unwrap_or_default();
    let from = FROM.find(last).and_then(|day| first_date(day.as_str()));
    for at in (0..titles.len()).rev() {
        let (before, after) = (pieces[at], pieces[at + 1]);
        if at + 1 < titles.len() && breaks(after) {
            break;
        }
        let extent = extent(after, at + 1 == titles.len());
        if at + 1 == titles.len() && extent.is_none() && !after.starts_with('的') {
            break;
        }
        if let Some(extent) = extent
            && !is_ground(before)
        {
            found.push(Object {
                title: titles[at].clone(),
                before: before.to_owned(),
                extent,
                from,
            });
        }
    }
    // 《甲》、《乙》中有关…的规定: of which the words speak, of both or the last, is open.
    if found
        .first()
        .is_some_and(|last| last.extent == Extent::Part)
    {
        for object in &mut found {
            object.extent = Extent::Part;
        }
    }
    found.reverse();
    found
}

/// The objects behind 废止, up to what is no member of a list.
fn behind_verb(clause: &str, titles: &[String]) -> Vec<Object> {
    let mut found = Vec::new();
    for verb in VERB_FIRST.captures_iter(clause) {
        let (Some(whole), Some(between)) = (verb.get(0), verb.name("between")) else {
            continue;
        };
        let open = ["修改和", "修改、", "修改或", "或者", "可以", "建议", "有权"];
        let head = &clause[..whole.start()];
        if open.iter().any(|word| head.ends_with(word)) || is_ground(between.as_str()) {
            continue;
        }
        let first = clause[..whole.end()].matches(TITLE).count() - 1;
        let rest: Vec<&str> = clause[whole.end()..].split(TITLE).collect();
        let mut before = between.as_str();
        for (title, &after) in titles[first..].iter().zip(&rest) {
            let after = match found.len() + 1 == rest.len() {
                true => after.split(',').next().unwrap_or_default(),
                false => after,
            };
            let Some(extent) = extent(after, false) else {
                break;
            };
            found.push(Object {
                title: title.clone(),
                before: before.to_owned(),
                extent,
                from: None,
            });
            if !joined(after) {
                break;
            }
            before = after;
        }
    }
    found
}

/// 一九五四年政务院公布的某某条例, without 《》.
fn unmarked(region: &str) -> Option<Object> {
    let made = [
        "公布的",
        "发布的",
        "颁布的",
        "通过的",
        "制定的",
        "印发的",
        "批准的",
        "实施的",
        "颁发的",
    ];
    let start = made
        .iter()
        .filter_map(|word| Some(region.rfind(word)? + word.len()))
        .max()?;
    let (before, title) = region.split_at(start);
    let title = title.trim_end_matches(',');
    let count = title.chars().count();
    let named = ["法", "条例", "规定", "办法", "细则", "规则", "解释", "决定"];
    let fits = (4..=60).contains(&count)
        && named.iter().any(|end| title.ends_with(end))
        && !title.contains([',', '、', '的', '有'])
        && !title.starts_with(['本', '该', '其', '上']);
    fits.then(|| Object {
        title: title.to_owned(),
        before: before.to_owned(),
        extent: Extent::Whole,
        from: None,
    })
}

/// How much of a title ends by the words behind it, up to the next title or the verb.
fn extent(after: &str, is_last: bool) -> Option<Extent> {
    let own = match JOINTS.iter().filter_map(|joint| after.find(joint)).min() {
        // A list of articles has joints of its own.
        Some(_) if after.starts_with('第') => after,
        Some(joint) if !is_last || joint == 0 => &after[..joint],
        _ => after,
    };
    let own = FROM.replace(own, "");
    let own = own.trim_matches(',');
    // 《甲》，与本法不一致的: a condition behind a comma is one on all before it.
    if is_last && after.starts_with(',') && NOT_AN_OBJECT.iter().any(|word| after.contains(word)) {
        return None;
    }
    if own.is_empty() || own == "等" {
        return Some(Extent::Whole);
    }
    if NOT_AN_OBJECT.iter().any(|word| own.contains(word)) || own.starts_with('的') {
        return None;
    }
    if let Some(rest) = own.strip_prefix('等') {
        return (rest.chars().count() <= 16).then_some(Extent::Whole);
    }
    let articles: Vec<ArticleNumber> = ARTICLE
        .captures_iter(own)
        .filter_map(|c| article(&c))
        .collect();
    if own.starts_with('第') && !articles.is_empty() {
        let plain = ["款", "项", "中", "至", "规定", "标准"];
        return Some(match plain.iter().any(|word| own.contains(word)) {
            true => Extent::Part,
            false => Extent::Articles(articles),
        });
    }
    PARTS
        .iter()
        .any(|word| own.contains(word))
        .then_some(Extent::Part)
}

fn article(found: &regex::Captures<'_>) -> Option<ArticleNumber> {
    let number = |group: usize| -> Option<u32> {
        numerals::parse(found.get(group)?.as_str())?.try_into().ok()
    };
    Some(ArticleNumber {
        base: number(1)?,
        inserted: number(2).unwrap_or(0),
    })
}

/// Whether what stands between two titles parts them: the first belongs to another
/// statement.
fn breaks(between: &str) -> bool {
    let ends = ["施行,", "实施,", "生效,", "执行,", "制定本", "为准"];
    ends.iter().any(|word| between.contains(word))
        || ["不一致", "抵触"].iter().any(|word| between.contains(word))
}

fn joined(after: &str) -> bool {
    JOINTS.iter().any(|joint| after.starts_with(joint)) || after.starts_with('第')
}

fn is_ground(before: &str) -> bool {
    let near = before.rsplit([',', '、']).next().unwrap_or(before);
    GROUNDS.iter().any(|word| near.ends_with(word))
        || ["根据", "依照", "按照", "依据"].iter().any(|word| near.starts_with(word))
        // 与《甲》不一致: without a title before it, 与 begins no list.
        || near == "与"
}

fn first_date(text: &str) -> Option<Date> {
    dates_in(text).first().map(|(_, date)| *date)
}
