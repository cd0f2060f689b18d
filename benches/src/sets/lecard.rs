//! LeCaRD's candidates as a library of their own: 2,611 judgments of which the
//! data hold the facts, summarised by charge.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, BufWriter, Write},
    path::Path,
};

use anyhow::{Context, Result};
use leian_corpus::{
    Body, Document, DocumentId, DocumentKind, Metadata, Provenance, Section, SectionRole,
    import::jsonl::write_document,
};
use serde::Deserialize;

/// What stands before a candidate's number in its document id.
pub const ID_PREFIX: &str = "lecard-";

/// A key among the charges of a candidate that is no charge.
const NOISE: &str = "ajId";

#[derive(Deserialize)]
struct Candidate {
    id: String,
    facts_by_charge: BTreeMap<String, String>,
}

/// Turns `documents.jsonl` into JSON Lines that `leian import` reads. Returns
/// how many documents were written.
///
/// # Errors
/// A file cannot be read or written, or a line is no candidate.
pub fn convert(source: &Path, target: &Path) -> Result<usize> {
    let file =
        fs::File::open(source).with_context(|| format!("cannot read {}", source.display()))?;
    let out =
        fs::File::create(target).with_context(|| format!("cannot write {}", target.display()))?;
    let mut out = BufWriter::new(out);
    let mut written = 0;
    for (index, line) in BufReader::new(file).lines().enumerate() {
        let line = line?;
        let candidate: Candidate = serde_json::from_str(&line)
            .with_context(|| format!("cannot read {}:{}", source.display(), index + 1))?;
        write_document(&document(candidate, source, index + 1)?, &mut out)?;
        written += 1;
    }
    out.flush()?;
    Ok(written)
}

fn document(candidate: Candidate, source: &Path, line: usize) -> Result<Document> {
    let charges: Vec<String> = candidate
        .facts_by_charge
        .keys()
        .filter(|charge| *charge != NOISE)
        .cloned()
        .collect();
    let sections = candidate
        .facts_by_charge
        .values()
        .map(|facts| Section {
            role: SectionRole::Facts,
            label: String::new(),
            text: facts.clone(),
        })
        .collect();
    Ok(Document {
        id: DocumentId::parse(&format!("{ID_PREFIX}{}", candidate.id))?,
        kind: DocumentKind::Judgment,
        title: format!("候选案例 {}", candidate.id),
        metadata: Metadata {
            charges,
            ..Metadata::default()
        },
        body: Body::Sections(sections),
        provenance: Provenance {
            path: source.display().to_string(),
            line: Some(line as u64),
            sha256: String::new(),
            importer: "lecard".to_owned(),
        },
    })
}
