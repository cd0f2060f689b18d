//! Numbers of guiding cases (指导性案例) and of their batches, with lists and ranges, and
//! whose cases they are: 检例第67号、第68号, 最高人民检察院指导性案例第67号,
//! 最高法第27号指导案例, 第十七批指导性案例.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::numbers::{DIGITS, number};

/// How far before a number its issuer stands, in characters.
const ISSUER_CHARS: usize = 48;

/// Most cases that a range stands for; more are no range of cases.
const MAX_RANGE: u32 = 300;

/// Whose guiding cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Issuer {
    /// 最高人民检察院
    Procuratorate,
    /// 最高人民法院
    Court,
    /// 国家监察委员会
    Supervision,
}

/// One guiding case or batch, or a range of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cited {
    pub range: Range<usize>,
    /// Canonical number of the first: 检例第67号, 指导案例24号, 最高检第十七批指导性案例.
    pub number: String,
    /// Last number of a range.
    pub to: Option<u32>,
    /// Whether the number cannot be read.
    pub unreadable: bool,
    /// Whether it was mended.
    pub suspect: bool,
}

/// What tells that a guiding case is cited, for the pattern of tokens.
pub(super) const KEYWORDS: &str = "检例|指导性?案例";

/// A number, or that of a batch, at the end of what stands before 指导性案例: 第67号,
/// 第3、4号, 第十七批.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    let d = format!("[{DIGITS}]{{1,6}}");
    let to = r"(?:至|到|[-—–－~～]{1,2})";
    let list =
        |unit: char| format!(r"{d}(?:\s*{unit}?\s*(?:[、和及与]|{to})\s*第?\s*{d})*\s*{unit}");
    Regex::new(&format!(
        r"(?:第?\s*{}的?|(?P<batch>第\s*{}(?:次)?的?))$",
        list('号'),
        list('批')
    ))
    .expect("the pattern is a constant")
});

/// Numbers of a list behind the keyword; the keyword may be written again before each.
fn list_of(keyword: &str) -> Regex {
    let d = format!("[{DIGITS}]{{1,6}}");
    let to = r"(?:至|到|[-—–－~～]{1,2})";
    let more = format!(r"(?:\s*号?\s*(?:[、和及与]|{to})\s*(?:{keyword})?\s*第?\s*{d})*");
    Regex::new(&format!(r"^\s*第?\s*{d}{more}\s*(?P<unit>号)?")).expect("the pattern is a constant")
}

static LIST: LazyLock<Regex> = LazyLock::new(|| list_of("指导性?案例"));

static LIST_OF_PROCURATORATE: LazyLock<Regex> = LazyLock::new(|| list_of("检例"));

/// The end of the numbers behind a keyword. Behind 检例 the 号 may be left out: 检例第12、13.
fn list(keyword: &str, rest: &str) -> Option<usize> {
    let of_procuratorate = keyword == "检例";
    let found = match of_procuratorate {
        true => LIST_OF_PROCURATORATE.captures(rest)?,
        false => LIST.captures(rest)?,
    };
    let end = found.get(0)?.end();
    let other = rest[end..].starts_with(|c: char| c.is_alphanumeric() && !"中和与及的".contains(c));
    let whole = found.name("unit").is_some() || of_procuratorate && !other;
    whole.then_some(end)
}

static MEMBER: LazyLock<Regex> = LazyLock::new(|| {
    let d = format!("[{DIGITS}]{{1,6}}");
    let to = r"(?:至|到|[-—–－~～]{1,2})";
    let lead = r"(?:检例|指导性?案例)?第?\s*";
    Regex::new(&format!(
        r"{lead}(?P<first>{d})\s*[号批]?(?:\s*{to}\s*{lead}(?P<last>{d})\s*[号批]?)?"
    ))
    .expect("the pattern is a constant")
});

/// 检例第〓号
static UNREADABLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*第\s*([^第号。，、；：！？《》“”\n]{1,6})号")
        .expect("the pattern is a constant")
});

static ISSUED: LazyLock<Regex> = LazyLock::new(|| {
    let procuratorate = "最高人民检察院|最高检|高检院|高检|检察机关|检察";
    let court = "最高人民法院|最高法院|最高法|最高院";
    let supervision = "中央纪委国家监委|国家监察委员会|国家监委|监察";
    let issued = "(?:联合|公开|共同)?(?:发布|公布|印发|颁布|编发|下发|制发|颁发)";
    let date = r"(?:于|在)?(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?";
    Regex::new(&format!(
        r"(?:(?P<spp>{procuratorate})|(?P<spc>{court})|(?P<sup>{supervision}))[”》）)]?(?:{date}{issued})?的?[：:《“]?(?:第[{DIGITS}]{{1,4}}批(?:次)?的?)?(?:指导性?案例(?:（|\()?)?$"
    ))
    .expect("the pattern is a constant")
});

/// Other bodies' cases, whose numbers are their own.
const OTHERS: &[&str] = &[
    "复议",
    "执法",
    "处罚",
    "公安",
    "行政",
    "税务",
    "仲裁",
    "普法",
    "参考性",
    "司法部",
    "知识产权",
];

/// The cases or batches cited where a keyword stands at `keyword`; nothing before `floor`
/// belongs to them. Gives the end too.
pub(super) fn cited(
    text: &str,
    keyword: &Range<usize>,
    floor: usize,
) -> Option<(usize, Vec<Cited>)> {
    let near = before(text, keyword.start);
    let start = (keyword.start - near.len()).max(floor.min(keyword.start));
    let is_own = !text[keyword.clone()].starts_with("检例");
    let number = BEFORE
        .captures(&text[start..keyword.start])
        .filter(|_| is_own);
    let Some(number) = number else {
        return behind_keyword(text, keyword);
    };
    let start = start + number.get(0)?.start();
    let kind = match number.name("batch") {
        Some(_) => Kind::Batch,
        None => Kind::NumberFirst,
    };
    let range = start..keyword.end;
    let form = form(text, &range, kind)?;
    let cited = members(text, range.clone(), &form);
    (!cited.is_empty()).then_some((range.end, cited))
}

/// How a case is cited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// 检例第67号
    Keyword,
    /// 第67号指导性案例
    NumberFirst,
    /// 第十七批指导性案例
    Batch,
}

/// What stands around the number in its canonical form.
struct Form {
    before: String,
    after: String,
    chinese: bool,
}

fn behind_keyword(text: &str, range: &Range<usize>) -> Option<(usize, Vec<Cited>)> {
    let form = form(text, range, Kind::Keyword)?;
    let rest = &text[range.end..];
    let Some(list) = list(&text[range.clone()], rest) else {
        let lost = UNREADABLE.captures(rest)?;
        let whole = lost.get(0)?;
        let end = range.end + whole.end();
        let signs = lost.get(1)?.as_str();
        let is_lost = signs
            .chars()
            .any(|c| !c.is_alphanumeric() || "Xx".contains(c));
        let cited = Cited {
            range: range.start..end,
            number: text[range.start..end].split_whitespace().collect(),
            to: None,
            unreadable: true,
            suspect: false,
        };
        return is_lost.then(|| (end, vec![cited]));
    };
    let mut end = range.end + list;
    let mut cited = members(text, range.start..end, &form);
    // 指导案例3号、4号楼
    while cited.len() > 1 && is_other_number(&text[end..]) {
        cited.pop();
        end = cited.last().map_or(end, |last| last.range.end);
    }
    // 检例第67号、第68号: the list goes on as long as 号 follows.
    while let Some(more) = NEXT.captures(&text[end..])
        && let Some(own) = more.get(1)
        && !is_other_number(&text[end + own.end()..])
    {
        let next = end + own.start()..end + own.end();
        let found = members(text, next.clone(), &form);
        if found.is_empty() {
            break;
        }
        cited.extend(found);
        end = next.end;
    }
    (!cited.is_empty()).then_some((end, cited))
}

static NEXT: LazyLock<Regex> = LazyLock::new(|| {
    let d = format!("[{DIGITS}]{{1,6}}");
    let to = r"(?:至|到|[-—–－~～]{1,2})";
    let more = format!(r"(?:\s*号?\s*(?:[、和及与]|{to})\s*第?\s*{d})*");
    Regex::new(&format!(
        r"^\s*(?:（[^（）\n]{{1,30}}）)?\s*(?:[、，,和及与]|以及|或者)\s*(第?\s*{d}{more}\s*号)"
    ))
    .expect("the pattern is a constant")
});

/// 4号楼, 第3号指导性案例: the number of something else.
fn is_other_number(behind: &str) -> bool {
    let words = [
        "楼", "院", "室", "门", "店", "线", "车", "厅", "文", "厂", "库", "仓", "令", "公告",
        "指导", "案例", "房", "机", "路", "决定", "判决", "裁定", "之",
    ];
    words.iter().any(|word| behind.starts_with(word))
}

fn form(text: &str, range: &Range<usize>, kind: Kind) -> Option<Form> {
    let found = &text[range.clone()];
    let before = before(text, range.start);
    let issuer = match found.starts_with("检例") {
        true => Some(Issuer::Procuratorate),
        false => issuer(before),
    };
    if issuer.is_none() && OTHERS.iter().any(|word| before.ends_with(word)) {
        return None;
    }
    let (start, end) = match (kind, issuer) {
        (Kind::Batch, Some(Issuer::Procuratorate)) => ("最高检第", "批指导性案例"),
        (Kind::Batch, Some(Issuer::Court)) => ("最高法第", "批指导性案例"),
        (Kind::Batch, Some(Issuer::Supervision)) => ("国家监委第", "批指导性案例"),
        (Kind::Batch, None) => ("第", "批指导性案例"),
        (_, Some(Issuer::Procuratorate)) => ("检例第", "号"),
        (_, Some(Issuer::Supervision)) => ("监察指导性案例第", "号"),
        (_, Some(Issuer::Court)) | (Kind::Keyword, None) => ("指导案例", "号"),
        // 指导案例 is what the court calls its own.
        (Kind::NumberFirst, None) if found.ends_with("指导案例") => ("指导案例", "号"),
        (Kind::NumberFirst, None) => ("第", "号指导性案例"),
    };
    Some(Form {
        before: start.to_owned(),
        after: end.to_owned(),
        chinese: kind == Kind::Batch,
    })
}

fn before(text: &str, at: usize) -> &str {
    let start = text[..at].char_indices().rev().take(ISSUER_CHARS).last();
    &text[start.map_or(at, |(start, _)| start)..at]
}

fn issuer(before: &str) -> Option<Issuer> {
    let found = ISSUED.captures(before)?;
    Some(if found.name("spp").is_some() {
        Issuer::Procuratorate
    } else if found.name("spc").is_some() {
        Issuer::Court
    } else {
        Issuer::Supervision
    })
}

/// The numbers in `range`, the first with what stands before it, the last with what
/// stands behind.
fn members(text: &str, range: Range<usize>, form: &Form) -> Vec<Cited> {
    let mut cited: Vec<Cited> = Vec::new();
    for found in MEMBER.captures_iter(&text[range.clone()]) {
        let (Some(whole), Some(first)) = (found.get(0), found.name("first")) else {
            continue;
        };
        let first = number(first.as_str());
        let last = found.name("last").map(|last| number(last.as_str()));
        let piece = range.start + whole.start()..range.start + whole.end();
        let value = first.map(|first| first.value);
        let to = last.flatten().map(|last| last.value);
        let far = value
            .zip(to)
            .is_some_and(|(first, to)| to > first + MAX_RANGE);
        cited.push(Cited {
            number: match value {
                Some(value) => form.number(value),
                None => text[piece.clone()].to_owned(),
            },
            unreadable: first.is_none() || matches!(last, Some(None)) || far,
            suspect: first.is_some_and(|first| first.suspect),
            to,
            range: piece,
        });
    }
    if let Some(first) = cited.first_mut() {
        first.range.start = range.start;
    }
    if let Some(last) = cited.last_mut() {
        last.range.end = range.end;
    }
    cited
}

impl Form {
    fn number(&self, number: u32) -> String {
        let digits = match self.chinese {
            true => crate::numerals::to_chinese(u64::from(number)),
            false => number.to_string(),
        };
        format!("{}{digits}{}", self.before, self.after)
    }
}

/// All canonical numbers of a range that begins with `first`; that number alone when it
/// is none.
pub(super) fn numbers(first: &str, to: Option<u32>) -> Vec<String> {
    let Some((form, value)) = taken_apart(first).filter(|_| to.is_some()) else {
        return vec![first.to_owned()];
    };
    let to = to.unwrap_or(value);
    let (low, high) = (value.min(to), value.max(to));
    (low..=high.min(low + MAX_RANGE))
        .map(|value| form.number(value))
        .collect()
}

/// The cases that a number can mean whose text does not say whose it is: 第3号指导性案例 is
/// 检例第3号 or 指导案例3号.
pub(super) fn candidates(number: &str) -> Vec<String> {
    let Some((form, value)) = taken_apart(number).filter(|_| number.starts_with('第')) else {
        return Vec::new();
    };
    let forms = match form.chinese {
        true => [("最高检第", "批指导性案例"), ("最高法第", "批指导性案例")],
        false => [("检例第", "号"), ("指导案例", "号")],
    };
    let of = |(before, after): (&str, &str)| Form {
        before: before.to_owned(),
        after: after.to_owned(),
        chinese: form.chinese,
    };
    forms.map(|parts| of(parts).number(value)).into()
}

/// The number in a canonical number.
pub(super) fn value(canonical: &str) -> Option<u32> {
    taken_apart(canonical).map(|(_, value)| value)
}

fn taken_apart(canonical: &str) -> Option<(Form, u32)> {
    let digit = super::numbers::is_digit;
    let start = canonical.find(digit)?;
    let length = canonical[start..].find(|c| !digit(c))?;
    let (before, rest) = canonical.split_at(start);
    let (digits, after) = rest.split_at(length);
    let form = Form {
        before: before.to_owned(),
        after: after.to_owned(),
        chinese: after.starts_with('批'),
    };
    Some((form, number(digits)?.value))
}

#[cfg(test)]
#[path = "guiding_tests.rs"]
mod tests;
