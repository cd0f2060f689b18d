//! Names of laws: official titles and the abbreviations prosecutors use
//! (刑诉法, 高检规则 …), from `data/law_aliases.tsv`.

use crate::document::LawKey;

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
    todo!()
}

/// The law that a name as written means: title, abbreviation, with or without
/// 《》 and 中华人民共和国. `None` when the table does not know it.
pub fn resolve(name: &str) -> Option<LawKey> {
    let _ = name;
    todo!()
}

/// Every title and abbreviation, for the dictionary of the tokenizer.
pub fn terms() -> impl Iterator<Item = &'static str> {
    all()
        .iter()
        .flat_map(|law| std::iter::once(law.title).chain(law.aliases.iter().copied()))
}
