//! What may stand between the members of a list of citations, and between a law's
//! title and its article.

use std::sync::LazyLock;

use regex::Regex;

use super::boundary::begins_behind;
use super::name_words::{KINDS, OTHER_PAPERS};
use super::tokens::DIGITS;

/// Longest run of other words between a law's name, or an article, and the next
/// article of the same law, in characters (《刑法》的有关规定第…).
const MAX_GAP_CHARS: usize = 6;

/// Longest words between two articles of one law in a sentence, in characters.
const SENTENCE_CHARS: usize = 60;

/// Longest words from an article to the next sentence that goes on to another one of the same
/// law, in characters.
const LEADS_ON_CHARS: usize = 120;

/// How far from the beginning of an article the word is that makes it one of a contract.
const AGREED_CHARS: usize = 16;

/// How far before a title the words of an appendix are looked for.
const APPENDIX_CHARS: usize = 40;

/// Words and marks that may stand between the members of a list.
const LIST_WORDS: &[&str] = &[
    "以及",
    "或者",
    "的规定",
    "之规定",
    "规定",
    "有关",
    "相关",
    "分别",
    "关于",
    "、",
    "，",
    ",",
    "；",
    ";",
    "和",
    "与",
    "及",
    "或",
    "并",
    "至",
    "到",
    "—",
    "-",
    "~",
    "～",
    "的",
    "之",
    "（",
    "）",
    "(",
    ")",
    "“",
    "”",
    "\"",
    "中",
    "依照",
    "根据",
    "按照",
    "适用",
    "依据",
    "同时",
    "还",
];

/// A note of the version, or of the place in the newer law: 现为2018年修正后的,
/// 于2015年修订，新法相关法条为.
static VERSION: LazyLock<Regex> = LazyLock::new(|| {
    let date = r"(?:于|自)?\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?起?";
    let words = "现为|现行|新法|旧法|原法|修订|修正|修改|施行|实施|生效|颁布|公布|发布|通过|相关法条|对应|法条|后|前|为|是|即|第[一二三四五六七八九十]{1,3}[编章节]|分则|总则";
    Regex::new(&format!("{date}|{words}")).expect("the pattern is a constant")
});

/// Behind the first article of a sentence that says what a law lays down: 还规定,
/// 、第十四条等条款规定.
static RULE: LazyLock<Regex> = LazyLock::new(|| {
    let more = format!(r"(?:[、和及与]\s*第?[{DIGITS}]{{1,9}}条[^、，。]{{0,12}})*");
    let words = r"(?:等\S{0,6}?)?(?:还|也|又|则|均|都|进一步|明确|明文|同时)*";
    Regex::new(&format!("^{more}{words}[\"”]?规定")).expect("the pattern is a constant")
});

/// Before the first title of a judgment's appendix: 附：本案适用的法律条文.
static APPENDIX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"附(?:录|件|[:：]|相关|适用|有关|引用|本|法)[^。；，《》]{0,30}$")
        .expect("the pattern is a constant")
});

/// Whether an article that begins here is one of a contract: 第三条约定.
pub(super) fn is_agreed(text: &str) -> bool {
    let words: String = text.chars().take(AGREED_CHARS).collect();
    ["约定", "载明", "写明"]
        .iter()
        .any(|word| words.contains(word))
}

/// Whether `gap` lies within one sentence, not too long, in which no other paper with
/// articles is named.
pub(super) fn is_one_sentence(gap: &str) -> bool {
    let ends = ['。', '；', '！', '？', '：', '\n', '【'];
    !gap.contains(ends)
        && gap.chars().count() <= SENTENCE_CHARS
        && !OTHER_PAPERS.iter().any(|word| gap.contains(word))
}

/// Whether the title behind `before` begins the appendix of a judgment.
pub(super) fn begins_appendix(before: &str) -> bool {
    let start = before
        .char_indices()
        .rev()
        .nth(APPENDIX_CHARS)
        .map_or(0, |(at, _)| at);
    APPENDIX.is_match(&before[start..])
}

/// From an article to words that report it.
static REPORT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^[^。；，]{0,12}?规定[：:，,“"][^。\n]*$"#).expect("the pattern is a constant")
});

/// Whether `gap` begins to report the words of the article before it, and goes on in the
/// same sentence.
pub(super) fn reports(gap: &str) -> bool {
    REPORT.is_match(gap)
}

/// Whether what follows an article says what it lays down.
pub(super) fn is_rule(behind: &str) -> bool {
    RULE.is_match(behind)
}

/// Between two articles, where the second begins a sentence or clause behind 依照 and the like.
static LEADS_ON: LazyLock<Regex> = LazyLock::new(|| {
    let words = "依照|依据|根据|按照|适用|参照|援引";
    Regex::new(&format!(
        r"[。；](?:并|同时|还|又|另|故|应当|应|同样|对此|其中)*(?:{words})(?:其|上述法律|该法)?$"
    ))
    .expect("the pattern is a constant")
});

/// Whether a sentence in `gap`, between two articles, leads to the second of them as to one
/// of the same law: no other paper with articles is named between.
pub(super) fn leads_on(gap: &str) -> bool {
    LEADS_ON.is_match(gap)
        && gap.chars().count() <= LEADS_ON_CHARS
        && !OTHER_PAPERS.iter().any(|word| gap.contains(word))
}

/// Whether only words of a list stand in `gap`, which lies between two citations.
pub(super) fn is_list(gap: &str) -> bool {
    let gap = without_brackets(gap);
    // 第一条 on one line, 第二条 on the next.
    if gap.trim().is_empty() {
        return true;
    }
    if gap.contains(['。', '\n', '！', '？', '案']) || gap.contains("判决") || gap.contains("裁定")
    {
        return false;
    }
    let mut gap = VERSION.replace_all(&gap, "").into_owned();
    for word in LIST_WORDS {
        gap = gap.replace(word, "");
    }
    gap.chars().filter(|c| !c.is_whitespace()).count() <= MAX_GAP_CHARS
}

/// Whether `gap` ends with words that lead to the place in the text of today: 现为第三条.
pub(super) fn leads_to_today(gap: &str) -> bool {
    let gap = gap.trim_end();
    ["现为", "现系", "现是", "现改为", "现调整为", "即现行"]
        .iter()
        .any(|words| gap.ends_with(words))
}

/// Whether the article at the end of `gap` stands in brackets behind a quotation:
/// 规定：“……”（第三条）.
pub(super) fn is_source_of_quotation(gap: &str) -> bool {
    let gap = gap.trim_end();
    let Some(before) = gap.strip_suffix(['（', '(', '［', '[']) else {
        return false;
    };
    let Some(quoted) = before.trim_end().strip_suffix(['”', '"', '」', '』']) else {
        return false;
    };
    let opened = quoted.rfind(['“', '"', '「', '『']);
    opened.is_some_and(|at| !quoted[..at].contains(['。', '；', '！', '？', '\n']))
}

/// Marks and words behind which a thing is named.
const BEFORE_THINGS: &[&str] = &[
    "以及", "或者", "、", "，", ",", "；", ";", "。", "和", "与", "及", "或", "（", "(", "：", ":",
];

/// Shortest name of a thing; one character is a slip of the pen.
const MIN_THING_CHARS: usize = 2;

/// Whether what stands before an article ends with the name of a thing, not with a word
/// that leads to the article.
pub(super) fn ends_with_a_thing(gap: &str) -> bool {
    if leads_to_today(gap) {
        return false;
    }
    let gap = gap.trim_end();
    let gap = gap.trim_end_matches(['（', '(', '“', '"']);
    let tail = BEFORE_THINGS
        .iter()
        .filter_map(|mark| gap.rfind(mark).map(|at| at + mark.len()))
        .max();
    let Some(tail) = tail else {
        return false;
    };
    let tail = gap[tail..].trim().trim_end_matches('中');
    // 、规定第四条: as a verb it would not stand behind a mark of a list.
    if KINDS.contains(&tail) {
        return true;
    }
    let tail = tail.trim_end_matches(['的', '之']);
    let version = VERSION.replace_all(tail, "");
    let leads = LEADS.iter().any(|word| version.ends_with(word));
    version.chars().count() >= MIN_THING_CHARS && !leads && !begins_behind(&version)
}

/// Words that lead to an article, beside those that lead to a name.
const LEADS: &[&str] = &[
    "分别", "特别", "尤其", "其中", "还", "现", "原", "新", "旧", "前", "后", "同条", "该条",
    "同法", "本条", "条文", "法条", "规定", "有关", "相关", "第", "款", "项", "目", "号", "外",
];

/// Whether `gap` is nothing but what separates two numbers of a list.
pub(super) fn is_separator(gap: &str) -> bool {
    let gap = without_brackets(gap);
    let gap = gap.trim();
    [
        "、", "，", ",", "；", ";", "和", "及", "与", "或", "以及", "或者",
    ]
    .contains(&gap)
}

/// Whether title and article are one citation: nothing but a bracketed note, line
/// breaks or 分则 stand between them.
pub(super) fn is_joint(gap: &str) -> bool {
    // 《某法》【2018年修正】第三条
    let gap = gap.replace('【', "（").replace('】', "）");
    let gap = without_brackets(&gap);
    let gap = gap.trim().trim_matches(['：', ':', '"', '”']).trim();
    ["", "的", "分则", "总则", "中", "中的"].contains(&gap)
}

/// Leaves out （2018年修正）, （以下简称…）, （法释〔2020〕1号） with what stands in them.
pub(super) fn without_brackets(text: &str) -> String {
    let mut depth = 0usize;
    let mut plain = String::new();
    for c in text.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
}
