//! What is typed, and how it is read: cases as data.
#![allow(clippy::unwrap_used)]

use super::*;

/// A short form of a tree: words as they are, phrases in ‹›, `&`, `|`, `!`.
fn show(node: &QueryNode) -> String {
    let list = |nodes: &[QueryNode], sign: &str| {
        let parts: Vec<_> = nodes.iter().map(show).collect();
        format!("({})", parts.join(sign))
    };
    match node {
        QueryNode::Words(text) => text.clone(),
        QueryNode::Expanded { .. } => unreachable!("syntax adds nothing"),
        QueryNode::Phrase(text) => format!("‹{text}›"),
        QueryNode::All(nodes) => list(nodes, " & "),
        QueryNode::Any(nodes) => list(nodes, " | "),
        QueryNode::Not(inner) => format!("!{}", show(inner)),
    }
}

#[track_caller]
fn check(typed: &str, expected: &str) {
    let found = parse(typed).node.as_ref().map(show).unwrap_or_default();
    assert_eq!(found, expected, "typed: {typed}");
}

#[track_caller]
fn check_meaning(typed: &str, text: &str, required: &str, excluded: &[&str]) {
    let parsed = parse(typed);
    assert_eq!(parsed.semantic_text, text, "typed: {typed}");
    let found = parsed.required.as_ref().map(show).unwrap_or_default();
    assert_eq!(found, required, "typed: {typed}");
    let found: Vec<_> = parsed.excluded.iter().map(show).collect();
    assert_eq!(found, excluded, "typed: {typed}");
}

#[track_caller]
fn check_note(typed: &str, kind: NoteKind) {
    let notes = parse(typed).notes;
    assert!(
        notes.iter().any(|note| note.kind == kind),
        "{typed}: {notes:?}"
    );
}

#[test]
fn plain_words_stay_one_text() {
    check("盗窃罪的数额标准", "盗窃罪的数额标准");
    check("  盗窃　数额  ", "盗窃　数额");
    check("醉驾，拒不配合检查怎么办？", "醉驾，拒不配合检查怎么办？");
    check(
        "《人民检察院刑事诉讼规则（试行）》",
        "《人民检察院刑事诉讼规则（试行）》",
    );
    check("（2020）京01刑初1号", "（2020）京01刑初1号");
}

#[test]
fn every_pair_of_quotes_makes_a_phrase() {
    for typed in [
        "“数额较大”",
        "\"数额较大\"",
        "「数额较大」",
        "『数额较大』",
        "＂数额较大＂",
        "“数额较大\"",
        "\"数额较大”",
        "”数额较大”",
    ] {
        check(typed, "‹数额较大›");
    }
    check("盗窃 “数额较大” 自首", "(盗窃 自首 & ‹数额较大›)");
    check("盗窃\"数额较大\"", "(盗窃 & ‹数额较大›)");
    check("“甲罪”“乙罪”", "(‹甲罪› & ‹乙罪›)");
}

#[test]
fn quotes_inside_a_quoted_sentence_belong_to_it() {
    check("\"所谓“碰瓷”的行为\"", "‹所谓“碰瓷”的行为›");
    check("“所谓“碰瓷”的行为”", "‹所谓“碰瓷”的行为›");
    check("「所谓『碰瓷』的行为」", "‹所谓『碰瓷』的行为›");
}

#[test]
fn unbalanced_quotes_are_ignored_with_a_note() {
    check("“数额较大", "数额较大");
    check("盗窃 \"数额较大", "盗窃 数额较大");
    check("数额较大』", "数额较大");
    for typed in ["“数额较大", "数额较大\"", "「甲", "『"] {
        check_note(typed, NoteKind::Syntax);
    }
}

#[test]
fn quotes_in_a_sentence_are_plain_text() {
    let sentence = "犯罪嫌疑人以所谓“走流水”的名义骗取他人的银行卡和手机卡用于转移赃款，检察机关应当如何审查认定其主观明知的程度";
    assert!(sentence.chars().count() > super::lexer::ATTACHED_QUOTES_CHARS);
    check(sentence, sentence);
    check_note(sentence, NoteKind::Syntax);
    let free = format!("{sentence} “主观明知”");
    check(&free, &format!("({sentence} & ‹主观明知›)"));
}

#[test]
fn operators_bind_as_documented() {
    check("盗窃 AND 自首", "(盗窃 & 自首)");
    check("盗窃 OR 抢劫", "(盗窃 | 抢劫)");
    check("盗窃 数额 OR 抢劫", "(盗窃 数额 | 抢劫)");
    check("甲 AND 乙 OR 丙 AND 丁", "((甲 & 乙) | (丙 & 丁))");
    check("甲 AND (乙 OR 丙)", "(甲 & (乙 | 丙))");
    check("甲 AND （乙 OR 丙）", "(甲 & (乙 | 丙))");
    check("盗窃AND抢劫", "(盗窃 & 抢劫)");
    check("盗窃 ＡＮＤ 抢劫", "(盗窃 & 抢劫)");
    check("盗窃 且 抢劫", "(盗窃 & 抢劫)");
    check("盗窃 或 抢劫", "(盗窃 | 抢劫)");
}

#[test]
fn not_takes_one_unit() {
    check("盗窃 NOT 抢劫 数额", "(盗窃 数额 & !抢劫)");
    check("盗窃 -抢劫 数额", "(盗窃 数额 & !抢劫)");
    check("盗窃 非 抢劫", "(盗窃 & !抢劫)");
    check("盗窃 -“数额较大”", "(盗窃 & !‹数额较大›)");
    check("盗窃 NOT (抢劫 OR 抢夺)", "(盗窃 & !(抢劫 | 抢夺))");
    check("盗窃 AND NOT 抢劫", "(盗窃 & !抢劫)");
    check("NOT NOT 盗窃", "");
}

#[test]
fn words_that_look_like_operators_stay_words() {
    check("且慢 或者 非法经营", "且慢 或者 非法经营");
    check("ANDROID 手机", "ANDROID 手机");
    check("盗窃 or 抢劫", "(盗窃 | 抢劫)");
    check("盗窃 Or 抢劫 and 自首", "(盗窃 | (抢劫 & 自首))");
    check("盗窃 not 抢劫", "(盗窃 & !抢劫)");
    check("not guilty or innocent", "not guilty or innocent");
    check("盗窃or抢劫", "盗窃or抢劫");
    check("or", "or");
    check("BRAND 商标", "BRAND 商标");
    check("帮信-掩隐", "帮信-掩隐");
    check("气温 -5 度", "气温 -5 度");
    check("2019-2020 年", "2019-2020 年");
    check("盗窃 - 抢劫", "盗窃 - 抢劫");
}

#[test]
fn parentheses_without_operators_are_plain() {
    check("盗窃(未遂)的处罚", "盗窃(未遂)的处罚");
    check("盗窃（未遂", "盗窃（未遂");
}

#[test]
fn unbalanced_parentheses_are_closed_with_a_note() {
    check("(甲 OR 乙 AND 丙", "(甲 | (乙 & 丙))");
    check("甲 OR 乙) AND 丙", "(甲 | (乙 & 丙))");
    check_note("(甲 OR 乙", NoteKind::Syntax);
    check_note("甲) OR 乙", NoteKind::Syntax);
}

#[test]
fn operators_without_a_side_are_ignored_with_a_note() {
    check("盗窃 AND", "盗窃");
    check("OR 盗窃", "盗窃");
    check("盗窃 AND OR 抢劫", "(盗窃 | 抢劫)");
    check("盗窃 NOT", "盗窃");
    check("() AND 盗窃", "盗窃");
    for typed in [
        "盗窃 AND",
        "OR 盗窃",
        "盗窃 AND OR 抢劫",
        "盗窃 NOT",
        "() AND 盗窃",
    ] {
        check_note(typed, NoteKind::Syntax);
    }
}

#[test]
fn only_punctuation_is_nothing() {
    for typed in [
        "",
        "   ",
        "。，！",
        "“”",
        "\"。\"",
        "()",
        "（）",
        "《》",
        "-",
        "“",
        "🙂",
    ] {
        check(typed, "");
    }
}

#[test]
fn only_exclusions_are_nothing_with_a_note() {
    for typed in ["NOT 盗窃", "-盗窃", "-“盗窃罪”", "NOT (甲 OR 乙)"] {
        check(typed, "");
        check_note(typed, NoteKind::NothingToSearch);
    }
}

#[test]
fn titles_are_never_cut() {
    check(
        "《关于“两高”解释（试行）》 AND 盗窃",
        "(《关于“两高”解释（试行）》 & 盗窃)",
    );
    check("《关于 AND 的规定》", "《关于 AND 的规定》");
}

#[test]
fn meaning_keeps_the_text_and_the_conditions() {
    check_meaning("盗窃 数额", "盗窃 数额", "", &[]);
    check_meaning("盗窃 “数额较大”", "盗窃 数额较大", "‹数额较大›", &[]);
    check_meaning("盗窃 NOT 抢劫", "盗窃", "", &["抢劫"]);
    check_meaning("盗窃 -“入户” 量刑", "盗窃 量刑", "", &["‹入户›"]);
    check_meaning("盗窃 AND 自首", "盗窃 自首", "(盗窃 & 自首)", &[]);
    check_meaning("盗窃 OR 抢劫", "盗窃 抢劫", "(盗窃 | 抢劫)", &[]);
    check_meaning("盗窃 AND NOT 抢劫", "盗窃", "盗窃", &["抢劫"]);
    check_meaning(
        "量刑 (盗窃 OR 抢劫)",
        "量刑 盗窃 抢劫",
        "(盗窃 | 抢劫)",
        &[],
    );
}

#[test]
fn parts_lie_where_they_were_typed() {
    let typed = "盗窃　“数额较大” -抢劫 AND 自首";
    let parsed = parse(typed);
    for part in &parsed.parts {
        assert_eq!(&typed[part.byte_range.clone()], part.text);
    }
    let kinds: Vec<_> = parsed.parts.iter().map(|part| part.kind).collect();
    use PartKind::{Excluded, Phrase, RequiredWords};
    assert_eq!(kinds, [RequiredWords, Phrase, Excluded, RequiredWords]);
}

#[test]
fn endless_nesting_and_clauses_end() {
    let deep = format!("{}盗窃 AND 自首{}", "(".repeat(9_000), ")".repeat(9_000));
    // In running text parentheses are plain.
    assert!(matches!(parse(&deep).node, Some(QueryNode::All(sides)) if sides.len() == 2));
    check(
        &format!("{}甲 AND 乙{}", "(".repeat(40), ")".repeat(40)),
        "(甲 & 乙)",
    );
    let many = "甲 OR ".repeat(3_000);
    assert!(matches!(parse(&many).node, Some(QueryNode::Words(_))));
    check_note(&many, NoteKind::Syntax);
    for mark in ["“", "\"", "《", "(", "-"] {
        assert_eq!(parse(&mark.repeat(19_999)).node, None, "{mark}");
    }
}

#[test]
fn any_text_can_be_read() {
    use proptest::prelude::*;
    proptest!(|(typed in r#"(甲|乙罪|"|“|”|「|」|\(|\)|（|AND|OR|NOT| |　|-|《|》|且|。|a|1){0,24}"#)| {
        let parsed = parse(&typed);
        for part in &parsed.parts {
            prop_assert_eq!(&typed[part.byte_range.clone()], &part.text);
            prop_assert!(is_searchable(&part.text));
        }
        prop_assert_eq!(parsed.node.is_some(), !parsed.semantic_text.is_empty());
    });
}

#[test]
fn a_sentence_with_quotes_can_be_read_without_phrases() {
    let typed = "“三无产品”能退吗";
    assert!(parse(typed).attached_phrase);
    assert_eq!(
        parse(typed).required,
        Some(QueryNode::Phrase("三无产品".into()))
    );
    let sentence = parse_as_sentence(typed);
    assert_eq!(sentence.node, Some(QueryNode::Words(typed.into())));
    assert_eq!(sentence.required, None);
    assert!(!parse("“三无产品” 能退吗").attached_phrase);
    // A question mark says that it is a sentence, and a note says how it was read.
    let question = parse("“三无产品”能退吗？");
    assert_eq!(question.required, None);
    assert_eq!(question.notes.len(), 1);
    let free = parse("“三无产品” 能退吗？");
    assert_eq!(free.required, Some(QueryNode::Phrase("三无产品".into())));
}
