//! Quotations: what is one and what is none, on invented provisions.

#![allow(clippy::unwrap_used)]

use std::rc::Rc;

use super::*;
use crate::document::LawKey;
use crate::invented::law;

/// Invented words under numbers of an invented law.
const HARBOUR: &str = "甲乙港务示例法";

const ARTICLES: &[(&str, &str)] = &[
    (
        "10",
        "未经许可进入码头作业区，造成货物损毁的，处三年以下有期徒刑或者拘役，并处二万元以上十万元以下罚金；损毁特别严重的，处三年以上七年以下有期徒刑。",
    ),
    (
        "11",
        "船员在港口停泊期间，应当遵守港口管理秩序，不得擅自倾倒废弃物。\n违反前款规定的，由港口主管部门责令清理，可以并处五千元以下罚款。",
    ),
    (
        "12",
        "有下列情形之一的，从轻或者减轻处罚：\n（一）主动报告泄漏并且参加清理工作的；\n（二）受他人胁迫参加倾倒的；\n（三）首次违反规定并且没有造成后果的。",
    ),
    (
        "13",
        "未经许可进入仓储作业区，造成货物损毁的，处五年以下有期徒刑或者拘役，并处罚金。",
    ),
    (
        "14",
        "倾倒废弃物，数量较大的，或者多次倾倒、夜间倾倒、携带工具倾倒的，处三年以下有期徒刑、拘役或者管制，并处罚金；数量巨大的，处七年以下有期徒刑。",
    ),
];

fn harbour() -> KnownLaw {
    let law = law(HARBOUR, "2020-01-01", ARTICLES);
    KnownLaw::of(&LawKey::of(HARBOUR), &[law]).unwrap()
}

/// What every citation of a text came to, with the words quoted.
pub(super) fn quotes(
    text: &str,
    laws: &dyn Fn(&LawKey) -> Option<Rc<KnownLaw>>,
) -> Vec<(String, Resolution)> {
    let days = Days::today("2026-01-01".parse().unwrap());
    let mut floor = 0;
    extract(text)
        .into_iter()
        .map(|mut mention| {
            let law = mention.law.as_ref().and_then(laws);
            let found = resolve_in(text, &mut mention, floor, law.as_deref(), days);
            let quote = mention.quote.clone().unwrap_or_default();
            if found.quote != QuoteVerdict::None {
                floor = floor.max(quote.end);
            }
            (text[quote].to_owned(), found)
        })
        .collect()
}

/// The codes for the quotations of a text that cites the invented law.
#[track_caller]
fn check(text: &str, expected: &[&str]) -> Vec<(String, Resolution)> {
    let text = text.replace("港法", &format!("《{HARBOUR}》"));
    let harbour = Rc::new(harbour());
    let found = quotes(&text, &|_| Some(harbour.clone()));
    let codes: Vec<_> = found.iter().map(|(_, one)| one.quote.code()).collect();
    assert_eq!(codes, expected, "{text}\n{found:#?}");
    found
}

/// Two citations of one list before a quotation, and whether it is of the first.
#[track_caller]
fn check_earlier(text: &str, expected: bool) {
    let text = text.replace("港法", &format!("《{HARBOUR}》"));
    let law = harbour();
    let days = Days::today("2026-01-01".parse().unwrap());
    let mentions = extract(&text);
    let [earlier, .., later] = &mentions[..] else {
        panic!("{text}: {mentions:#?}");
    };
    assert!(are_listed(&text, earlier, &mentions[1]), "{text}");
    let found = quoted_of_earlier(&text, earlier, later, Some(&law), days);
    assert_eq!(found.is_some(), expected, "{text}");
}

#[test]
fn quotation_behind_a_list_may_be_of_an_earlier_member() {
    let (own, other) = (ARTICLES[0].1, ARTICLES[3].1);
    check_earlier(&format!("港法第十条、第十一条规定：“{own}”"), true);
    check_earlier(&format!("港法第十条和第十一条规定：“{own}”"), true);
    check_earlier(
        &format!("港法第十条、第十一条、第十二条规定：“{own}”"),
        true,
    );
    check_earlier(&format!("港法第十条、第十三条规定：“{other}”"), false);
}

#[test]
fn quotation_in_marks_behind_the_citation_is_compared() {
    for frame in [
        "港法第十条规定：“Q”",
        "港法第十条规定为“Q”",
        "港法第十条载明：「Q」",
        "港法第十条，即“Q”，据此应予处罚",
        "港法第十条明确指出：『Q』",
        "港法第十条的规定是：\"Q\"",
        "港法第十条：“Q”",
        "港法第十条的原文为〝Q〞",
        "港法第十条（损毁货物罪）规定，‘Q’",
        "港法第十条规定：\n“Q”",
    ] {
        check_both(frame);
    }
}

#[test]
fn quotation_in_marks_before_the_citation_is_compared() {
    for frame in [
        "“Q”，这是港法第十条的规定。",
        "“Q”（港法第十条）。",
        "“Q。”——港法第十条",
        "所谓“Q”，见港法第十条。",
        "公诉人引用的“Q”出自港法第十条。",
        "「Q」是港法第十条的内容。",
    ] {
        check_both(frame);
    }
}

#[test]
fn number_of_the_article_inside_the_marks_is_no_part_of_its_words() {
    let quote = "未经许可进入码头作业区，造成货物损毁的，处三年以下有期徒刑或者拘役";
    for number in ["第十条　", "第十条【损毁货物罪】", "第10条 "] {
        let text = format!("港法第十条规定：“{number}{quote}”");
        check(&text, &["equal", "none"]);
        check(&text.replace("三年", "七年"), &["differs", "none"]);
    }
}

#[test]
fn what_is_left_out_at_an_end_may_not_turn_the_words_round() {
    for quote in [
        "经许可进入码头作业区，造成货物损毁的",
        "得擅自倾倒废弃物",
        "处三年以上七年以下有期",
    ] {
        let article = if quote.contains("倾倒") {
            "第十一条"
        } else {
            "第十条"
        };
        let expected = if quote.contains("有期") {
            "equal"
        } else {
            "differs"
        };
        check(&format!("港法{article}规定：“{quote}”"), &[expected]);
    }
}

#[test]
fn words_without_marks_are_a_quotation_where_they_repeat_a_provision() {
    for frame in [
        "港法第十条规定：Q。被告人的行为符合这一条。",
        "港法第十条规定，Q。",
        "港法第十条明确规定：Q",
        "港法\n第十条　Q。\n",
        "港法第十条：Q。",
        "Q（港法第十条）。",
        "Q，这是港法第十条的规定。",
        "辩护人提出异议。Q。见港法第十条。",
        "港法第十条关于Q的规定",
    ] {
        check_both(frame);
    }
}

/// A frame with a true quotation, and with a changed one.
#[track_caller]
fn check_both(frame: &str) {
    let quote = "未经许可进入码头作业区，造成货物损毁的，处三年以下有期徒刑或者拘役";
    check(&frame.replace('Q', quote), &["equal"]);
    for (from, to) in [("三年", "七年"), ("未经", "经"), ("造成", "导致")] {
        check(
            &frame.replace('Q', &quote.replacen(from, to, 1)),
            &["differs"],
        );
    }
}

#[test]
fn what_printers_change_is_no_difference() {
    for quote in [
        "未经许可进入码头作业区,造成货物损毁的,处三年以下有期徒刑或者拘役",
        "未经许可 进入码头作业区、造成货物损毁的，\n处三年以下有期徒刑或者拘役。",
        "未经许可进⼊码头作业区，造成货物损毁的，处三年以下有期徒刑或者拘役",
        "未经许可进入码头作业区……处三年以下有期徒刑或者拘役",
        "未经许可进入码头作业区（略）并处二万元以上十万元以下罚金",
    ] {
        check(&format!("港法第十条规定：“{quote}”"), &["equal"]);
    }
    for quote in [
        "处三年以下有期徒刑或者拘役……未经许可进入码头作业区",
        "未经许可进入码头作业区……处七年以下有期徒刑或者拘役",
        "处七年以下有期徒刑",
        "并处二万元以上五万元以下罚金",
    ] {
        check(&format!("港法第十条规定：“{quote}”"), &["differs"]);
    }
}

#[test]
fn paraphrase_is_no_quotation() {
    for text in [
        "港法第十条规定，擅自进入码头毁坏货物的要负刑事责任。",
        "被告人未经许可进入码头作业区，造成货物损毁，其行为触犯港法第十条。",
        "依照港法第十条的规定，判处被告人有期徒刑三年。",
        "被告人称“我只是进去找人，没有动货物”，依照港法第十条应予处罚。",
        "依照港法第十条的规定，被告人供述：“我当时进入码头作业区，是为了找人。”",
        "港法第十条规定的“损毁特别严重”如何认定",
        "港法第十条规定，未经许可进入码头作业区造成货物损毁的，应当处三年以下有期徒刑。",
        "根据港法第十条规定，进入码头造成货物损毁，就要处三年以下有期徒刑，并处罚金，情节特别严重的，刑期更长。",
    ] {
        check(text, &["none"]);
    }
}

#[test]
fn part_that_is_cited_counts_and_what_follows_it_may_be_quoted_too() {
    let whole = "船员在港口停泊期间，应当遵守港口管理秩序，不得擅自倾倒废弃物。违反前款规定的，由港口主管部门责令清理，可以并处五千元以下罚款。";
    check(&format!("港法第十一条第一款规定：“{whole}”"), &["equal"]);
    let paragraphs = whole.replace("物。违", "物。”\n“违");
    check(&format!("港法第十一条规定：“{paragraphs}”"), &["equal"]);
    let second = "违反前款规定的，由港口主管部门责令清理，可以并处五千元以下罚款";
    check(&format!("港法第十一条第二款规定：“{second}”"), &["equal"]);
    check(&format!("港法第十一条第一款规定：“{second}”"), &["differs"]);
    let item = "有下列情形之一的，从轻或者减轻处罚：……（二）受他人胁迫参加倾倒的";
    check(&format!("港法第十二条第二项规定：“{item}”"), &["equal"]);
    check("港法第十二条第二项规定，受他人胁迫参加倾倒的", &["equal"]);
}

#[test]
fn title_of_the_next_citation_is_no_quotation() {
    for joint in ["、", "，", "；", "。", "和", "及", "。\n依照"] {
        for next in [
            "《船员港口停泊期间港口管理秩序规定》第二条",
            "《港务主管部门责令清理港口停泊船员的规定》第三条",
        ] {
            let text = format!("依照《{HARBOUR}》第十一条{joint}{next}。");
            let found = check(&text, &["none", "none"]);
            assert_eq!(found.len(), 2);
        }
    }
}

#[test]
fn quotation_in_pieces_is_compared_piece_by_piece() {
    let text =
        "港法第十条规定，“未经许可进入码头作业区，造成货物损毁”的，应“处三年以下有期徒刑或者拘役”";
    check(text, &["equal"]);
    check(&text.replace("三年", "七年"), &["differs"]);
}

#[test]
fn each_of_two_citations_has_its_own_quotation() {
    let ten = "未经许可进入码头作业区，造成货物损毁的，处三年以下有期徒刑或者拘役";
    let thirteen = "未经许可进入仓储作业区，造成货物损毁的，处五年以下有期徒刑或者拘役";
    for text in [
        format!("{ten}（港法第十条）。{thirteen}（港法第十三条）。"),
        format!("港法第十条规定：“{ten}”，第十三条规定：“{thirteen}”"),
        format!("港法第十条规定，{ten}。港法第十三条规定，{thirteen}。"),
    ] {
        let found = check(&text, &["equal", "equal"]);
        assert_eq!(found[0].0.trim_end_matches('。'), ten);
        assert_eq!(found[1].0.trim_end_matches('。'), thirteen);
    }
}

#[test]
fn law_without_an_article_is_searched_for_the_words_quoted() {
    check(
        "港法规定：“船员在港口停泊期间，应当遵守港口管理秩序”",
        &["equal"],
    );
    check(
        "港法规定：“船员在港口停泊期间，可以遵守港口管理秩序”",
        &["differs"],
    );
}

#[test]
fn marks_show_where_words_end_whatever_leads_to_them() {
    let truth = "造成货物损毁的，处三年以下有期徒刑或者拘役，并处二万元以上十万元以下罚金；损毁特别严重的，处三年以上七年以下有期徒刑";
    let begin = "未经许可进入码头作业区，";
    for (lead, close) in [
        ("规定：“", "”"),
        ("明确规定，“", "”"),
        ("明文规定：“", "”"),
        ("之规定（“", "”）"),
        ("（“", "”）"),
        ("明确要求：“", "”"),
        ("中“", "”的规定"),
        ("所称“", "”"),
        ("（以下简称该条）规定：“", "”"),
        ("。该条规定：“", "”"),
        ("。该条明确规定，“", "”"),
        ("规定：「", "」"),
    ] {
        let all = |words: &str| format!("港法第十条{lead}{begin}{words}{close}。");
        check(&all(truth), &["equal"]);
        for (old, new) in [
            ("七年以下有期徒刑", "七年以下有期徒刑，并没收全部财产"),
            ("，处三年以上七年以下有期徒刑", "，免除处罚"),
            ("特别严重的", "特别轻微的"),
        ] {
            check(&all(&truth.replace(old, new)), &["differs"]);
        }
    }
}

#[test]
fn clause_behind_true_words_without_marks_is_not_passed_over() {
    let truth = "未经许可进入码头作业区，造成货物损毁的，处三年以下有期徒刑或者拘役，并处二万元以上十万元以下罚金";
    for lead in ["规定，", "规定：", "之规定：", "的规定是"] {
        check(&format!("港法第十条{lead}{truth}。"), &["equal"]);
        // Its own words of the case are told apart from those of the law.
        check(
            &format!("港法第十条{lead}{truth}，故应当对被告人甲某处以罚金。"),
            &["equal"],
        );
        // Whether this is the law's or the writer's cannot be said.
        check(
            &format!("港法第十条{lead}{truth}；其他情形，免除处罚。"),
            &["none"],
        );
    }
}

#[test]
fn paragraph_below_a_blank_line_is_no_quotation() {
    check(
        "港法第十一条之规定：船员在港口停泊期间，应当遵守港口管理秩序，不得擅自倾倒废弃物。\n\n被告人甲某系船员，在港口停泊期间，违反规定倾倒废弃物，由港口主管部门责令清理。",
        &["equal"],
    );
    check(
        "港法第十一条之规定：船员在港口停泊期间，应当遵守港口管理秩序，不得擅自倾倒废弃物。\n\n违反前款规定的，由港口主管部门责令清理，可以并处五千元以下罚款。",
        &["equal"],
    );
}

#[test]
fn words_of_a_version_that_is_not_held_are_compared_with_no_other() {
    let words = "船员在港口停泊期间，应当遵守港口管理秩序";
    for version in ["2012年", "1999年修订的"] {
        check(&format!("{version}港法第十一条规定：“{words}”"), &["none"]);
    }
    check(&format!("2020年港法第十一条规定：“{words}”"), &["equal"]);
    let other = "船员在港口停泊期间，可以遵守港口管理秩序";
    check(&format!("2020年港法第十一条规定：“{other}”"), &["differs"]);
}

#[test]
fn words_joined_to_a_provision_without_marks_are_not_passed_over() {
    let of_11 = "船员在港口停泊期间，应当遵守港口管理秩序，不得擅自倾倒废弃物";
    for said in ["规定，", "规定：", "规定", "明确规定，", "中规定，", "："] {
        for joined in [
            "，并处十万元以下罚款。",
            "，并应当承担相应的赔偿责任。",
            "；情节严重的，依照前款的规定处罚。",
            "，追究刑事责任。",
            "。处五年以下有期徒刑。",
            "。情节严重的，吊销证书。",
        ] {
            let found = quotes_of(&format!("港法第十一条{said}{of_11}{joined}"));
            assert_ne!(found, QuoteVerdict::Equal, "{said}{joined}");
        }
        for of_case in [
            "。",
            "，被告人未遵守秩序。",
            "，本案船员倾倒废弃物。",
            "，张某擅自倾倒。",
        ] {
            check(&format!("港法第十一条{said}{of_11}{of_case}"), &["equal"]);
        }
    }
}

#[test]
fn clause_left_out_within_a_sentence_is_a_difference() {
    let without = "未经许可进入码头作业区，造成货物损毁的，处三年以下有期徒刑或者拘役；损毁特别严重的，处三年以上七年以下有期徒刑。";
    let changed = without.replace("三年以下", "五年以下");
    let of_14 = "倾倒废弃物，数量较大的，处三年以下有期徒刑、拘役或者管制，并处罚金。";
    let of_14_changed = of_14.replace("三年", "五年");
    for said in ["规定，", "规定：", "规定", "："] {
        check(&format!("港法第十四条{said}{of_14}"), &["differs"]);
        check(&format!("港法第十四条{said}{of_14_changed}"), &["differs"]);
        check(&format!("港法第十条{said}{without}"), &["differs"]);
        check(&format!("港法第十条{said}{changed}"), &["differs"]);
    }
    // Whole sentences, and what dots show.
    check(
        "港法第十条规定：未经许可进入码头作业区，造成货物损毁的……损毁特别严重的，处三年以上七年以下有期徒刑。",
        &["equal"],
    );
}

#[test]
fn beginning_of_words_without_marks_counts() {
    let rest = "经许可进入码头作业区，造成货物损毁的，处三年以下有期徒刑或者拘役，并处二万元以上十万元以下罚金。";
    for said in ["规定，", "规定：", "明确规定，", "明文规定："] {
        check(&format!("港法第十条{said}未{rest}"), &["equal"]);
        check(&format!("港法第十条{said}凡未{rest}"), &["equal"]);
        for first in ["不未", "必须未", "曾", ""] {
            let found = quotes_of(&format!("港法第十条{said}{first}{rest}"));
            assert_ne!(found, QuoteVerdict::Equal, "{said}{first}");
        }
    }
}

#[test]
fn each_of_several_pieces_in_marks_is_compared() {
    let (one, other) = ("造成货物损毁的", "处三年以下有期徒刑或者拘役");
    let (wrong_one, wrong) = ("造成货物损坏的", "处五年以下有期徒刑或者拘役");
    for frame in [
        "“甲”，“乙”（港法第十条）。",
        "“甲”“乙”，见港法第十条。",
        "“甲”，依照港法第十条，“乙”。",
        "港法第十条规定“甲”，同时“乙”。",
        "港法第十条规定：“甲”“乙”。",
    ] {
        let text = |one: &str, other: &str| frame.replace('甲', one).replace('乙', other);
        check(&text(one, other), &["equal"]);
        check(&text(wrong_one, other), &["differs"]);
        check(&text(one, wrong), &["differs"]);
    }
}

#[test]
fn words_behind_a_comma_are_a_quotation_where_they_begin_as_a_provision_does() {
    let of_10 = "未经许可进入码头作业区，造成货物损毁的，处三年以下有期徒刑或者拘役，并处二万元以上十万元以下罚金。";
    let changed = of_10.replace("三年", "五年");
    for frame in [
        "根据港法第十条，",
        "港法第十条，",
        "港法第十条，即",
        "依照港法第十条的规定，",
    ] {
        check(&format!("{frame}{of_10}"), &["equal"]);
        check(&format!("{frame}{changed}"), &["differs"]);
    }
    for own in [
        "被告人未经许可进入码头作业区，应予处罚。",
        "应当处三年以下有期徒刑或者拘役。",
        "对进入码头作业区造成损毁的船员处以罚金。",
    ] {
        check(&format!("根据港法第十条，{own}"), &["none"]);
    }
}

/// What the only citation of a text that cites the invented law quotes.
fn quotes_of(text: &str) -> QuoteVerdict {
    let text = text.replace("港法", &format!("《{HARBOUR}》"));
    let harbour = Rc::new(harbour());
    let mut found = quotes(&text, &|_| Some(harbour.clone()));
    found.pop().unwrap().1.quote
}
