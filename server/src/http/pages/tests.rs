//! Pages from invented answers: what a template does with whatever a text or a
//! query holds.

#![allow(clippy::unwrap_used)]

use leian_corpus::{Document, DocumentKind, Entry, SectionRole};
use leian_indexer::Facets;

use super::as_of::DateBox;
use super::document::DocumentPage;
use super::document_view::{DocumentItem, Near};
use super::layout::{Layout, SearchBox};
use super::render;
use super::search::{Circumstances, Results, SearchPage};
use crate::http::params::SearchParams;
use crate::http::reading::{Citations, DocumentReading};
use crate::http::tests::texts::{EVIL, case, law, river_case, section};
use crate::retrieval::understood::Jump;
use crate::retrieval::{
    FilterInput, Hit, Mode, Note, NoteKind, PassageHit, RankScore, SearchQuery, SearchResponse,
    SectionHighlight, Snippet, Understood, VersionRef,
};

fn hit(rank: usize, entry: Entry) -> Hit {
    Hit {
        entry,
        rank,
        title_highlights: Vec::new(),
        highlights: Vec::new(),
        best_passage: None,
        snippet: Snippet::default(),
        lexical: Some(RankScore {
            rank,
            score: 17.25 / rank as f32,
        }),
        semantic: None,
        fused_score: 0.5 / rank as f64,
        likelihood: None,
        level: None,
        grounds: Vec::new(),
        jump: false,
        whole_document: false,
        versions: Vec::new(),
        newest: true,
        lexical_version: None,
        duplicate_of: None,
    }
}

/// Every place of `word` in `text`.
fn places(text: &str, word: &str) -> Vec<std::ops::Range<usize>> {
    text.match_indices(word)
        .map(|(start, word)| start..start + word.len())
        .collect()
}

fn river_hit(rank: usize) -> Hit {
    let entry = river_case().entries().remove(0);
    let text = entry.sections[1].text.clone();
    let mut ranges = places(&text, "禁渔期");
    ranges.extend(places(&text, "捕捞"));
    let title = entry.title();
    Hit {
        title_highlights: places(&title, "捕捞"),
        highlights: vec![SectionHighlight {
            section: 1,
            ranges: ranges.clone(),
        }],
        best_passage: Some(PassageHit {
            section: 1,
            byte_range: 0..text.find('\n').unwrap(),
            score: 0.913,
        }),
        snippet: Snippet {
            section: 1,
            byte_range: 0..text.len(),
            ranges,
        },
        semantic: Some(RankScore {
            rank: 2,
            score: 0.913,
        }),
        ..hit(rank, entry)
    }
}

fn law_hit(rank: usize) -> Hit {
    let document = law();
    let entry = document.entries().remove(1);
    let text = entry.sections[0].text.clone();
    let version = |id: &str, date: &str, status: &str| VersionRef {
        entry_id: leian_corpus::EntryId::parse(id).unwrap(),
        document_id: document.id.clone(),
        document_title: document.title.clone(),
        date: date.parse().ok(),
        status: Some(status.to_owned()),
    };
    Hit {
        jump: true,
        snippet: Snippet {
            section: 0,
            byte_range: 0..text.len(),
            ranges: places(&text, "禁渔期"),
        },
        versions: vec![
            version(entry.id.as_str(), "2022-03-01", "现行有效"),
            version("law-0123456789ab.2", "2009-08-27", "已修改"),
        ],
        ..hit(rank, entry)
    }
}

fn evil_hit(rank: usize) -> Hit {
    let text = format!("正文{EVIL}正文");
    let mut sections = vec![section(SectionRole::Facts, &text)];
    sections[0].label = EVIL.to_owned();
    let mut document = case(DocumentKind::TeachingCase, "teach-1", EVIL, sections);
    document.metadata.issuer = Some(EVIL.to_owned());
    Hit {
        snippet: Snippet {
            section: 0,
            byte_range: 0..text.len(),
            ranges: places(&text, EVIL),
        },
        ..hit(rank, document.entries().remove(0))
    }
}

fn response(hits: Vec<Hit>) -> SearchResponse {
    SearchResponse {
        relaxed: Vec::new(),
        total: 231,
        lexical_total: Some(187),
        semantic_total: Some(60),
        likely_total: 0,
        facets: Facets {
            kinds: vec![
                (DocumentKind::Law, 120),
                (DocumentKind::SppGuidingCase, 61),
                (DocumentKind::TeachingCase, 50),
            ],
            issuers: vec![("最高人民检察院".to_owned(), 61), (EVIL.to_owned(), 3)],
            years: (0..14).map(|n| (2024 - n, 20 - n as usize)).collect(),
            ..Facets::default()
        },
        understood: Understood {
            notes: vec![Note {
                kind: NoteKind::PartialVectors,
                text: format!("还有段落没有向量{EVIL}"),
            }],
            ..Understood::default()
        },
        mode_used: Mode::Hybrid,
        coverage: None,
        page: 1,
        per_page: 10,
        elapsed_ms: 23.4,
        hits,
    }
}

fn params(query_text: &str) -> SearchParams {
    SearchParams {
        query: SearchQuery::new(query_text),
        filter: FilterInput {
            issuers: vec![EVIL.to_owned()],
            date_from: Some("2020".to_owned()),
            ..FilterInput::default()
        },
    }
}

fn list(query_text: &str, hits: Vec<Hit>) -> String {
    page_of(query_text, &response(hits))
}

fn page_of(query_text: &str, response: &SearchResponse) -> String {
    let params = params(query_text);
    let circumstances = Circumstances {
        linked: true,
        by_meaning: true,
    };
    let results = Results::new(&params, response, circumstances);
    let page = SearchPage {
        layout: Layout::new(query_text, SearchBox::default().with_text(query_text)),
        searched: query_text.to_owned(),
        error: None,
        results: Some(results),
    };
    render(&page).unwrap().0
}

fn reading(document: Document, near: Option<Near>) -> String {
    let reading = DocumentReading {
        document,
        entry: None,
        versions: Vec::new(),
        parts: Vec::new(),
        validity: None,
    };
    let document = DocumentItem::new(&reading, None, near, Citations::none());
    let page = DocumentPage {
        kept: Default::default(),
        cited: None,
        date_box: DateBox::new("/documents/x", None, ""),
        as_of: None,
        that_day: None,
        changed: None,
        similar: None,
        layout: Layout::new(&document.title, SearchBox::default()),
        document,
    };
    render(&page).unwrap().0
}

#[track_caller]
fn check_escaped(html: &str) {
    assert!(!html.contains("<script>alert"), "{html}");
    assert!(!html.contains("style="), "the policy forbids inline style");
    assert!(html.contains("&#60;script&#62;"), "{html}");
}

#[test]
fn nothing_in_texts_or_queries_becomes_markup() {
    check_escaped(&list(EVIL, vec![evil_hit(1), river_hit(2), law_hit(3)]));
    let text = format!("{EVIL}正文{EVIL}");
    let mut document = case(
        DocumentKind::TeachingCase,
        "teach-1",
        EVIL,
        vec![section(SectionRole::Other, &text)],
    );
    document.metadata.keywords = vec![EVIL.to_owned()];
    document
        .metadata
        .extra
        .insert(EVIL.to_owned(), EVIL.to_owned());
    document.metadata.source_url = Some("javascript:alert(1)".to_owned());
    let html = reading(document, None);
    check_escaped(&html);
    assert!(!html.contains("javascript:"));
}

#[test]
fn words_and_nearest_passage_are_marked_apart() {
    let html = list("禁渔期捕捞", vec![river_hit(1)]);
    assert!(html.contains("<span class=\"near\">某年四月，甲、乙二人在<mark>禁渔期</mark>内"));
    assert!(html.contains("非法<mark>捕捞</mark>水产品"));
    assert!(html.contains("#near\""));
}

#[test]
fn totals_say_what_they_count() {
    let html = list("禁渔期", vec![river_hit(1)]);
    for text in [
        "本次返回 <strong>231</strong> 条",
        "字词相符 187 条",
        "意思最近 60 条",
    ] {
        assert!(html.contains(text), "{text}");
    }
    assert!(!html.contains("类案</strong>"));
}

#[test]
fn what_the_query_names_is_told_in_the_total() {
    let named = |total, lexical, semantic| {
        let mut response = response(vec![law_hit(1)]);
        (response.total, response.lexical_total) = (total, lexical);
        response.semantic_total = semantic;
        response.understood.jumps = vec![Jump {
            name: "江河养护法 第二条".to_owned(),
            entry: None,
            documents: vec![law().id],
        }];
        page_of("江河养护法第二条", &response)
    };
    for (html, text) in [
        (
            named(5, Some(4), None),
            "<strong>5</strong> 条：字词相符 4 条，连同检索内容指明的条目",
        ),
        (named(5, Some(5), None), "字词相符 <strong>5</strong> 条"),
        (
            named(5, None, Some(4)),
            "意思最近 4 条，连同检索内容指明的条目；按远近截取",
        ),
        (
            named(5, Some(2), Some(4)),
            "意思最近 4 条，连同检索内容指明的条目，重复的只计一次",
        ),
    ] {
        assert!(html.contains(text), "{text}");
    }
}

#[test]
fn hits_say_how_far_they_bind() {
    let html = list("禁渔期", vec![river_hit(1), law_hit(2), evil_hit(3)]);
    for text in [
        "<span class=\"badge binding\">应当参照</span>",
        "现行有效",
        "虚构教学案例：",
        "2009-08-27（已修改）",
        "检索的就是这一条",
    ] {
        assert!(html.contains(text), "{text}");
    }
}

#[test]
fn a_case_is_read_by_sections_with_an_outline() {
    let near = Near::parse("1:0-30");
    let html = reading(river_case(), near);
    for text in [
        "href=\"#s2\"",
        "id=\"s2\"",
        "<p id=\"near\"><span class=\"near\">某年四月",
        "检例第901号",
    ] {
        assert!(html.contains(text), "{text}");
    }
}

#[test]
fn a_statute_is_read_by_articles_with_a_tree() {
    let html = reading(law(), None);
    for text in [
        "id=\"a2-1\"",
        "href=\"/articles/%E6%B1%9F%E6%B2%B3%E5%85%BB%E6%8A%A4%E6%B3%95/2-1\"",
        "第一条至第二条之一",
        "<h2 id=\"h4\"",
    ] {
        assert!(html.contains(text), "{text}\n{html}");
    }
}
