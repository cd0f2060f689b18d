//! Short names that more than one text has (掩隐解释): the texts are offered, none is taken.

use super::extract::CitationMention;
use super::verdict::{Resolution, Verdict};
use crate::short_names;

/// What a mention comes to whose name is that of several texts; `None` for other names.
pub(super) fn shared(mention: &CitationMention) -> Option<Resolution> {
    let name = mention.law_as_written.as_str();
    if mention.doc_number.is_some() || name.is_empty() {
        return None;
    }
    let texts = short_names::candidates(name);
    (texts.len() > 1).then(|| Resolution {
        note: Some(format!("“{name}”不止一个文本使用，请写明全称或文号")),
        candidates: texts.iter().map(ToString::to_string).collect(),
        ..Resolution::bare(Verdict::Ambiguous)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citation::{Days, extract, resolve};

    #[test]
    fn name_of_two_texts_is_left_open_with_both() {
        let day = crate::document::Date::constant(2026, 11, 29);
        for text in [
            "依照掩隐解释第一条",
            "依照《掩隐解释》第一条",
            "依照《侵犯知识产权解释》第三条",
        ] {
            let mention = extract(text).remove(0);
            let found = resolve(&mention, None, None, Days::today(day));
            assert_eq!(found.verdict, Verdict::Ambiguous, "{text}");
            assert_eq!(found.candidates.len(), 2, "{text}");
        }
        let mention = extract("依照《某某虚构解释》第一条").remove(0);
        let found = resolve(&mention, None, None, Days::today(day));
        assert_eq!(found.verdict, Verdict::OutOfCoverage);
    }
}
