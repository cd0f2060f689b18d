//! Laws of other states and regions: 日本刑法 is not the 刑法 that its name ends with.

use std::sync::LazyLock;

use regex::Regex;

use super::names::Name;
use crate::document::LawKey;
use crate::law_names::rows;

/// The table; its first lines say how it is written.
const TABLE: &str = include_str!("../../data/lands.tsv");

/// Names of states, of their parts and of regions before the names of their laws.
static LANDS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| rows(TABLE).filter_map(|row| row.first().copied()).collect());

/// Ends of words in 国 that are none of another state.
const OWN: &[&str] = &[
    "我国", "中国", "本国", "全国", "各国", "祖国", "建国", "爱国",
];

/// What may stand between a land and the name of its law: 韩国现行, 日本1907年,
/// 德意志联邦共和国.
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:现行|最新|新修订|新|旧|当时|有关|相关|本地|共和国|合众国|联合王国|王国|公国|联邦|人民|民主|社会主义|伊斯兰|阿拉伯|国|\\d{4}年|[《〈“\"的 \u{3000}])$")
        .expect("the pattern is a constant")
});

/// A part of a state that makes laws of its own: 美国纽约州.
static STATE_OF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:美国|加拿大|澳大利亚|德国|印度|墨西哥|巴西|瑞士)[^，。；、《》的在]{1,10}(?:州|省|邦|领地|特区)$")
        .expect("the pattern is a constant")
});

/// The land whose law is named behind `before`.
pub(super) fn at_end(before: &str) -> Option<&str> {
    let mut words = before;
    loop {
        if let Some(found) = STATE_OF.find(words) {
            return Some(found.as_str());
        }
        let found = LANDS
            .iter()
            .filter(|land| words.ends_with(**land))
            .max_by_key(|land| land.len());
        if let Some(land) = found {
            return Some(&words[words.len() - land.len()..]);
        }
        // 我国现行 is no other state.
        if OWN.iter().any(|own| words.ends_with(own)) {
            return None;
        }
        words = &words[..BETWEEN.find(words)?.start()];
    }
}

/// The name behind `before`; one of another land is that of no law that is known.
pub(super) fn unless_of_one(name: Name, before: &str) -> Name {
    match at_end(before) {
        Some(land) => Name {
            key: Some(LawKey::of(&format!("{land}{}", name.written))),
            ..name
        },
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn land_is_read_before_a_law() {
        for (before, land) in [
            ("依照日本", Some("日本")),
            ("参考德国", Some("德国")),
            ("俄罗斯联邦", Some("俄罗斯联邦")),
            ("台湾地区“", Some("台湾地区")),
            ("澳门的", Some("澳门")),
            ("依照韩国现行", Some("韩国")),
            ("日本1907年", Some("日本")),
            ("德意志联邦共和国", Some("德意志联邦")),
            ("越南社会主义共和国", Some("越南")),
            ("日本国《", Some("日本国")),
            ("美国纽约州", Some("美国纽约州")),
            ("英属维尔京群岛", Some("英属维尔京群岛")),
            ("巴拿马", Some("巴拿马")),
            ("依照我国现行", None),
            ("依照2015年", None),
            ("违反新", None),
            ("适用中华人民共和国", None),
            ("加强全国", None),
            ("依照我国", None),
            ("根据中华人民共和国", None),
            ("在全国适用", None),
            ("在香港适用", None),
            ("", None),
        ] {
            assert_eq!(at_end(before), land, "{before}");
        }
    }
}
