//! What is known about a document, labelled, in the order a reader wants it.

use leian_corpus::{Date, Document, Metadata};

use super::hits::{Run, owned};
use crate::http::marks::{self, Link, Marks};
use crate::http::reading::Citations;

/// The name under which data sets keep what they call a record.
const RECORD: &str = "id";

/// Something known about a document.
pub struct Fact {
    /// What it is.
    pub label: String,
    /// What is known, with the articles it names linked.
    pub value: Vec<Run>,
}

/// All that is known, but for the source's own name of the record: [`record`].
pub fn of(metadata: &Metadata, citations: &mut Citations<'_>) -> Vec<Fact> {
    let known = known(metadata)
        .into_iter()
        .filter_map(|(label, value)| Some((label.to_owned(), value?)));
    let further = metadata
        .extra
        .iter()
        .filter(|(name, _)| *name != RECORD)
        .map(|(name, value)| (name.clone(), value.clone()));
    let mut facts: Vec<Fact> = known
        .chain(further)
        .map(|(label, value)| fact(label, &value, &[]))
        .collect();
    if !metadata.applied_articles.is_empty() {
        let articles = metadata.applied_articles.join("、");
        let links = citations.links(&articles);
        facts.push(fact("适用法条".to_owned(), &articles, &links));
    }
    facts
}

fn fact(label: String, value: &str, links: &[Link]) -> Fact {
    let marks = Marks {
        links,
        ..Marks::default()
    };
    Fact {
        label,
        value: owned(marks::runs(value, 0..value.len(), &marks)),
    }
}

/// Where a text was published, if that is an address of the web: no other may become a
/// link, or be copied as one.
pub fn source_url(metadata: &Metadata) -> Option<&str> {
    let url = metadata.source_url.as_deref();
    url.filter(|url| url.starts_with("https://") || url.starts_with("http://"))
}

/// A text as papers cite it: title, number, organ and day, and where it was published.
pub fn citation(document: &Document) -> String {
    let metadata = &document.metadata;
    let title = match document.kind.is_statute() {
        true => format!("《{}》", document.title.trim_matches(['《', '》'])),
        false => document.title.clone(),
    };
    let day = match document.kind.is_statute() {
        true => metadata.made_on(),
        false => metadata.date,
    };
    let known = [
        metadata
            .number
            .clone()
            .or_else(|| metadata.doc_number.clone()),
        metadata.case_number.clone(),
        metadata.court.clone().or_else(|| metadata.issuer.clone()),
        day.map(|day| day.to_string()),
    ];
    let known: Vec<String> = known.into_iter().flatten().collect();
    let source = source_url(metadata);
    let source = source
        .map(|url| format!("，来源：{url}"))
        .unwrap_or_default();
    match known.is_empty() {
        true => format!("{title}{source}"),
        false => format!("{title}（{}）{source}", known.join("，")),
    }
}

/// What the source calls this record; of use to none but who looks it up there.
pub fn record(metadata: &Metadata) -> Option<String> {
    metadata.extra.get(RECORD).cloned()
}

fn known(metadata: &Metadata) -> [(&'static str, Option<String>); 13] {
    let date = |date: Option<Date>| date.map(|date| date.to_string());
    let list = |values: &[String]| (!values.is_empty()).then(|| values.join("、"));
    let number = metadata.number_as_written.clone();
    let other_number = number.filter(|written| Some(written) != metadata.number.as_ref());
    let version = metadata.law.as_ref().and_then(|law| law.version);
    let undated = metadata.promulgated.is_none() && metadata.effective.is_none();
    [
        ("编号", metadata.number.clone()),
        ("原文编号", other_number),
        ("文号", metadata.doc_number.clone()),
        ("批次", metadata.batch.clone()),
        ("案号", metadata.case_number.clone()),
        ("审理法院", metadata.court.clone()),
        ("发布机关", metadata.issuer.clone()),
        ("本版公布", date(metadata.promulgated)),
        ("施行", date(metadata.effective)),
        ("版本", date(version.filter(|_| undated))),
        ("日期", date(metadata.date)),
        ("罪名", list(&metadata.charges)),
        ("地区", metadata.region.clone()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_of_a_data_set_is_no_fact_for_readers() {
        let mut metadata = Metadata {
            court: Some("某某人民法院".to_owned()),
            ..Metadata::default()
        };
        for (name, value) in [(RECORD, "9ced30df"), ("专栏", "检答网集萃")] {
            metadata.extra.insert(name.to_owned(), value.to_owned());
        }
        let facts = of(&metadata, &mut Citations::none());
        let labels: Vec<_> = facts.iter().map(|fact| fact.label.as_str()).collect();
        assert_eq!(labels, ["审理法院", "专栏"]);
        assert_eq!(record(&metadata).as_deref(), Some("9ced30df"));
    }

    #[test]
    fn only_web_addresses_become_links() {
        let of = |url: &str| Metadata {
            source_url: Some(url.to_owned()),
            ..Metadata::default()
        };
        assert!(source_url(&of("https://www.spp.gov.cn/a")).is_some());
        assert!(source_url(&of("javascript:alert(1)")).is_none());
    }
}
