//! Numbers of courts' cases (案号): （2020）京01刑初1号. Not the numbers of documents
//! (法释〔2018〕6号), arbitration awards or administrative decisions.

/// Year in brackets, then court, kind and number. A document's number has its words
/// before the year, and its digits directly behind it.
pub(super) const PATTERN: &str = r"[（(〔\[]\s*(?:(?:19|20|１９|２０)[0-9０-９]{2}|[5-9][0-9])\s*[）)〕\]](?P<court>\s?\p{Han}[\p{Han}0-9０-９（）()、．\s\-－—]{1,30}?)号(?:之[一二三四五六七八九十])?";

/// Words that a court's number has: kind of case, kind of procedure.
const OF_COURTS: &[char] = &[
    '刑', '民', '行', '执', '初', '终', '再', '申', '监', '破', '辖', '赔', '商', '知', '督', '特',
    '复', '核', '清', '财',
];

/// Words that show another kind of number.
const OF_OTHERS: &[&str] = &[
    "工商", "仲", "裁字", "证字", "证民", "证经", "证内", "公证", "税", "罚", "劳人", "人社", "发",
    "函", "令", "第第", "办字", "决字", "文号", "编号",
];

/// Whether `body`, what stands between the year and 号, is that of a court's case.
pub(super) fn is_case(body: &str) -> bool {
    let body = body.trim();
    let digits = body.chars().rev().take_while(|c| c.is_numeric()).count();
    digits > 0
        && !body.starts_with('第')
        && body.contains(OF_COURTS)
        && !OF_OTHERS.iter().any(|word| body.contains(word))
}
