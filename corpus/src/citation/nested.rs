//! Titles without 《》 that have a title inside: 最高人民法院关于适用《刑事诉讼法》的解释 is an
//! interpretation, and the law inside its title is not what is cited.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::issuers;
use super::marked_names::ordinal_at_end;
use super::names::{Known, Name};

/// Longest end of such a title behind the title inside, in characters.
const MAX_END_CHARS: usize = 90;

/// Between the issuers and the title inside.
static ABOUT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"关于[^。；，：！？\n《》〈〉（）第]{0,12}$").expect("the pattern is a constant")
});

/// Words that a title of this kind ends with, perhaps with an ordinal.
static END: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:解释|规定|决定|意见|批复|通知|答复|纪要|办法|复函|决议|安排|细则|公告)(?:[（(][一二三四五六七八九十]{1,3}[）)])?",
    )
    .expect("the pattern is a constant")
});

/// Words between 关于 and the title inside.
const VERBS: &[&str] = &[
    "适用", "执行", "实施", "修改", "贯彻", "废止", "施行", "补充",
];

/// The whole title around the one at `inner`, when its issuers stand before it or it is a
/// known one.
pub(super) fn unquoted_title(
    text: &str,
    inner: &Range<usize>,
    known: &Known,
) -> Option<Range<usize>> {
    let about = ABOUT.find(&text[..inner.start])?.start();
    let (bodies, start) = issuers::found_at_end(&text[..about]);
    let behind = text[inner.end..].char_indices();
    let mut depth = 0;
    let mut length = 0;
    for (at, c) in behind.take(MAX_END_CHARS) {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            '。' | '；' | '，' | '：' | '\n' | '！' | '？' => break,
            _ => {}
        }
        if depth < 0 {
            break;
        }
        length = at + c.len_utf8();
    }
    let rest = &text[inner.end..inner.end + length];
    let ends: Vec<usize> = END
        .find_iter(rest)
        .map(|found| inner.end + found.end())
        .collect();
    let is_known = |&&end: &&usize| known.of_title(&text[start..end]).is_some();
    let longest_known = ends.iter().rev().find(is_known);
    // 的解释第三条: the first such word behind which no letter follows ends a title that
    // is not known.
    let last_word = |&&end: &&usize| {
        let next = text[end..].chars().next();
        next.is_none_or(|c| c == '第' || !c.is_alphanumeric())
    };
    let first = ends.iter().find(last_word).or(ends.first());
    let verb = VERBS.iter().any(|verb| text[..inner.start].ends_with(verb));
    let fits = |&&end: &&usize| {
        // 国务院关于《某条例》的规定, …关于颁发《某规定》第三条的规定 cite what stands in marks.
        let whole = &text[inner.end..end];
        let rule = whole.ends_with("规定") || whole.ends_with("意见");
        !bodies.is_empty() && !(rule && (whole.contains('条') || !verb))
    };
    let first = first.filter(fits);
    let end = *longest_known.or(first)?;
    Some(start..end)
}

/// What follows a title in 《》 when a law of its own has that title in its name.
static DERIVED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?P<of>的)?(?P<word>(?:若干问题的?|有关问题的?|若干)?(?:实施|补充|执行|施行|司法)?(?:条例|细则|办法|解释|决定|意见|批复|通知|规定))(?:[（(][一二三四五六七八九十]{1,3}[）)]|(?P<bare>[一二三四五六七八九十]{1,3}|\d{1,2}))?$",
    )
    .expect("the pattern is a constant")
});

/// Before such a title: 实施《某法》的规定, 贯彻《某规定》的实施办法.
const CARRIED_OUT: &[&str] = &["实施", "贯彻", "执行", "贯彻实施", "关于适用", "关于修改"];

/// The law that is named by a title in 《》 and the words `behind` it: 《某法》实施条例. Its
/// key stays open when no such law is known.
pub(super) fn derived_name(
    before: &str,
    title: &Name,
    behind: &str,
    known: &Known,
) -> Option<Name> {
    let behind = behind.trim().trim_end_matches(['”', '"', '」', '』']);
    let found = DERIVED.captures(behind)?;
    let word = &found["word"];
    let carried_out = CARRIED_OUT.iter().any(|word| before.ends_with(word));
    // 《某法》的规定第三条 cites 《某法》.
    if word == "规定" && !carried_out && found.name("bare").is_none() {
        return None;
    }
    // 《某法》解释三
    let whole = match ordinal_at_end(behind) {
        Some((at, ordinal)) => format!("{}{}{ordinal}", title.written, &behind[..at]),
        None => format!("{}{behind}", title.written),
    };
    let key = known.of_title(&whole).filter(|_| !carried_out);
    Some(Name::new(key, &whole))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citation::titles::Titles;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let open = text.find('《').unwrap_or_default();
        let close = text.find('》').map_or(0, |at| at + '》'.len_utf8());
        let known = Known::new(Titles::built_in());
        let found = unquoted_title(text, &(open..close), &known);
        assert_eq!(found.map(|range| &text[range]), expected, "{text}");
    }

    #[test]
    fn title_around_another_one_is_whole() {
        check(
            "依照最高人民法院关于适用《某法》的解释第六条",
            Some("最高人民法院关于适用《某法》的解释"),
        );
        check(
            "根据全国人大常委会关于修改《某法》的决定，",
            Some("全国人大常委会关于修改《某法》的决定"),
        );
        check(
            "依照两高关于执行《某法》若干问题的解释（二）第六条",
            Some("两高关于执行《某法》若干问题的解释（二）"),
        );
        check("关于适用《某法》的问题", None);
        check("依照《某法》的规定", None);
        check("违反国务院关于《某条例》的规定", None);
        check("劳动部关于颁发《某规定》第三条的规定", None);
        check(
            "全国人大常委会关于《某法》第三条的解释第一条",
            Some("全国人大常委会关于《某法》第三条的解释"),
        );
        check("本院关于适用《某法》的意见", None);
        check(
            "最高人民法院关于修改《某法解释》等九件司法解释的决定第三条",
            Some("最高人民法院关于修改《某法解释》等九件司法解释的决定"),
        );
    }

    #[test]
    fn title_and_word_behind_it_are_one_name() {
        let known = Known::new(Titles::built_in());
        let title = Name::new(None, "渡船法");
        let written = |before: &str, behind: &str| {
            derived_name(before, &title, behind, &known).map(|name| name.written)
        };
        assert_eq!(
            written("依照", "实施条例").as_deref(),
            Some("渡船法实施条例")
        );
        assert_eq!(
            written("依照", "的解释（一）").as_deref(),
            Some("渡船法的解释（一）")
        );
        assert_eq!(written("某军实施", "办法").as_deref(), Some("渡船法办法"));
        assert_eq!(written("依照", "的规定"), None);
        assert_eq!(written("依照", "的有关规定"), None);
        assert_eq!(written("实施", "的规定").as_deref(), Some("渡船法的规定"));
    }
}
