//! What the readers find in the real laws: gaps, doubled numbers, texts without articles.

#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use super::{Oddity, Outcome, read_file, walk};
use crate::document::{Body, Document};
use crate::statute::{ArticleNumber, Block, Statute};

fn shared(folder: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("LEIAN_SHARED").filter(|path| !path.is_empty());
    let found = shared.map(|shared| PathBuf::from(shared).join(folder));
    let found = found.filter(|found| found.is_dir());
    if found.is_none() {
        println!("skipped: LEIAN_SHARED names no folder with {folder:?}");
    }
    found
}

#[derive(Default)]
struct Census {
    documents: usize,
    without_articles: usize,
    with_items: usize,
    gaps: Vec<(String, Vec<(ArticleNumber, ArticleNumber)>)>,
    missing: u32,
    doubled: Vec<String>,
    broken: Vec<String>,
}

impl Census {
    fn of(roots: &[PathBuf]) -> Self {
        let mut census = Self::default();
        let (files, _) = walk(roots);
        for file in files
            .iter()
            .filter(|file| !file.display_path.contains("/DLC/"))
        {
            let mut last = None;
            read_file(
                &file.path,
                &file.display_path,
                &mut |outcome| match outcome {
                    Outcome::Document(document) => {
                        census.document(&document);
                        last = Some(document);
                    }
                    Outcome::Remark(remark) => census.remark(remark, last.as_deref()),
                    Outcome::Skipped { .. } | Outcome::Failed(_) => {}
                },
            );
        }
        census
    }

    fn document(&mut self, document: &Document) {
        let Body::Statute(statute) = &document.body else {
            return;
        };
        self.documents += 1;
        if statute.articles().next().is_none() {
            self.without_articles += 1;
            self.with_items += usize::from(!statute.cited_articles().is_empty());
        }
    }

    fn remark(&mut self, remark: super::Remark, document: Option<&Document>) {
        match remark.what {
            Oddity::Gaps(gaps) => {
                let Some(Body::Statute(statute)) = document.map(|document| &document.body) else {
                    panic!("{} has a remark before its document", remark.path)
                };
                for (first, last) in &gaps {
                    assert_not_hidden(&remark.path, statute, *first, *last);
                    self.missing += last.base - first.base + 1;
                }
                self.gaps.push((remark.path, gaps));
            }
            Oddity::Doubled(_) => self.doubled.push(remark.path),
            Oddity::BreaksOff => self.broken.push(remark.path),
            Oddity::FurtherText { .. } => println!("further {} {}", remark.path, remark.title),
            Oddity::Text(note) => println!("note {} {}", remark.path, note.code()),
        }
    }

    fn print(&self) {
        println!(
            "{} texts, {} without articles ({} of them with numbered items), {} with gaps ({} numbers missing), {} with doubled numbers, {} that break off",
            self.documents,
            self.without_articles,
            self.with_items,
            self.gaps.len(),
            self.missing,
            self.doubled.len(),
            self.broken.len(),
        );
        for (path, gaps) in &self.gaps {
            let gaps: Vec<String> = gaps.iter().map(|(a, b)| format!("{a}~{b}")).collect();
            println!("gap {path} {}", gaps.join(" "));
        }
        for path in self.doubled.iter().chain(&self.broken) {
            println!("odd {path}");
        }
    }
}

/// A missing article must be missing in the source: its number begins no line of another
/// block and no sentence.
fn assert_not_hidden(path: &str, statute: &Statute, first: ArticleNumber, last: ArticleNumber) {
    for base in first.base..=last.base {
        let label = ArticleNumber::new(base).chinese();
        for block in statute.own_blocks() {
            let text = match block {
                Block::Article(article) => article.text.as_str(),
                Block::Text(text) => text.as_str(),
                Block::Heading(heading) => heading.text.as_str(),
            };
            let starts = text.match_indices(&label).find(|(at, _)| {
                let before = text[..*at].trim_end_matches(' ');
                let begins = before.is_empty() || before.ends_with(['\n', '。']);
                begins && text[at + label.len()..].starts_with(char::is_whitespace)
            });
            assert!(
                starts.is_none(),
                "{path}: {label} is hidden in another block"
            );
        }
    }
}

#[test]
fn national_laws_have_all_their_articles() {
    let Some(laws) = shared("data/laws") else {
        return;
    };
    let census = Census::of(&[laws]);
    census.print();
    assert_eq!(census.documents, 1_512);
    assert!(census.gaps.len() <= 2 && census.doubled.len() <= 2 && census.broken.len() <= 2);
}

#[test]
fn gaps_of_earlier_laws_are_those_of_their_sources() {
    let Some(laws) = shared("data/laws_earlier") else {
        return;
    };
    let census = Census::of(&[laws]);
    census.print();
    assert!(census.documents > 2_500 && census.gaps.len() > 150);
}
