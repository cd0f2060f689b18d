//! Names of laws: official titles and the abbreviations prosecutors use
//! (刑诉法, 高检规则 …), from `data/law_aliases.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::document::LawKey;
use crate::short_names;

/// The table; its first lines say how it is written.
const TABLE: &str = include_str!("../data/law_aliases.tsv");

static LAWS: LazyLock<Vec<LawName>> = LazyLock::new(|| rows(TABLE).map(law_name).collect());

/// Folded titles and abbreviations → place in the table. Titles win.
static BY_NAME: LazyLock<HashMap<String, usize>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for (place, law) in LAWS.iter().enumerate() {
        names.entry(fold(law.title)).or_insert(place);
    }
    for (place, law) in LAWS.iter().enumerate() {
        for alias in &law.aliases {
            names.entry(fold(alias)).or_insert(place);
        }
    }
    names
});

/// One law with its abbreviations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LawName {
    /// Official full title.
    pub title: &'static str,
    /// Its key.
    pub key: LawKey,
    /// Abbreviations, without duplicates.
    pub aliases: Vec<&'static str>,
}

/// The table, in the order of the file.
pub fn all() -> &'static [LawName] {
    &LAWS
}

/// The law that a name as written means: title, abbreviation, with or without
/// 《》, 中华人民共和国 and a note of the version (刑法（2020年修正）). `None` when the
/// table does not know it.
pub fn resolve(name: &str) -> Option<LawKey> {
    let law = |name: &str| {
        BY_NAME
            .get(&fold(name))
            .map(|&place| LAWS[place].key.clone())
    };
    law(name)
        .filter(|_| !short_names::is_shared(name))
        .or_else(|| law(without_version(name)?))
        .or_else(|| short_names::resolve(name))
}

/// The law with this title or abbreviation, and no other way of writing it.
pub(crate) fn by_alias(name: &str) -> Option<LawKey> {
    let place = *BY_NAME.get(&fold(name))?;
    Some(LAWS[place].key.clone())
}

/// Every title and abbreviation, for the dictionary of the tokenizer.
pub fn terms() -> impl Iterator<Item = &'static str> {
    all()
        .iter()
        .flat_map(|law| std::iter::once(law.title).chain(law.aliases.iter().copied()))
}

/// Lines of a table without comments, as columns.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.map(|line| line.split('\t').collect())
}

fn law_name(columns: Vec<&'static str>) -> LawName {
    let (title, aliases) = columns
        .split_first()
        .map_or(("", &[][..]), |(title, rest)| (*title, rest));
    LawName {
        title,
        key: LawKey::of(title),
        aliases: aliases.to_vec(),
    }
}

/// What the names of one law have in common however they are written: the key, and
/// no brackets around numbers (公司法解释（三） and 公司法解释三).
fn fold(name: &str) -> String {
    LawKey::of(name).as_str().replace(['(', ')'], "")
}

/// 刑法 of 刑法（2020年修正）
fn without_version(name: &str) -> Option<&str> {
    let name = name.trim().trim_end_matches('》');
    let bracket = name.rfind(['（', '('])?;
    let note = &name[bracket..];
    let version = ["修正", "修订", "年", "通过"]
        .iter()
        .any(|word| note.contains(word));
    (version && bracket > 0 && note.ends_with(['）', ')'])).then(|| &name[..bracket])
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[track_caller]
    fn check(name: &str, expected: Option<&str>) {
        let found = resolve(name);
        assert_eq!(found.as_ref().map(LawKey::as_str), expected, "{name}");
    }

    #[test]
    fn abbreviations_and_titles_lead_to_the_same_law() {
        for name in [
            "刑诉法",
            "刑事诉讼法",
            "《中华人民共和国刑事诉讼法》",
            "刑诉法（2018年修正）",
        ] {
            check(name, Some("刑事诉讼法"));
        }
        for name in ["高检规则", "刑诉规则", "人民检察院刑事诉讼规则（试行）"]
        {
            check(name, Some("人民检察院刑事诉讼规则"));
        }
        for name in [
            "高法解释",
            "刑诉法解释",
            "最高人民法院关于适用〈中华人民共和国刑事诉讼法〉的解释",
        ] {
            check(name, Some("最高人民法院关于适用刑事诉讼法的解释"));
        }
        check("治安处罚法", Some("治安管理处罚法"));
        check("消法", Some("消费者权益保护法"));
        check(
            "公司法解释（三）",
            Some("最高人民法院关于适用公司法若干问题的规定(三)"),
        );
    }

    #[test]
    fn unknown_name_is_not_guessed() {
        for name in ["", "某法", "法", "合同", "刑法学", "（2020年修正）"] {
            check(name, None);
        }
    }

    #[test]
    fn table_is_well_formed() {
        let mut seen = HashSet::new();
        for law in all() {
            assert!(seen.insert(law.key.clone()), "{} is there twice", law.title);
            assert!(law.title.chars().count() >= 4, "{}", law.title);
            let clean = |name: &&str| name.trim() == *name && name.chars().count() >= 2;
            assert!(law.aliases.iter().all(clean), "{}", law.title);
        }
        let aliases: Vec<_> = all()
            .iter()
            .flat_map(|law| law.aliases.iter().copied())
            .collect();
        let distinct: HashSet<_> = aliases.iter().copied().map(fold).collect();
        assert_eq!(
            distinct.len(),
            aliases.len(),
            "an abbreviation is there twice"
        );
        assert!(
            aliases
                .iter()
                .all(|alias| !seen.contains(&LawKey::of(alias)))
        );
        assert!(all().len() > 500 && terms().count() > 1000);
    }
}
