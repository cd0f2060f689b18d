//! The second half of an import: texts get their vectors, and the segments of
//! the index get the vectors of their texts.
//!
//! A vector is looked up by the hash of its text in the embedding store before
//! it is computed, so a text is embedded once in its life, whatever was
//! interrupted or rebuilt in between.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use leian_indexer::embedding::EmbeddingError;
use leian_indexer::{EmbeddingStore, PassageKey, SidecarProgress, StoreWriter};
use leian_models::Embedder;

use super::progress::{Phase, Progress};
use super::report::{ImportReport, add_time};
use crate::error::Result;
use crate::library::{Library, ModelState};

/// Texts collected in one pass over the index: enough that a pass costs little
/// against embedding them, few enough to hold in memory.
const TEXTS_A_PASS: usize = 65_536;

/// Texts embedded in one go; between two of them new vectors can be made
/// searchable. Large enough for batches of like length.
const TEXTS_A_ROUND: usize = 4_096;

/// Keeps the vectors of a library's index up to date.
pub(super) struct Vectors<'a> {
    library: &'a Library,
    every: Duration,
    last: Instant,
}

impl<'a> Vectors<'a> {
    pub(super) fn new(library: &'a Library) -> Self {
        Self {
            library,
            every: library.config().import.vectors_every,
            last: Instant::now(),
        }
    }

    /// Gives the segments the vectors the store has by now, if the last time is
    /// long enough ago.
    pub(super) fn refresh_if_due(&mut self, report: &mut ImportReport) -> Result<()> {
        if self.last.elapsed() < self.every {
            return Ok(());
        }
        match self.library.store()? {
            Some(store) => self.refresh(&store, report),
            None => Ok(()),
        }
    }

    fn refresh(&mut self, store: &EmbeddingStore, report: &mut ImportReport) -> Result<()> {
        let began = Instant::now();
        self.library
            .index()
            .refresh_sidecars(store, false, &mut |_| {})?;
        add_time(&mut report.seconds.vectors, began.elapsed());
        self.last = Instant::now();
        Ok(())
    }

    /// Embeds every text of the library that has no vector yet.
    pub(super) fn embed_missing(
        &mut self,
        progress: &mut dyn Progress,
        report: &mut ImportReport,
    ) -> Result<()> {
        let library = self.library;
        let Some(embedder) = library.embedder() else {
            if let ModelState::Absent { why } = library.model_state() {
                report.embedding.why_not = Some(why.clone());
            }
            return Ok(());
        };
        report.embedding.model = Some(embedder.id().to_string());
        let began = Instant::now();
        let vectors_before = report.seconds.vectors;
        let mut writer = EmbeddingStore::open_writer(
            &library.paths().embeddings,
            embedder.id().as_str(),
            embedder.dim(),
        )?;
        let result = self.embed_all(embedder, &mut writer, progress, report);
        // Whatever stopped the work, what is computed is kept.
        writer.flush()?;
        report.embedding.in_store = writer.len() as u64;
        add_time(&mut report.seconds.embed, began.elapsed());
        report.seconds.embed -= report.seconds.vectors - vectors_before;
        result
    }

    fn embed_all(
        &mut self,
        embedder: &Embedder,
        writer: &mut StoreWriter,
        progress: &mut dyn Progress,
        report: &mut ImportReport,
    ) -> Result<()> {
        let mut done = 0;
        loop {
            let (keys, texts, missing) = self.collect(&writer.reader())?;
            report.embedding.missing = Some(missing);
            if keys.is_empty() {
                break;
            }
            if done == 0 {
                progress.begin(Phase::Embed, missing);
            }
            let before = done;
            for (keys, texts) in keys.chunks(TEXTS_A_ROUND).zip(texts.chunks(TEXTS_A_ROUND)) {
                let mut round = Round {
                    keys,
                    writer: &mut *writer,
                    progress: &mut *progress,
                    flush_every: self.library.config().import.flush_every,
                    last_flush: Instant::now(),
                    done,
                    failure: None,
                };
                let outcome = embedder.embed_bulk(texts, &mut |i, vector| round.put(i, vector));
                let failure = round.failure.take();
                report.embedding.embedded += round.done - done;
                done = round.done;
                if let Some(failure) = failure {
                    return Err(failure.into());
                }
                outcome?;
                report.embedding.characters += texts
                    .iter()
                    .map(|text| text.chars().count() as u64)
                    .sum::<u64>();
                writer.flush()?;
                self.refresh_if_due(report)?;
            }
            // Unless a round gave nothing, the rest gets smaller every time.
            if done - before == missing || done == before {
                report.embedding.missing = Some(missing - (done - before));
                break;
            }
        }
        if done > 0 {
            progress.end();
        }
        Ok(())
    }

    /// The first texts that lack a vector, with their keys, and how many there
    /// are in all.
    fn collect(&self, store: &EmbeddingStore) -> Result<(Vec<PassageKey>, Vec<String>, u64)> {
        let (mut keys, mut texts, mut missing) = (Vec::new(), Vec::new(), 0);
        self.library
            .index()
            .missing_passages(store, &mut |key, text| {
                missing += 1;
                if keys.len() < TEXTS_A_PASS {
                    keys.push(key);
                    texts.push(text);
                }
            })?;
        Ok((keys, texts, missing))
    }

    /// Brings the vectors of all segments up to the store, with graphs where
    /// they pay. Without model and store there is nothing to do.
    pub(super) fn finish(
        &mut self,
        progress: &mut dyn Progress,
        report: &mut ImportReport,
    ) -> Result<()> {
        let Some(store) = self.library.store()? else {
            return Ok(());
        };
        let began = Instant::now();
        let mut shown = None;
        let refreshed =
            self.library
                .index()
                .refresh_sidecars(&store, true, &mut |at: SidecarProgress| {
                    let key = (at.segment, at.stage, at.total);
                    if at.total > 0 && shown != Some(key) {
                        progress.begin(Phase::Vectors, at.total as u64);
                        shown = Some(key);
                    }
                    progress.update(
                        at.done as u64,
                        &format!("索引分段 {}/{}", at.segment + 1, at.segments),
                    );
                })?;
        if shown.is_some() {
            progress.end();
        }
        report.embedding.in_store = store.len() as u64;
        report.embedding.missing = Some(refreshed.missing as u64);
        add_time(&mut report.seconds.vectors, began.elapsed());
        Ok(())
    }
}

/// One call of the model and what its vectors are put into.
struct Round<'a> {
    keys: &'a [PassageKey],
    writer: &'a mut StoreWriter,
    progress: &'a mut dyn Progress,
    flush_every: Duration,
    last_flush: Instant,
    done: u64,
    failure: Option<EmbeddingError>,
}

impl Round<'_> {
    fn put(&mut self, index: usize, vector: &[f32]) -> ControlFlow<()> {
        if let Err(error) = self.try_put(index, vector) {
            self.failure = Some(error);
            return ControlFlow::Break(());
        }
        self.done += 1;
        self.progress.update(self.done, "");
        ControlFlow::Continue(())
    }

    fn try_put(&mut self, index: usize, vector: &[f32]) -> Result<(), EmbeddingError> {
        self.writer.put(&self.keys[index], vector)?;
        if self.last_flush.elapsed() >= self.flush_every {
            self.writer.flush()?;
            self.last_flush = Instant::now();
        }
        Ok(())
    }
}
