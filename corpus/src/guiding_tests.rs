#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use super::*;
use crate::document::Document;
use crate::import::dates::dates_in;
use crate::import::{Outcome, read_file};
use crate::{Body, SectionRole};

const SPP: DocumentKind = DocumentKind::SppGuidingCase;
const SPC: DocumentKind = DocumentKind::SpcGuidingCase;

/// Numbers follow one another without a gap, and batches too.
#[test]
fn every_number_has_one_batch() {
    for (kind, last, batches) in [(SPP, 212, 52), (SPC, 224, 39)] {
        let mut next = 1;
        let mut order = 0;
        for batch in all().iter().filter(|batch| batch.kind == kind) {
            order += 1;
            assert_eq!(batch.number, order, "{batch:?}");
            assert_eq!(*batch.cases.start(), next, "{batch:?}");
            assert!(batch.cases.start() <= batch.cases.end(), "{batch:?}");
            next = batch.cases.end() + 1;
        }
        assert_eq!((next, order), (last + 1, batches));
    }
}

/// A notice can be older than the batch before it was made public, but not by half a year.
#[test]
fn days_of_batches_rise() {
    for kind in [SPP, SPC] {
        let days: Vec<Date> = all()
            .iter()
            .filter(|batch| batch.kind == kind)
            .map(|batch| batch.date)
            .collect();
        for pair in days.windows(2) {
            let back = pair[1]
                .until((jiff::Unit::Day, pair[0]))
                .unwrap()
                .get_days();
            assert!(back <= 40, "{pair:?}");
        }
    }
}

#[test]
fn batches_and_numbers_lead_to_each_other() {
    let batch = batch_of(SPP, 65).unwrap();
    assert_eq!(batch.name(), "第十七批指导性案例");
    assert_eq!(batch.date.to_string(), "2020-02-05");
    let numbers: Vec<String> = batch.case_numbers().collect();
    assert_eq!(numbers, ["检例第64号", "检例第65号", "检例第66号"]);
    assert_eq!(numbers_of_batch(SPC, 17), Some(88..=92));
    assert_eq!(batch_of(SPC, 24).unwrap().number, 6);
    assert_eq!(batch_of(SPP, 166).unwrap().name(), "第四十一批指导性案例");
    assert_eq!(batch_of(SPP, 213), None);
    assert_eq!(batch_of(SPP, 0), None);
    assert_eq!(super::batch(SPC, 90), None);
    assert_eq!(batch_of(DocumentKind::SupervisionGuidingCase, 1), None);
}

/// Whose batch, and the number of its first case.
type Known = (DocumentKind, u32);

#[track_caller]
fn check(text: &str, expected: &[(&str, u32, &[Known])]) {
    let found = mentions(text);
    let told: Vec<(&str, u32, Vec<Known>)> = found
        .iter()
        .map(|mention| {
            let batches = mention.batches.iter();
            let batches = batches.map(|batch| (batch.kind, *batch.cases.start()));
            (
                &text[mention.byte_range.clone()],
                mention.number,
                batches.collect(),
            )
        })
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(text, number, batches)| (*text, *number, batches.to_vec()))
        .collect();
    assert_eq!(told, expected, "{text}");
}

#[test]
fn batches_are_named_in_all_writings() {
    check(
        "见第十七批指导性案例。",
        &[("第十七批指导性案例", 17, &[(SPP, 64), (SPC, 88)])],
    );
    check(
        "最高检第17批指导性案例和最高法第 二十 批指导案例",
        &[
            ("最高检第17批指导性案例", 17, &[(SPP, 64)]),
            ("最高法第 二十 批指导案例", 20, &[(SPC, 102)]),
        ],
    );
    check(
        "《最高人民检察院关于印发最高人民检察院第五十批指导性案例的通知》",
        &[(
            "最高人民检察院关于印发最高人民检察院第五十批指导性案例",
            50,
            &[(SPP, 200)],
        )],
    );
    check(
        "最高人民法院关于发布第３９批指导性案例的通知",
        &[("最高人民法院关于发布第３９批指导性案例", 39, &[(SPC, 217)])],
    );
    check("第九十九批指导性案例", &[("第九十九批指导性案例", 99, &[])]);
    check("第一批典型案例，《名录（第一批）》，第十七批次", &[]);
}

/// Guiding cases of the real data, or `None` where they are not at hand.
fn real(folder: &str) -> Option<Vec<Document>> {
    let shared = std::env::var_os("LEIAN_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    let path = shared.join("data/cases").join(folder);
    if !path.is_dir() {
        println!("skipped: {} is absent", path.display());
        return None;
    }
    let mut documents = Vec::new();
    for entry in std::fs::read_dir(&path).unwrap() {
        let file = entry.unwrap().path();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        read_file(&file, &format!("cases/{folder}/{name}"), &mut |outcome| {
            if let Outcome::Document(document) = outcome {
                documents.push(*document);
            }
        });
    }
    Some(documents)
}

fn number(document: &Document) -> u32 {
    let id = document.id.as_str();
    id.rsplit('-').next().unwrap().parse().unwrap()
}

#[test]
fn every_guiding_case_of_the_real_data_has_batch_and_day() {
    for (folder, kind, count) in [("spp-guiding", SPP, 212), ("spc-guiding", SPC, 223)] {
        let Some(documents) = real(folder) else {
            return;
        };
        assert_eq!(documents.len(), count);
        for document in &documents {
            let batch = batch_of(kind, number(document)).unwrap();
            let metadata = &document.metadata;
            assert_eq!(metadata.batch.as_deref(), Some(batch.name().as_str()));
            let date = metadata.date.unwrap();
            let apart = date
                .until((jiff::Unit::Day, batch.date))
                .unwrap()
                .get_days();
            assert!(
                apart.abs() <= 3,
                "{}: {date} and {}",
                document.id,
                batch.date
            );
        }
    }
}

/// What a text tells as past lies before the day on which it was published: a check of the
/// table against the texts. Ends of terms (刑期至…止) lie ahead, so the sentences with them do not count.
#[test]
fn no_case_was_published_before_what_it_tells() {
    const AHEAD: [&str; 7] = ["止", "刑期", "考验期", "现为", "施行", "修订", "有效期"];
    let Some(documents) = real("spp-guiding") else {
        return;
    };
    let mut late = Vec::new();
    let mut told = 0;
    for document in &documents {
        let Body::Sections(sections) = &document.body else {
            continue;
        };
        let published = document.metadata.date.unwrap();
        let past = sections.iter().filter(|section| {
            !matches!(
                section.role,
                SectionRole::RelatedLaw | SectionRole::Significance
            )
        });
        for sentence in past.flat_map(|section| section.text.split(['。', '；', '，'])) {
            if AHEAD.iter().any(|word| sentence.contains(word)) {
                continue;
            }
            for (_, day) in dates_in(sentence) {
                told += 1;
                if day > published {
                    late.push((document.id.to_string(), day, sentence.to_owned()));
                }
            }
        }
    }
    assert!(told > 1_000, "{told}");
    assert!(late.is_empty(), "{late:#?}");
}
