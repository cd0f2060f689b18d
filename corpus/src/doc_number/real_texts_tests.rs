//! Every number of the national library, as a citation in three ways of writing it.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::citation::{Days, Verdict, extract, resolve};
use crate::document::{Date, Document, LawKey};
use crate::import::{Outcome, read_file, walk};
use crate::timeline::KnownLaw;

fn national_library() -> Option<Vec<Document>> {
    let Some(shared) = std::env::var_os("LEIAN_SHARED") else {
        eprintln!("skipped: LEIAN_SHARED is not set, so there are no real laws");
        return None;
    };
    let root = PathBuf::from(shared).join("data/laws");
    let mut documents = Vec::new();
    for file in walk(&[root]).0 {
        if file.display_path.contains("/DLC/") {
            continue;
        }
        read_file(&file.path, &file.display_path, &mut |outcome| {
            if let Outcome::Document(document) = outcome {
                documents.push(*document);
            }
        });
    }
    Some(documents)
}

/// A number in other brackets, in full-width digits, with spaces.
fn writings(number: &str) -> Vec<String> {
    let plain = number.replace('〔', "[").replace('〕', "]");
    let wide: String = number
        .chars()
        .map(|c| match c.to_digit(10) {
            Some(digit) => char::from_u32('０' as u32 + digit).unwrap(),
            None => c,
        })
        .collect();
    let spaced = number
        .replace('〔', " （")
        .replace('〕', "） ")
        .replace("第", "第 ");
    vec![number.to_owned(), plain, wide, spaced]
}

#[test]
fn every_number_of_the_library_leads_to_its_own_text() {
    let Some(documents) = national_library() else {
        return;
    };
    let statutes: Vec<&Document> = documents
        .iter()
        .filter(|document| document.metadata.law.is_some())
        .collect();
    let mut by_law: BTreeMap<LawKey, Vec<Document>> = BTreeMap::new();
    let mut by_number: BTreeMap<&str, BTreeSet<&LawKey>> = BTreeMap::new();
    for document in &statutes {
        let key = &document.metadata.law.as_ref().unwrap().key;
        by_law
            .entry(key.clone())
            .or_default()
            .push((*document).clone());
        if let Some(number) = &document.metadata.doc_number {
            by_number.entry(number).or_default().insert(key);
        }
    }
    let today: Date = "2026-11-29".parse().unwrap();
    let (mut itself, mut several) = (0, 0);
    for document in &statutes {
        let metadata = &document.metadata;
        let Some(number) = &metadata.doc_number else {
            continue;
        };
        if by_number[number.as_str()].len() > 1 {
            several += 1;
            continue;
        }
        let key = &metadata.law.as_ref().unwrap().key;
        let mut texts = by_law[key].clone();
        texts.sort_by_key(|text| std::cmp::Reverse(text.metadata.applies_from()));
        let law = KnownLaw::of(key, &texts).unwrap();
        for written in writings(number) {
            let text = format!("依照{written}第一条的规定");
            let mention = extract(&text).into_iter().next();
            let mut mention = mention.unwrap_or_else(|| panic!("{text} is not seen"));
            assert_eq!(mention.doc_number.as_ref(), Some(number), "{text}");
            assert_eq!(
                mention.article.map(|article| article.base),
                Some(1),
                "{text}"
            );
            mention.law = Some(key.clone());
            let found = resolve(&mention, None, Some(&law), Days::today(today));
            if let Some(id) = &found.document {
                let same = texts.iter().find(|text| text.id == *id).unwrap();
                assert_eq!(same.metadata.doc_number.as_ref(), Some(number), "{text}");
            } else {
                let held = matches!(found.verdict, Verdict::InForce | Verdict::Amended);
                assert!(!held, "{text}: {found:?}");
            }
        }
        itself += 1;
    }
    let recorded = statutes
        .iter()
        .filter(|text| text.metadata.doc_number.is_some())
        .count();
    let earlier = statutes
        .iter()
        .filter(|text| !text.metadata.earlier_doc_numbers.is_empty())
        .count();
    println!(
        "{} texts, {recorded} with a number, {earlier} with numbers of earlier texts; \
         {itself} lead to themselves, {several} share one",
        statutes.len()
    );
    assert!(recorded > 580 && itself > 570, "{recorded} {itself}");
}
