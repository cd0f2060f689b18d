//! The pieces of a text that citations are made of.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::numerals;
use crate::statute::ArticleNumber;

/// Longest title in 《》 in bytes; an opening bracket without an end must not swallow
/// the text.
const MAX_TITLE_BYTES: usize = 600;

/// Characters of a numeral, for the patterns.
const DIGITS: &str = "0-9０-９零〇○一二三四五六七八九十百千两";

/// A piece of a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// 《…》, with the range of what stands inside.
    Title(Range<usize>),
    /// 同法, 该法, 前述法律: the law named last.
    SameLaw,
    /// 本法, 本解释: the law that the text itself is.
    OwnLaw,
    /// 第N条之N第N款第N项.
    Article(ArticlePlace),
    /// 第N款 without 条, perhaps with 项.
    Paragraph(u32, Option<u32>),
    /// 第N项 alone.
    Item(u32),
    /// Canonical number of a guiding case.
    Case(String),
}

/// A place in a law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ArticlePlace {
    /// 条
    pub article: ArticleNumber,
    /// 款
    pub paragraph: Option<u32>,
    /// 项
    pub item: Option<u32>,
    /// Whether 第 stands before the number; 264条 counts behind a law's name only.
    pub full: bool,
}

static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    let d = DIGITS;
    let sub =
        format!(r"(?:\s*第\s*([{d}]{{1,5}})\s*款)?(?:\s*第\s*[（(]?([{d}]{{1,5}})[）)]?\s*项)?");
    let pattern = [
        r"(?P<open>《)".to_owned(),
        r"(?P<same>同法|该法|上述法律|前述法律|该解释|该规定|该条例|该办法|该规则|同规则)"
            .to_owned(),
        r"(?P<own>本法|本解释|本规定|本条例|本办法|本规则|本细则|本意见|本决定)".to_owned(),
        format!(r"(?P<spp>检例第?\s*([{d}]{{1,6}})\s*号)"),
        format!(r"(?P<spc>指导性?案例第?\s*([{d}]{{1,6}})\s*号)"),
        format!(r"(?P<article>(第\s*)?([{d}]{{1,9}})\s*条(?:之([{d}]{{1,3}}))?{sub})"),
        format!(
            r"(?P<paragraph>第\s*([{d}]{{1,5}})\s*款(?:\s*第\s*[（(]?([{d}]{{1,5}})[）)]?\s*项)?)"
        ),
        format!(r"(?P<item>第\s*[（(]?([{d}]{{1,5}})[）)]?\s*项)"),
    ];
    Regex::new(&pattern.join("|")).expect("the pattern is a constant")
});

/// The tokens of a text in order, with their ranges.
pub(super) fn tokens(text: &str) -> Vec<(Range<usize>, Token)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(found) = PATTERN.captures_at(text, at) {
        let Some(range) = found.get(0).map(|whole| whole.range()) else {
            break;
        };
        at = range.end;
        if found.name("open").is_some() {
            if let Some(end) = closing(text, range.end) {
                let inside = range.end..end;
                at = end + '》'.len_utf8();
                tokens.push((range.start..at, Token::Title(inside)));
            }
            continue;
        }
        if let Some((end, token)) = token(text, &found, &range) {
            at = end;
            tokens.push((range.start..end, token));
        }
    }
    tokens
}

/// Where the 》 stands that closes a title which begins at `start`.
fn closing(text: &str, start: usize) -> Option<usize> {
    let mut depth = 1;
    for (at, c) in text[start..].char_indices() {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            '\n' => return None,
            _ => {}
        }
        if depth == 0 {
            return Some(start + at);
        }
        if at > MAX_TITLE_BYTES {
            return None;
        }
    }
    None
}

fn token(text: &str, found: &Captures<'_>, range: &Range<usize>) -> Option<(usize, Token)> {
    let number = |group: usize| {
        let digits = found.get(group)?.as_str();
        numerals::parse(digits).and_then(|number| u32::try_from(number).ok())
    };
    let is = |name: &str| found.name(name).is_some();
    let token = if is("same") {
        Token::SameLaw
    } else if is("own") {
        Token::OwnLaw
    } else if is("spp") {
        Token::Case(format!("检例第{}号", number(5)?))
    } else if is("spc") {
        Token::Case(format!("指导案例{}号", number(7)?))
    } else if is("article") {
        return article(text, found, range);
    } else if is("paragraph") {
        Token::Paragraph(number(15)?, number(16))
    } else {
        Token::Item(number(18)?)
    };
    Some((range.end, token))
}

fn article(text: &str, found: &Captures<'_>, range: &Range<usize>) -> Option<(usize, Token)> {
    let number = |group: usize| {
        let digits = found.get(group)?.as_str();
        numerals::parse(digits).and_then(|number| u32::try_from(number).ok())
    };
    let base = number(10).filter(|&base| base > 0)?;
    let full = found.get(9).is_some();
    let mut place = ArticlePlace {
        article: ArticleNumber::new(base),
        paragraph: number(12),
        item: number(13),
        full,
    };
    // 第三条之一般规定: 之 is a word here.
    let inserted = found.get(11);
    match inserted {
        Some(group) if text[group.end()..].starts_with('般') => {
            place.paragraph = None;
            place.item = None;
            let end = group.start() - '之'.len_utf8();
            return Some((end, Token::Article(place)));
        }
        Some(_) => place.article.inserted = number(11)?,
        None => {}
    }
    Some((range.end, Token::Article(place)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(base: u32, inserted: u32, paragraph: Option<u32>, item: Option<u32>) -> Token {
        let article = ArticleNumber { base, inserted };
        Token::Article(ArticlePlace {
            article,
            paragraph,
            item,
            full: true,
        })
    }

    #[track_caller]
    fn check(text: &str, expected: &[(&str, Token)]) {
        let found = tokens(text);
        let found: Vec<_> = found
            .into_iter()
            .map(|(range, token)| (&text[range], token))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn places_are_read_to_the_item() {
        check(
            "第一百三十三条之一第一款第（二）项",
            &[(
                "第一百三十三条之一第一款第（二）项",
                place(133, 1, Some(1), Some(2)),
            )],
        );
        check(
            "第 ２６４ 条",
            &[("第 ２６４ 条", place(264, 0, None, None))],
        );
        check(
            "第二百三十四条第2款",
            &[("第二百三十四条第2款", place(234, 0, Some(2), None))],
        );
        check("第三条之规定", &[("第三条", place(3, 0, None, None))]);
        check("第三条之一般规定", &[("第三条", place(3, 0, None, None))]);
        check("第百条", &[]);
    }

    #[test]
    fn nested_titles_are_one_title() {
        let text = "《关于适用《某法》的解释》与《乙";
        check(
            text,
            &[(
                "《关于适用《某法》的解释》",
                Token::Title(3..text.find("》与").unwrap_or(0)),
            )],
        );
    }

    #[test]
    fn numbers_of_guiding_cases_are_canonical() {
        check(
            "检例第79号",
            &[("检例第79号", Token::Case("检例第79号".into()))],
        );
        check(
            "指导性案例第一百零八号",
            &[(
                "指导性案例第一百零八号",
                Token::Case("指导案例108号".into()),
            )],
        );
        check(
            "指导案例２４号",
            &[("指导案例２４号", Token::Case("指导案例24号".into()))],
        );
    }
}
