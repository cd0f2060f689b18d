//! Written forms of numbers: every one leads to the same place, whatever stands between
//! its characters, and nothing in a list vanishes.
//!
//! The sweep over the articles of the codes reads them from the folder that
//! `LEIAN_SHARED` names; without it the test says so and passes.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::PathBuf;

use proptest::prelude::*;

use super::forms_tests::places;
use crate::document::{Body, LawKey};
use crate::import::{Outcome, read_file, walk};
use crate::numerals::to_chinese;
use crate::statute::ArticleNumber;

/// Codes whose every article is cited in every form.
const CODES: &[&str] = &[
    "刑法",
    "刑事诉讼法",
    "民法典",
    "民事诉讼法",
    "行政诉讼法",
    "监察法",
    "公司法",
    "治安管理处罚法",
    "行政处罚法",
    "未成年人保护法",
];

/// Forms of an article's number.
fn forms(number: ArticleNumber) -> Vec<String> {
    let base = to_chinese(number.base.into());
    let digits = number.base.to_string();
    let wide: String = digits
        .chars()
        .map(|c| char::from_u32(c as u32 + 0xfee0).unwrap())
        .collect();
    let spaced: Vec<String> = base.chars().map(String::from).collect();
    let mut forms = vec![];
    let mut add = |base: &str| match number.inserted {
        0 => forms.push(format!("第{base}条")),
        inserted => {
            let chinese = to_chinese(inserted.into());
            forms.push(format!("第{base}条之{chinese}"));
            forms.push(format!("第{base}条\n之{chinese}"));
            forms.push(format!("第{base}条之{inserted}"));
            forms.push(format!("第{base}之{chinese}条"));
        }
    };
    add(&base);
    add(&digits);
    add(&wide);
    add(&spaced.join(" "));
    add(&spaced.join("\n"));
    add(&capital(&base));
    add(&radical(&base));
    if number.inserted > 0 {
        forms.push(format!("第{digits}-{}条", number.inserted));
        forms.push(format!("第{digits}条-{}", number.inserted));
    }
    let traditional: Vec<String> = forms.iter().map(|form| form.replace('条', "條")).collect();
    forms.extend(traditional);
    forms
}

fn replaced(text: &str, pairs: &[(char, char)]) -> String {
    let of = |c: char| {
        pairs
            .iter()
            .find(|pair| pair.0 == c)
            .map_or(c, |pair| pair.1)
    };
    text.chars().map(of).collect()
}

fn capital(text: &str) -> String {
    let from = "一二三四五六七八九十百千".chars();
    let pairs: Vec<_> = from.zip("壹贰叁肆伍陆柒捌玖拾佰仟".chars()).collect();
    replaced(text, &pairs)
}

fn radical(text: &str) -> String {
    replaced(
        text,
        &[('一', '⼀'), ('二', '⼆'), ('八', '⼋'), ('十', '⼗')],
    )
}

/// The numbers of the articles of a law, whatever the version.
fn numbers_held(codes: &[&str]) -> Option<Vec<(LawKey, BTreeSet<ArticleNumber>)>> {
    let shared = std::env::var_os("LEIAN_SHARED").filter(|path| !path.is_empty())?;
    let (files, errors) = walk(&[PathBuf::from(shared).join("data/laws")]);
    assert!(errors.is_empty(), "{errors:?}");
    let mut held: Vec<(LawKey, BTreeSet<ArticleNumber>)> = codes
        .iter()
        .map(|code| (LawKey::of(code), BTreeSet::new()))
        .collect();
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file.path) else {
            continue;
        };
        let heading = text.lines().find_map(|line| line.strip_prefix("# "));
        let heading = LawKey::of(heading.unwrap_or_default());
        let Some((law, numbers)) = held
            .iter_mut()
            .find(|(law, _)| heading.as_str().starts_with(law.as_str()))
        else {
            continue;
        };
        read_file(&file.path, &file.display_path, &mut |outcome| {
            if let Outcome::Document(document) = outcome
                && document
                    .metadata
                    .law
                    .as_ref()
                    .is_some_and(|of| of.key == *law)
                && let Body::Statute(statute) = &document.body
            {
                numbers.extend(statute.articles().map(|article| article.number));
            }
        });
    }
    Some(held)
}

#[test]
fn every_article_of_the_codes_is_found_in_every_form() {
    let Some(held) = numbers_held(CODES) else {
        println!("skipped: LEIAN_SHARED names no folder with the laws");
        return;
    };
    let (mut tried, mut laws) = (0, 0);
    let mut wrong = Vec::new();
    for (law, numbers) in held {
        laws += usize::from(!numbers.is_empty());
        for number in numbers {
            for form in forms(number) {
                tried += 1;
                let expected = format!("{law}|{number}");
                let text = format!("应当依照《{law}》{form}的规定");
                let found = places(&text);
                if found != [expected.as_str()] {
                    wrong.push(format!("{form:?}: {found:?}"));
                }
            }
        }
    }
    println!(
        "{tried} forms of the articles of {laws} codes, {} wrong",
        wrong.len()
    );
    assert!(wrong.is_empty(), "{:?}", &wrong[..wrong.len().min(20)]);
    assert!(laws >= 8 && tried > 20_000);
}

const SPACES: &[&str] = &[
    "\n", " ", "\u{3000}", "\u{2002}", "\u{200b}", "\u{a0}", "\r\n", "\u{c}", "\n\n",
];

const CITED: &[&str] = &[
    "依照刑法第二百六十四条的规定",
    "依照《刑法》第一百三十三条之一第一款第（二）项的规定",
    "依照刑法第六十七条第一款、第二款，第七十二条的规定",
    "依照刑事诉讼法第176条第1款的规定",
    "依照民法典第一千零六十四条至第一千零六十六条",
    "依照刑法第一百九十八条、第二百条和第二百零四条",
    "参照检例第67号、第68号",
    "依照《最高人民法院关于适用〈中华人民共和国刑事诉讼法〉的解释》第六百条",
    "依照刑法第120-1条",
];

proptest! {
    #[test]
    fn a_space_inside_a_citation_changes_nothing(
        cited in prop::sample::select(CITED), at in 3usize..40, space in prop::sample::select(SPACES),
    ) {
        let chars: Vec<char> = cited.chars().collect();
        prop_assume!(at < chars.len());
        let mut text: String = chars[..at].iter().collect();
        text.push_str(space);
        text.extend(&chars[at..]);
        prop_assert_eq!(places(&text), places(cited), "{:?}", text);
    }

    #[test]
    fn nothing_in_a_list_vanishes(
        numbers in prop::collection::vec((1u32..1200, 0u32..3), 2..7),
        spoilt in 0usize..7,
        garbage in prop::sample::select(vec!["〓", "□□", "二百??", "一百三", "ニ", "—百", "二六四"]),
    ) {
        let spoilt = spoilt % numbers.len();
        let members: Vec<String> = numbers.iter().enumerate().map(|(at, &(base, inserted))| {
            match at == spoilt {
                true => format!("第{garbage}条"),
                false => ArticleNumber { base, inserted }.chinese(),
            }
        }).collect();
        let text = format!("依照民法典{}的规定", members.join("、"));
        let found = places(&text);
        prop_assert_eq!(found.len(), numbers.len(), "{}: {:?}", text, found);
        prop_assert!(found[spoilt].starts_with(['!', '?']), "{:?}", found);
    }
}
