//! The places that a line names: 133-1, 264,266, 第五百七十七条第一款.

use anyhow::{Result, anyhow, bail};
use leian_corpus::ArticleNumber;
use leian_corpus::citation::{CitationMention, extract};

use crate::cli::display::plain;

/// Most articles that are shown at once.
const MAX_PLACES: usize = 50;

/// A law whose places any text can be read as; which one makes no difference.
const ANY_LAW: &str = "《刑法》";

/// An article, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub number: ArticleNumber,
    /// The mention that names 款 or 项 of it.
    pub part: Option<CitationMention>,
}

impl Place {
    /// 第五百七十七条第一款
    pub fn label(&self) -> String {
        self.number.chinese() + &self.part_label()
    }

    /// 第一款; empty for a whole article.
    pub fn part_label(&self) -> String {
        let part = self.part.as_ref();
        part.map(CitationMention::part_label).unwrap_or_default()
    }
}

/// Reads the places that the words of a command line name, in their order.
///
/// # Errors
/// What is no place, a range that falls, more than fifty articles.
pub fn places(words: &[String]) -> Result<Vec<Place>> {
    let separates = |c: char| matches!(c, ',' | '，' | '、' | ';' | '；') || c.is_whitespace();
    let pieces = || {
        let pieces = words.iter().flat_map(|word| word.split(separates));
        pieces.filter(|piece| !piece.is_empty())
    };
    let numbers: Result<Vec<Vec<Place>>> = pieces().map(numbered).collect();
    let found = match numbers {
        Ok(numbers) => numbers.concat(),
        Err(_) => cited(&pieces().collect::<Vec<_>>().join("、"))?,
    };
    match found.len() {
        0 => bail!("没有写条文序号；应写作 133-1、133条之一或第一百三十三条之一"),
        count if count > MAX_PLACES => bail!("一次最多查阅 {MAX_PLACES} 条，这里有 {count} 条"),
        _ => Ok(found),
    }
}

/// 264, 133-1, 264-266: what counts up is a range, what does not an inserted article.
fn numbered(piece: &str) -> Result<Vec<Place>> {
    let range = piece.split_once(['-', '–', '—', '~', '～', '至', '到']);
    let ends = range.and_then(|(first, last)| {
        let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
        (first < last).then_some((first, last))
    });
    match ends {
        Some((first, last)) => cited(&format!("第{first}条至第{last}条")),
        None => {
            let number = piece.parse()?;
            Ok(vec![Place { number, part: None }])
        }
    }
}

/// Places as a text cites them: 第六十八条第一款、第三款, 第二十条至第二十二条.
fn cited(written: &str) -> Result<Vec<Place>> {
    let text = format!("{ANY_LAW}{written}");
    let mentions = extract(&text);
    let to_the_end = mentions
        .last()
        .is_some_and(|last| last.byte_range.end == text.len());
    let readable = |mention: &CitationMention| {
        mention.article.is_some() && mention.doubt.is_none() && !mention.falls()
    };
    if !to_the_end || !mentions.iter().all(readable) {
        return Err(anyhow!(
            "“{}”不是条文序号；应写作 133-1、133条之一、第一百三十三条之一，几条之间用逗号：264,266，\
             款项写作 第六十七条第三款",
            plain(written)
        ));
    }
    Ok(mentions.into_iter().flat_map(of_mention).collect())
}

fn of_mention(mention: CitationMention) -> Vec<Place> {
    let Some(first) = mention.article else {
        return Vec::new();
    };
    let has_part = mention.paragraph.is_some() || mention.item.is_some();
    let last = mention.article_end.map_or(first.base, |end| end.base);
    // One more than may be is enough to refuse a range.
    let between = (first.base + 1..=last).take(MAX_PLACES);
    let between = between.map(|base| Place {
        number: ArticleNumber::new(base),
        part: None,
    });
    let head = Place {
        number: first,
        part: has_part.then_some(mention),
    };
    std::iter::once(head).chain(between).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &[&str], expected: &[&str]) {
        let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        let found = places(&words).unwrap_or_else(|error| panic!("{words:?}: {error}"));
        let labels: Vec<String> = found.iter().map(Place::label).collect();
        assert_eq!(labels, expected);
    }

    #[test]
    fn places_are_read_as_people_write_them() {
        check(&["264,266"], &["第二百六十四条", "第二百六十六条"]);
        check(
            &["264-266"],
            &["第二百六十四条", "第二百六十五条", "第二百六十六条"],
        );
        check(&["17", "18~19"], &["第十七条", "第十八条", "第十九条"]);
        check(&["264", "133-1"], &["第二百六十四条", "第一百三十三条之一"]);
        check(&["第264条、第266条"], &["第二百六十四条", "第二百六十六条"]);
        check(&["第五百七十七条第一款"], &["第五百七十七条第一款"]);
        check(
            &["第六十八条第一款、第三款"],
            &["第六十八条第一款", "第六十八条第三款"],
        );
        check(
            &["133条之一第一款第（二）项"],
            &["第一百三十三条之一第一款第（二）项"],
        );
        check(
            &["第二十条至第二十二条"],
            &["第二十条", "第二十一条", "第二十二条"],
        );
    }

    #[test]
    fn what_is_no_place_is_refused() {
        for words in [
            "盗窃",
            "第二十二条至第二十条",
            "264,盗窃",
            ",",
            "第一条至第九百条",
        ] {
            assert!(places(&[words.to_owned()]).is_err(), "{words}");
        }
    }
}
