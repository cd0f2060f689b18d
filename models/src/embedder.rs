//! The public type: a loaded model that turns texts into unit vectors.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};

use crate::config::ModelConfig;
use crate::error::{ModelError, Result};
use crate::fast::{Arithmetic, FastEncoder, Instructions, Scratch};
use crate::fingerprint::fingerprint;
use crate::tokenizer::TextTokenizer;
use crate::weights::Weights;

/// Tokens of a batch. Larger ones leave the caches without saving anything.
const BATCH_TOKENS: usize = 768;
/// Texts that are tokenized before the first of them is embedded: enough to
/// find neighbours of like length, few enough that results come steadily.
const WINDOW_TEXTS: usize = 4096;
/// Texts that a worker tokenizes at a time.
const TOKENIZE_TEXTS: usize = 64;

/// Name of a model together with everything that changes its vectors: the
/// folder's name and 16 hexadecimal digits of a hash over weights, tokenizer,
/// pooling, prefixes and limit of tokens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ModelId(String);

impl ModelId {
    /// The id as text: safe in a file name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn new(name: &str, fingerprint: &str) -> Self {
        let safe = |c: char| {
            if c.is_ascii_alphanumeric() || "._-".contains(c) {
                c
            } else {
                '_'
            }
        };
        Self(format!(
            "{}-{fingerprint}",
            name.chars().map(safe).collect::<String>()
        ))
    }
}

impl std::fmt::Display for ModelId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A loaded embedding model. Threads share one freely.
///
/// Queries and passages go through the same forward pass: four-bit weights
/// exactly, with activations rounded to eight bits, where the checkpoint's
/// weights are four-bit numbers (the default model); 16-bit integers for other
/// checkpoints; f32 without AVX2. Against a reference in double precision the
/// cosines are at least .9998, .9999 and .99999.
pub struct Embedder {
    id: ModelId,
    name: String,
    config: ModelConfig,
    tokenizer: TextTokenizer,
    encoder: FastEncoder,
    threads: usize,
    /// Scratch memory of workers that are done, for the next.
    scratch: Mutex<Vec<Scratch>>,
}

impl std::fmt::Debug for Embedder {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Embedder")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Embedder {
    /// Loads a model folder as published: `config.json`, `tokenizer.json` and
    /// `model.safetensors` or `pytorch_model.bin`.
    ///
    /// # Errors
    /// Names the folder, file or tensor that is missing or does not fit.
    pub fn load(folder: &Path) -> Result<Self> {
        Self::load_with(folder, Instructions::detect(), Arithmetic::Fastest)
    }

    pub(crate) fn load_with(
        folder: &Path,
        instructions: Instructions,
        arithmetic: Arithmetic,
    ) -> Result<Self> {
        if !folder.is_dir() {
            return Err(ModelError::UnknownFolder {
                folder: folder.to_owned(),
            });
        }
        let config = ModelConfig::read(folder)?;
        let weights = Weights::open(folder)?;
        let (tokenizer, encoder) = std::thread::scope(|scope| {
            let tokenizer = scope.spawn(|| TextTokenizer::load(folder, config.max_tokens));
            let encoder = FastEncoder::load(weights, &config, instructions, arithmetic);
            let tokenizer = tokenizer.join().map_err(|_| ModelError::WorkerStopped)?;
            Ok::<_, ModelError>((tokenizer?, encoder?))
        })?;
        // `.` and `..` have no name of their own.
        let resolved = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let name = resolved
            .file_name()
            .map_or("model".into(), |name| name.to_string_lossy());
        Ok(Self {
            id: ModelId::new(&name, &fingerprint(folder, &config)?),
            name: name.into_owned(),
            config,
            tokenizer,
            encoder,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            scratch: Mutex::default(),
        })
    }

    /// What the embedding store files vectors under.
    pub fn id(&self) -> &ModelId {
        &self.id
    }

    /// The model's name: the last part of its folder.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Numbers in a vector.
    pub fn dim(&self) -> usize {
        self.config.network.hidden_size
    }

    /// Texts are cut to so many tokens, special tokens included.
    pub fn max_tokens(&self) -> usize {
        self.config.max_tokens
    }

    /// Threads that [`Self::embed_passages`] and [`Self::embed_bulk`] use.
    pub fn thread_count(&self) -> usize {
        self.threads
    }

    /// The vector of a query: prefix added, cut at the limit, unit length.
    ///
    /// # Errors
    /// Only if the tokenizer or the weights are damaged.
    pub fn embed_query(&self, text: &str) -> Result<Vec<f32>> {
        let tokens = self.tokenizer.encode(&self.config.query_prefix, text)?;
        self.with_scratch(|scratch| self.embed_tokens(&[&tokens], scratch))
    }

    /// The vectors of passages in the order given: prefix added, cut at the
    /// limit, unit length. Uses all cores.
    ///
    /// # Errors
    /// Only if the tokenizer or the weights are damaged.
    pub fn embed_passages(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>> {
        let mut vectors = vec![Vec::new(); texts.len()];
        self.embed_all(texts, &mut |index, vector| {
            vectors[index] = vector.to_vec();
            ControlFlow::Continue(())
        })?;
        Ok(vectors)
    }

    /// Embeds many passages on all cores, in batches of like length. `sink`
    /// gets the index of a text and its vector, from the calling thread, in
    /// any order, as batches finish; `Break` ends the work early.
    ///
    /// # Errors
    /// Only if the tokenizer or the weights are damaged.
    pub fn embed_bulk(
        &self,
        texts: &[String],
        sink: &mut dyn FnMut(usize, &[f32]) -> ControlFlow<()>,
    ) -> Result<()> {
        self.embed_all(texts, sink)
    }

    fn embed_all<T: AsRef<str> + Sync>(
        &self,
        texts: &[T],
        sink: &mut dyn FnMut(usize, &[f32]) -> ControlFlow<()>,
    ) -> Result<()> {
        for (window, texts) in texts.chunks(WINDOW_TEXTS).enumerate() {
            let first = window * WINDOW_TEXTS;
            let tokens = self.tokenize(texts)?;
            let batches = batches(&tokens);
            let mut stopped = false;
            self.in_parallel(
                batches.len(),
                |batch, scratch| {
                    let members: Vec<&[u32]> = batches[batch]
                        .iter()
                        .map(|&text| tokens[text].as_slice())
                        .collect();
                    self.embed_tokens(&members, scratch)
                },
                &mut |batch, vectors: Vec<f32>| {
                    let rows = vectors.chunks_exact(self.dim());
                    for (text, vector) in batches[batch].iter().zip(rows) {
                        if sink(first + text, vector).is_break() {
                            stopped = true;
                            return ControlFlow::Break(());
                        }
                    }
                    ControlFlow::Continue(())
                },
            )?;
            if stopped {
                break;
            }
        }
        Ok(())
    }

    fn tokenize<T: AsRef<str> + Sync>(&self, texts: &[T]) -> Result<Vec<Vec<u32>>> {
        let chunks: Vec<&[T]> = texts.chunks(TOKENIZE_TEXTS).collect();
        let mut tokens = vec![Vec::new(); texts.len()];
        let prefix = &self.config.passage_prefix;
        self.in_parallel(
            chunks.len(),
            |chunk, _| {
                let encode = |text: &T| self.tokenizer.encode(prefix, text.as_ref());
                chunks[chunk].iter().map(encode).collect::<Result<Vec<_>>>()
            },
            &mut |chunk, encoded: Vec<Vec<u32>>| {
                for (index, ids) in encoded.into_iter().enumerate() {
                    tokens[chunk * TOKENIZE_TEXTS + index] = ids;
                }
                ControlFlow::Continue(())
            },
        )?;
        Ok(tokens)
    }

    /// Runs `work` for 0..count on all cores and hands results, in any order,
    /// to `sink` on this thread.
    fn in_parallel<R: Send>(
        &self,
        count: usize,
        work: impl Fn(usize, &mut Scratch) -> Result<R> + Sync,
        sink: &mut dyn FnMut(usize, R) -> ControlFlow<()>,
    ) -> Result<()> {
        if count <= 1 {
            for index in 0..count {
                let result = self.with_scratch(|scratch| work(index, scratch))?;
                let _ = sink(index, result);
            }
            return Ok(());
        }
        let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
        // Bounded, so that a slow sink slows the workers instead of filling memory.
        let (sender, receiver) = mpsc::sync_channel(4 * self.threads);
        std::thread::scope(|scope| {
            for _ in 0..self.threads.min(count) {
                let sender = sender.clone();
                let (next, stop, work) = (&next, &stop, &work);
                scope.spawn(move || {
                    self.with_scratch(|scratch| {
                        while !stop.load(Ordering::Relaxed) {
                            let index = next.fetch_add(1, Ordering::Relaxed);
                            if index >= count || sender.send((index, work(index, scratch))).is_err()
                            {
                                break;
                            }
                        }
                    });
                });
            }
            drop(sender);
            let mut received = 0;
            let mut outcome = Ok(());
            for (index, result) in &receiver {
                received += 1;
                match result.map(|result| sink(index, result)) {
                    Ok(ControlFlow::Continue(())) => continue,
                    Ok(ControlFlow::Break(())) => received = count,
                    Err(error) => outcome = Err(error),
                }
                stop.store(true, Ordering::Relaxed);
                break;
            }
            // Without a receiver a worker's next send fails, so that none waits.
            drop(receiver);
            match outcome {
                Ok(()) if received < count => Err(ModelError::WorkerStopped),
                outcome => outcome,
            }
        })
    }

    fn embed_tokens(&self, texts: &[&[u32]], scratch: &mut Scratch) -> Result<Vec<f32>> {
        let mut vectors = self.encoder.embed(texts, scratch)?;
        for vector in vectors.chunks_exact_mut(self.dim()) {
            let squares: f64 = vector.iter().map(|x| f64::from(*x) * f64::from(*x)).sum();
            if !squares.is_finite() || squares <= 0.0 {
                return Err(ModelError::NotFinite {
                    model: self.name.clone(),
                });
            }
            let scale = (1.0 / squares.sqrt()) as f32;
            vector.iter_mut().for_each(|x| *x *= scale);
        }
        Ok(vectors)
    }

    fn with_scratch<R>(&self, work: impl FnOnce(&mut Scratch) -> R) -> R {
        let pool = || self.scratch.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = pool().pop().unwrap_or_default();
        let result = work(&mut scratch);
        pool().push(scratch);
        result
    }
}

/// Texts sorted by length, longest first (so that the last batches are small and
/// no core waits long), cut into batches by tokens. Texts are not padded, so
/// the order only balances attention and the ends of batches.
fn batches(tokens: &[Vec<u32>]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..tokens.len()).collect();
    order.sort_by_key(|&text| (std::cmp::Reverse(tokens[text].len()), text));
    let mut batches: Vec<Vec<usize>> = Vec::new();
    let mut size = usize::MAX;
    for text in order {
        let length = tokens[text].len();
        match batches.last_mut() {
            Some(batch) if size + length <= BATCH_TOKENS => batch.push(text),
            _ => {
                batches.push(vec![text]);
                size = 0;
            }
        }
        size += length;
    }
    batches
}
