use super::*;
use crate::case::{Section, SectionRole};
use crate::document::{DocumentId, DocumentKind, Metadata, Provenance};

fn case(title: &str, sections: &[(SectionRole, &str)]) -> Document {
    let section = |(role, text): &(SectionRole, &str)| Section {
        role: *role,
        label: String::new(),
        text: (*text).to_owned(),
    };
    Document {
        id: DocumentId::hashed("case", &[title]),
        kind: DocumentKind::TypicalCase,
        title: title.to_owned(),
        metadata: Metadata::default(),
        body: Body::Sections(sections.iter().map(section).collect()),
        provenance: Provenance::default(),
    }
}

#[track_caller]
fn check(
    title: &str,
    sections: &[(SectionRole, &str)],
    functions: &[&str],
    fields: &[&str],
    means: &[&str],
) {
    let found = assign(&case(title, sections));
    let told = |codes: Vec<&'static str>| codes.join(" ");
    assert_eq!(
        told(found.functions.iter().map(|one| one.code.code()).collect()),
        functions.join(" "),
        "functions of {title}"
    );
    assert_eq!(
        told(found.fields.iter().map(|one| one.code.code()).collect()),
        fields.join(" "),
        "fields of {title}"
    );
    assert_eq!(
        told(found.means.iter().map(|one| one.code.code()).collect()),
        means.join(" "),
        "means of {title}"
    );
}

use SectionRole::{Facts, KeyPoints, Keywords, Performance, Significance};

#[test]
fn action_in_the_public_interest_has_field_and_means() {
    check(
        "某县人民检察院督促整治河道污染行政公益诉讼案",
        &[
            (Keywords, "行政公益诉讼\n水环境"),
            (
                Performance,
                "县检察院向水务局发出检察建议。\n因整改不力，县检察院提起行政公益诉讼。",
            ),
            (Significance, "检察机关可以依法提出抗诉。"),
        ],
        &["public_interest"],
        &["environment"],
        &["procuratorial_suggestion", "public_interest_suit"],
    );
}

#[test]
fn child_offender_comes_before_the_procedure() {
    check(
        "周某盗窃案",
        &[
            (Keywords, "未成年人\n附条件不起诉"),
            (Facts, "犯罪嫌疑人周某，十七岁。"),
            (Performance, "检察机关决定对周某附条件不起诉。"),
        ],
        &["minors", "prosecution_review"],
        &[],
        &["non_prosecution"],
    );
}

#[test]
fn ordinary_criminal_case_is_reviewed_for_prosecution() {
    check(
        "吴某诈骗案",
        &[
            (KeyPoints, "应当准确认定非法占有目的。"),
            (Facts, "被告人吴某骗取钱款。"),
            (Performance, "某区人民检察院以诈骗罪提起公诉。"),
        ],
        &["prosecution_review"],
        &[],
        &["prosecution"],
    );
}

#[test]
fn indictment_before_a_protest_is_history() {
    check(
        "郑某抢劫二审抗诉案",
        &[
            (Keywords, "二审抗诉"),
            (Facts, "被告人郑某抢劫。"),
            (
                Performance,
                "某区人民检察院提起公诉。某区人民检察院向中级人民法院提出抗诉。",
            ),
        ],
        &["trial_supervision"],
        &[],
        &["protest"],
    );
}

#[test]
fn protest_that_was_not_made_is_no_means() {
    check(
        "王某受贿案",
        &[
            (Facts, "被告人王某系国家工作人员。"),
            (
                Performance,
                "检察院提起公诉。被告人没有上诉，检察机关也没有提出抗诉。",
            ),
        ],
        &["duty_crime", "prosecution_review"],
        &[],
        &["prosecution"],
    );
}

#[test]
fn civil_and_administrative_supervision_are_kept_apart() {
    check(
        "冯某与某公司合同纠纷抗诉案",
        &[
            (Keywords, "民事抗诉"),
            (Performance, "某省人民检察院向高级人民法院提出抗诉。"),
        ],
        &["civil_supervision"],
        &[],
        &["protest"],
    );
    check(
        "某局申请强制执行违法建设处罚决定监督案",
        &[
            (Keywords, "行政非诉执行监督\n执行监督"),
            (Performance, "检察院向法院提出检察建议，并召开听证会。"),
        ],
        &["administrative_supervision"],
        &[],
        &["procuratorial_suggestion", "public_hearing"],
    );
}

#[test]
fn hearing_behind_closed_doors_is_not_public() {
    check(
        "陈某帮助信息网络犯罪活动案",
        &[
            (Facts, "犯罪嫌疑人陈某。"),
            (Performance, "检察机关召开不公开听证会。"),
        ],
        &["prosecution_review"],
        &[],
        &[],
    );
}

#[test]
fn evidence_is_the_sentence_that_the_rule_matched() {
    let document = case(
        "罪犯褚某假释监督案",
        &[
            (Keywords, "假释"),
            (Performance, "经审查。检察院向监狱发出纠正违法通知书。"),
        ],
    );
    let found = assign(&document);
    let Body::Sections(sections) = &document.body else {
        panic!("a case has sections")
    };
    let text = |evidence: &Evidence| {
        let text = evidence
            .section
            .map_or(document.title.as_str(), |number| &sections[number].text);
        text.get(evidence.byte_range.clone()).map(str::to_owned)
    };
    let function = &found.functions[0];
    assert_eq!(function.code, ProceduralFunction::ExecutionSupervision);
    assert_eq!(
        text(&function.evidence[0]).as_deref(),
        Some("罪犯褚某假释监督案")
    );
    assert_eq!(
        text(&found.means[0].evidence[0]).as_deref(),
        Some("检察院向监狱发出纠正违法通知书。")
    );
}

#[test]
fn case_without_procuratorate_has_no_function() {
    check(
        "甲诉乙买卖合同纠纷案",
        &[(Facts, "甲诉乙。")],
        &[],
        &[],
        &[],
    );
}

#[test]
fn every_rule_names_a_code_and_every_row_is_a_rule() {
    let table = include_str!("../../data/functions.tsv");
    let lines = table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    assert_eq!(lines.count(), rules::all().len());
    for rule in rules::all() {
        let known = match rule.facet() {
            Facet::Function => ProceduralFunction::from_code(rule.code).is_some(),
            Facet::Field => FunctionField::from_code(rule.code).is_some(),
            Facet::Means => SupervisionMeans::from_code(rule.code).is_some(),
        };
        assert!(known, "{}", rule.code);
    }
}

#[test]
fn every_code_has_a_rule_and_every_field_a_function() {
    let has = |facet: Facet, code: &str| {
        let mut rules = rules::all().iter();
        rules.any(|rule| rule.facet() == facet && rule.code == code)
    };
    for one in ProceduralFunction::ALL {
        assert!(has(Facet::Function, one.code()), "{}", one.code());
    }
    for one in SupervisionMeans::ALL {
        assert!(has(Facet::Means, one.code()), "{}", one.code());
    }
    for one in FunctionField::ALL {
        assert!(has(Facet::Field, one.code()), "{}", one.code());
        let mut functions = ProceduralFunction::ALL.iter();
        assert!(
            functions.any(|function| one.belongs_to(*function)),
            "{}",
            one.code()
        );
    }
}
