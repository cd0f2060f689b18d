#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::*;
use crate::document::{DocumentId, LawIdentity, Metadata, Provenance};
use crate::import::{Outcome, read_file, walk};
use crate::statute::Statute;

fn document(kind: DocumentKind, title: &str, metadata: Metadata, body: Body) -> Document {
    Document {
        id: DocumentId::parse("known-1").unwrap(),
        kind,
        title: title.to_owned(),
        metadata,
        body,
        provenance: Provenance::default(),
    }
}

fn case(title: &str, keywords: &[&str], sections: &[(SectionRole, &str)]) -> Document {
    let sections = sections.iter().map(|(role, text)| Section {
        role: *role,
        label: role.label().to_owned(),
        text: (*text).to_owned(),
    });
    let metadata = Metadata {
        keywords: keywords.iter().map(|&word| word.to_owned()).collect(),
        ..Metadata::default()
    };
    let body = Body::Sections(sections.collect());
    document(DocumentKind::SppGuidingCase, title, metadata, body)
}

/// The values of one facet.
#[track_caller]
fn check(document: &Document, facet: Facet, expected: &[&str]) {
    let found = of_document(document);
    let values: Vec<&str> = found
        .iter()
        .filter(|(of, _)| *of == facet)
        .map(|(_, value)| value.as_str())
        .collect();
    assert_eq!(values, expected, "{}: {found:?}", document.title);
}

#[test]
fn a_guiding_case_is_known_by_title_keywords_and_organs() {
    let case = case(
        "赵某某盗窃、掩饰、隐瞒犯罪所得抗诉案",
        &["诈骗罪", "证据审查"],
        &[
            (SectionRole::Facts, "赵某某在湖北省某地取走财物。"),
            (
                SectionRole::Performance,
                "湖北省武汉市某区人民检察院提起公诉后，湖北省武汉市人民检察院提出抗诉，\
                 湖北省武汉市中级人民法院采纳抗诉意见，依法改判。",
            ),
            (SectionRole::Significance, "江苏省人民检察院有类似做法。"),
        ],
    );
    let charges = ["掩饰、隐瞒犯罪所得、犯罪所得收益罪", "盗窃罪", "诈骗罪"];
    check(&case, Facet::Charge, &charges);
    check(&case, Facet::Region, &["42"]);
    check(
        &case,
        Facet::Level,
        &["basic_procuratorate", "intermediate_court"],
    );
    check(&case, Facet::Tier, &["spp_guiding"]);
    check(&case, Facet::Rank, &[]);
    assert!(
        of_document(&case)
            .iter()
            .any(|(facet, _)| *facet == Facet::Means)
    );
}

#[test]
fn a_civil_case_has_no_charge() {
    for (title, keywords) in [
        ("钱某合同诈骗纠纷案", &[][..]),
        ("孙某虚假诉讼申请执行监督案", &["虚假诉讼"]),
        ("李某买卖合同案", &["诈骗"]),
    ] {
        check(&case(title, keywords, &[]), Facet::Charge, &[]);
    }
}

#[test]
fn a_judgment_has_the_tier_of_its_court() {
    let text = "某某盗窃一审刑事判决书 湖北省武汉市某区人民法院 刑 事 判 决 书 （2019）鄂0112刑初9号 公诉机关湖北省武汉市某区人民检察院。";
    let mut judgment = case("周某盗窃案", &[], &[(SectionRole::Procedure, text)]);
    judgment.kind = DocumentKind::Judgment;
    check(
        &judgment,
        Facet::Tier,
        &["local", "local:武汉市某区人民法院"],
    );
    check(
        &judgment,
        Facet::Level,
        &["basic_court", "basic_procuratorate"],
    );
    check(&judgment, Facet::Region, &["42"]);
    judgment.metadata.court = Some("湖北省高级人民法院".to_owned());
    check(&judgment, Facet::Tier, &["provincial", "provincial:湖北省"]);
}

#[test]
fn a_statute_has_rank_validity_and_place() {
    let title = "湖北省某条例";
    let metadata = Metadata {
        law: Some(LawIdentity::new(title, None, None)),
        status: Some("已被修改".to_owned()),
        ..Metadata::default()
    };
    let body = Body::Statute(Statute::default());
    let rules = document(DocumentKind::LocalRegulation, title, metadata, body);
    check(&rules, Facet::Rank, &["provincial_regulation"]);
    check(&rules, Facet::Validity, &["amended"]);
    check(&rules, Facet::Region, &["42"]);
    check(&rules, Facet::Charge, &[]);
}

#[test]
fn values_are_read_as_people_write_them() {
    let check = |facet: Facet, written: &str, expected: Option<&str>| {
        assert_eq!(facet.value_of(written).as_deref(), expected, "{written}");
    };
    check(Facet::Charge, "醉驾", Some("危险驾驶罪"));
    check(Facet::Region, "湖北", Some("42"));
    check(Facet::Function, "审查逮捕", Some("arrest_review"));
    check(Facet::Tier, "最高法指导性案例", Some("spc_guiding"));
    check(Facet::Tier, "①最高法指导性案例", None);
    check(Facet::Level, "basic_court", Some("basic_court"));
    check(Facet::Rank, "行政法规", Some("administrative_regulation"));
    check(Facet::Validity, "现行有效", Some("in_force"));
    check(Facet::Means, "写信", None);
}

#[test]
fn every_value_has_a_name_and_comes_back_from_it() {
    for facet in Facet::ALL {
        assert_eq!(Facet::from_code(facet.code()), Some(facet));
        for value in facet.values() {
            let label = facet.value_label(value);
            assert!(!label.is_empty());
            assert_eq!(facet.value_of(value).as_deref(), Some(value), "{label}");
        }
    }
}

/// Everything below the shared folder, or says that it is not there.
fn shared(folder: &str) -> Option<Vec<Document>> {
    let shared = std::env::var_os("LEIAN_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("data").join(folder);
    if !folder.is_dir() {
        println!("skipped: {} is absent", folder.display());
        return None;
    }
    let mut documents = Vec::new();
    for file in walk(&[folder]).0 {
        read_file(&file.path, &file.display_path, &mut |outcome| {
            if let Outcome::Document(document) = outcome {
                documents.push(*document);
            }
        });
    }
    Some(documents)
}

/// How many documents have each facet at all.
fn coverage(documents: &[Document]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for document in documents {
        let facets: BTreeSet<Facet> = of_document(document)
            .into_iter()
            .map(|(facet, _)| facet)
            .collect();
        for facet in facets {
            *counts.entry(facet.code()).or_default() += 1;
        }
    }
    counts
}

#[test]
fn most_real_guiding_cases_and_judgments_are_known() {
    let (Some(cases), Some(judgments)) = (shared("cases/spp-guiding"), shared("judgments")) else {
        return;
    };
    let found = coverage(&cases);
    println!("{} guiding cases: {found:?}", cases.len());
    assert_eq!(found["tier"], 212);
    assert!(
        found["function"] >= 205 && found["level"] >= 120,
        "{found:?}"
    );
    assert!(found["region"] >= 120 && found["charge"] >= 90, "{found:?}");
    let found = coverage(&judgments);
    println!("{} judgments: {found:?}", judgments.len());
    for facet in ["charge", "level", "region", "tier"] {
        assert!(found[facet] >= 360, "{found:?}");
    }
}
