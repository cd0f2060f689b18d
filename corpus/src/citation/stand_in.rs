//! Keys that stand for a law while a text is read, of texts that it names by a number
//! (文号) or by another law (其实施条例): the reader carries them like any name, and they
//! are settled into fields of the mention at the end.

use super::mention::CitationMention;
use super::relative::Relative;
use crate::doc_number;
use crate::document::LawKey;
use crate::law_names;

/// Parts the number from the title it is known to be of.
const OF_NUMBER: char = '#';

/// Before the title that a text named by another law would have.
const OF_RELATIVE: char = '≈';

/// The text of a number; with its title, where the table knows it, so that 该解释 behind
/// it is understood.
pub(super) fn of_number(number: &str) -> LawKey {
    let title = doc_number::known(number).map_or("", |known| known.title);
    LawKey::of(&format!("{number}{OF_NUMBER}{title}"))
}

/// Whether a key is that of a number.
pub(super) fn is_number(key: &LawKey) -> bool {
    key.as_str().contains(OF_NUMBER)
}

/// The text that `name` means beside the law `base`: by its title where one is known,
/// else a stand-in that a library may know. `None` when it cannot be said.
pub(super) fn of_relative(name: &Relative, base: &LawKey) -> Option<LawKey> {
    if is_number(base) || base.as_str().starts_with(OF_RELATIVE) {
        return None;
    }
    let composed = format!("{base}{}{}", name.kind, name.ordinal);
    if let Some(key) = law_names::resolve(&composed) {
        return Some(key);
    }
    (name.kind != "司法解释").then(|| LawKey::of(&format!("{OF_RELATIVE}{composed}")))
}

/// Puts what a stand-in means into the fields of the mention.
pub(super) fn settle(mut mention: CitationMention) -> CitationMention {
    let Some(key) = &mention.law else {
        return mention;
    };
    let key = key.as_str();
    if let Some((number, title)) = key.split_once(OF_NUMBER) {
        mention.doc_number = Some(number.replace('(', "（").replace(')', "）"));
        mention.law = (!title.is_empty()).then(|| LawKey::of(title));
    } else if let Some(title) = key.strip_prefix(OF_RELATIVE) {
        mention.relative = Some(LawKey::of(title));
        mention.law = None;
    }
    mention
}
