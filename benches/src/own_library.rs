//! The library that a set is measured in: an index of its own that holds the
//! set's collection, the evidence that its protocol allows beside it
//! ([`Set::evidence`]), and nothing else.
//!
//! A filter over a whole library would hide the other texts but not what they do
//! to the scores: document frequencies, average lengths, the graph's neighbours
//! (the answers of 检答网 stand in a whole library, and so do the judgments whose
//! facts are asked). So the collection is copied out. Vectors come from the
//! embedding store of the library it is copied from, nothing is embedded twice.

use std::{
    fs,
    io::BufWriter,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use leian_indexer::Filter;
use leian_server::{
    ingest::{self, ImportSettings, SilentProgress},
    library::{Library, LibraryPaths},
    operations::export::export,
};

use crate::sets::{Set, lecard};

/// Opens the library of `set`'s collection, below the folder of the library it
/// comes from; made or brought up to date first. `candidates` is LeCaRD's
/// `documents.jsonl`: its own collection, and evidence for charges where it is there;
/// all else is copied from `source`.
///
/// # Errors
/// The source cannot be read, or the library not be written.
pub fn open(set: Set, source: &LibraryPaths, candidates: &Path) -> Result<Library> {
    let paths = LibraryPaths {
        library: source.library.join("eval").join(set.collection()),
        ..source.clone()
    };
    fs::create_dir_all(&paths.library)
        .with_context(|| format!("cannot make {}", paths.library.display()))?;
    let mut sources = Vec::new();
    if set != Set::Lecard {
        let texts = paths.library.join("collection.jsonl");
        copy_out(set, source, &texts)?;
        sources.push(texts);
    }
    let with_candidates = set == Set::Lecard || set == Set::Charges && candidates.exists();
    if with_candidates {
        let texts = paths.library.join("candidates.jsonl");
        lecard::convert(candidates, &texts)?;
        sources.push(texts);
    }
    let library = Library::create_or_open(&paths)?;
    take_in(&library, &sources, with_candidates)?;
    Ok(library)
}

/// Refuses a library where passages lack their vectors: what is measured by
/// meaning would be a part of the collection.
///
/// # Errors
/// With the number of passages and the command that mends it.
pub fn require_vectors(library: &Library) -> Result<()> {
    let missing = library.snapshot()?.stats().vectors_missing;
    if missing > 0 {
        bail!("{missing} passages of the collection have no vector yet; run leian embed first");
    }
    Ok(())
}

/// Writes the documents of the collection as JSON Lines.
fn copy_out(set: Set, source: &LibraryPaths, target: &Path) -> Result<()> {
    let whole = Library::open_text_only(source)?;
    let file =
        fs::File::create(target).with_context(|| format!("cannot write {}", target.display()))?;
    let mut file = BufWriter::new(file);
    export(&whole, &set.filter(), &mut file)?;
    if !set.evidence().is_empty() {
        let evidence = Filter {
            kinds: set.evidence().to_vec(),
            ..Filter::default()
        };
        export(&whole, &evidence, &mut file)?;
    }
    Ok(())
}

/// An import that finds nothing new takes a moment, so it is simply run each time.
/// Only texts that are in no other library are embedded here.
fn take_in(library: &Library, sources: &[PathBuf], embed: bool) -> Result<()> {
    let settings = ImportSettings {
        embed: embed && library.embedder().is_some(),
        ..ImportSettings::default()
    };
    ingest::import(library, sources, &settings, &mut SilentProgress)?;
    Ok(())
}
