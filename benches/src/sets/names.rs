//! Names of articles, and when two of them are the same.

use leian_corpus::{Entry, Unit};

/// "law title + article number", as gold labels write it.
#[must_use]
pub fn article_name(entry: &Entry) -> Option<String> {
    let law = entry.metadata.law.as_ref()?;
    match &entry.unit {
        Unit::Article { number, .. } => Some(format!("{}{}", law.title, number.chinese())),
        _ => None,
    }
}

/// A name without 中华人民共和国, title marks, spaces and （试行）: the protocol's
/// rule for comparing a hit with a label.
#[must_use]
pub fn compared_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '《' | '》' | '〈' | '〉'))
        .collect();
    plain
        .replace("中华人民共和国", "")
        .replace("（试行）", "")
        .replace("(试行)", "")
}

/// A name without 之N behind its article: the labels of the charges set do not
/// tell 第一百三十三条之一 from 第一百三十三条.
#[must_use]
pub fn without_inserted(name: &str) -> String {
    match name.rfind("条之") {
        Some(at) => name[..at + "条".len()].to_owned(),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_meet_without_marks_spaces_and_trial_notes() {
        let expected = "人民检察院刑事诉讼规则第一条";
        for name in [
            "《人民检察院刑事诉讼规则（试行）》第一条",
            "人民检察院刑事诉讼规则 第一条",
            "中华人民共和国人民检察院刑事诉讼规则第一条",
        ] {
            assert_eq!(compared_name(name), expected);
        }
    }

    #[test]
    fn only_the_inserted_number_is_dropped() {
        assert_eq!(
            without_inserted("刑法第一百三十三条之一"),
            "刑法第一百三十三条"
        );
        assert_eq!(without_inserted("刑法第二百六十四条"), "刑法第二百六十四条");
    }
}
