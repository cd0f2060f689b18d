//! One mention of a law, an article or a case in a text.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::relative;
use crate::document::LawKey;
use crate::statute::ArticleNumber;

/// Longest word for a law by its kind: 实施细则.
const MAX_KIND_CHARS: usize = 4;

/// One mention of an article, of a law as a whole, or of a guiding case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitationMention {
    /// The mention in the text; of a list 第一条、第二条 each member has its own.
    pub byte_range: Range<usize>,
    /// The law, by title or known abbreviation; `None` when the text leaves it
    /// open (本法, an unknown name without 《》).
    pub law: Option<LawKey>,
    /// The law as this mention or the one it refers back to writes it, without 《》;
    /// empty when no law is named.
    pub law_as_written: String,
    /// 条
    pub article: Option<ArticleNumber>,
    /// Last one of a range: 第一条至第三条.
    pub article_end: Option<ArticleNumber>,
    /// 款
    pub paragraph: Option<u32>,
    /// Last one of a range of 款.
    pub paragraph_end: Option<u32>,
    /// 项
    pub item: Option<u32>,
    /// Last one of a range of 项: 第（一）项至第（四）项.
    pub item_end: Option<u32>,
    /// Of a guiding case the canonical number (检例第79号, 指导案例108号), of a court's
    /// case the number as written.
    pub case_number: Option<String>,
    /// The number (文号) by which the text names the law, or which stands with its title,
    /// canonical: 法释〔2013〕8号. It means the text of that number and no other edition.
    pub doc_number: Option<String>,
    /// The title that a text named by another law would have (其实施条例): a library may
    /// hold it.
    pub relative: Option<LawKey>,
    /// The annex whose article this is (附件一第二条), which is none of the law's own.
    pub annex: Option<String>,
    /// The words of the provision that the text quotes behind the mention, without
    /// the quotation marks.
    pub quote: Option<Range<usize>>,
}

impl CitationMention {
    /// Whether the text leaves open of what this is an article: no law is named, or a
    /// contract.
    pub fn is_open(&self) -> bool {
        self.law.is_none() && self.case_number.is_none() && self.law_as_written.is_empty()
    }

    /// The law by its name as written, for a name without 《》 that is in no table: a
    /// library may know it all the same. `None` when the law is known, or no name is
    /// given (本法).
    pub fn guessed_law(&self) -> Option<LawKey> {
        if self.law.is_some() || self.doc_number.is_some() {
            return None;
        }
        let named = names_a_law(&self.law_as_written).then(|| LawKey::of(&self.law_as_written));
        self.relative.clone().or(named)
    }

    /// The law that a mention in a text means: the one it names or seems to name, else
    /// the text's own, for 本法, 本条例 … and a bare 第三条 in a statute.
    pub fn target_law(&self, own: Option<&LawKey>) -> Option<LawKey> {
        let written = self.law_as_written.as_str();
        let means_own = written.is_empty() || written.starts_with('本');
        let named = self.law.clone().or_else(|| self.guessed_law());
        named.or_else(|| own.filter(|_| means_own).cloned())
    }
}

/// 本法, 该条例 and nothing at all name no law; 同业拆借管理办法 does.
pub(super) fn names_a_law(as_written: &str) -> bool {
    if relative::is_relative(as_written) {
        return false;
    }
    let words = ["本", "该", "同", "上述", "前述"];
    let kind = words.iter().find_map(|word| as_written.strip_prefix(word));
    !as_written.is_empty() && kind.is_none_or(|kind| kind.chars().count() > MAX_KIND_CHARS)
}

/// A mention without an article.
pub(super) fn whole(
    byte_range: Range<usize>,
    law: Option<LawKey>,
    law_as_written: String,
) -> CitationMention {
    CitationMention {
        byte_range,
        law,
        law_as_written,
        article: None,
        article_end: None,
        paragraph: None,
        paragraph_end: None,
        item: None,
        item_end: None,
        case_number: None,
        doc_number: None,
        relative: None,
        annex: None,
        quote: None,
    }
}
