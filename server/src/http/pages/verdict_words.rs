//! A verdict (核验结论) in signs and words, for every page that shows one.

use leian_corpus::citation::{Repeal, Resolution, Verdict};

/// Sign of a verdict: what tells it apart without colour.
pub fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::InForce => "✓",
        Verdict::Held => "收",
        Verdict::Amended => "改",
        Verdict::Repealed => "废",
        Verdict::NoLongerReferred => "止",
        Verdict::DeletedArticle => "删",
        Verdict::NoSuchArticle => "无",
        Verdict::OutOfCoverage => "未",
        Verdict::Ambiguous => "？",
    }
}

/// What the source says of a version that is the newest here and not the last.
pub fn source_status(status: &str) -> String {
    format!("来源标明这一版本“{status}”，本库没有更新的版本；此处是否改动，请另行核对。")
}

/// What has to stand beside a verdict, if anything.
pub fn remark(resolution: &Resolution) -> Option<String> {
    let repealed = resolution.repeal.as_ref().map(Repeal::in_words);
    let amended = || resolution.source_status.as_deref().map(source_status);
    repealed.or_else(amended)
}
