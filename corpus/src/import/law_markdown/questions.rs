//! What web pages print below a law: questions of the press and explanations, in which
//! the numbers of articles are talked about.

use crate::normalize::without_spaces;

/// Longest line that can be the title of such a part, in characters.
const MAX_TITLE_CHARS: usize = 90;

/// Words of its title.
const TITLES: &[&str] = &[
    "答记者问",
    "答记者提问",
    "记者会",
    "新闻发布会",
    "的理解与适用",
    "的理解和适用",
    "起草说明",
    "的说明",
    "解读",
];

/// Words with which someone asks or answers.
const VOICES: &[&str] = &[
    "记者：",
    "记者:",
    "问：",
    "问:",
    "记者问：",
    "主持人：",
    "【记者】",
];

/// Whether the law ends here and questions, or an explanation of it, begin.
pub(super) fn begins_questions(line: &str) -> bool {
    let line = line.trim_start_matches('*').trim_start();
    if VOICES.iter().any(|voice| line.starts_with(voice)) {
        return true;
    }
    // Most lines of a law are sentences, and longer: this is asked of every one.
    let sentence = line.ends_with(['。', '；', '，', '：', '、']) || line.starts_with(['第', '（']);
    if sentence || line.len() > MAX_TITLE_CHARS * '第'.len_utf8() {
        return false;
    }
    let line = without_spaces(line);
    // 关于《…》的说明 and 《…》解读 name a text; 使用说明 and the like are parts of one.
    let names = |title: &str| {
        !matches!(title, "的说明" | "解读") || line.contains('《') || line.contains("关于")
    };
    let last = line.trim_end_matches(['）', ')', '》', '”', '*']);
    TITLES
        .iter()
        .any(|title| last.ends_with(title) && names(title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_and_explanations_end_a_law() {
        for line in [
            "某部有关负责人就《关于某事的意见》答记者问",
            "某院相关部门负责人答记者问",
            "记者：请介绍背景。",
            "问：为什么？",
            "《关于某事的解释》的理解与适用",
            "关于《某某法（草案）》的说明",
            "【政策解读】《某某条例》解读",
        ] {
            assert!(begins_questions(line), "{line}");
        }
    }

    #[test]
    fn lines_of_a_law_end_nothing() {
        for line in [
            "第三条 举行新闻发布会的，应当说明。",
            "（三）产品使用说明",
            "产品质量的说明",
            "问题较多的，应当整改。",
            "记者应当持证。",
            "附件：使用说明",
        ] {
            assert!(!begins_questions(line), "{line}");
        }
    }
}
