//! The fast forward pass of a BERT-like encoder on the processor.
//!
//! Texts of a batch lie one behind the other without padding: linear layers and
//! norms see one long run of tokens, attention sees each text by itself. Query,
//! key and value are one product with the scale folded in; everything lives in
//! scratch memory that a worker keeps. Linear layers run in the cheapest form
//! that keeps the vectors: exact four-bit weights where the checkpoint has them
//! ([`four_bit`]), else 16-bit integers ([`integer`]), else f32 ([`float`]).
//!
//! The oracle that tests compare it with is `bert.rs`, on candle.

mod attention;
mod dispatch;
mod float;
#[cfg(target_arch = "x86_64")]
mod four_bit;
#[cfg(target_arch = "x86_64")]
mod integer;
mod simd;

use std::borrow::Cow;

use crate::config::{ModelConfig, Pooling};
use crate::error::Result;
use crate::weights::{Weights, WordTable};
use attention::{AttentionScratch, Heads, attend};
pub(crate) use dispatch::Instructions;
use dispatch::{add_norm, gelu_in_place, norm};
use float::FloatLinear;

/// Tokens that go through the linear layers together: their widest activations
/// (1,536 numbers in the default model) then stay in the L2 cache.
const ROWS: usize = 48;

/// Which arithmetic linear layers may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arithmetic {
    /// The cheapest that keeps the vectors.
    Fastest,
    /// Never four-bit weights with rounded activations.
    #[cfg_attr(not(test), allow(dead_code, reason = "tests compare the forms"))]
    Integer,
    /// f32 only.
    #[cfg_attr(not(test), allow(dead_code, reason = "tests compare the forms"))]
    Float,
}

/// Weights `[n, k]` of a linear layer before packing; several matrices stacked,
/// each with a factor for its outputs.
pub(super) struct Matrix<'a> {
    n: usize,
    k: usize,
    parts: Vec<(Cow<'a, [f32]>, f32)>,
    bias: Vec<f32>,
}

impl Matrix<'_> {
    fn row(&self, row: usize) -> (&[f32], f32) {
        let per_part = self.n / self.parts.len();
        let (numbers, factor) = &self.parts[row / per_part];
        (&numbers[row % per_part * self.k..][..self.k], *factor)
    }
}

/// A linear layer in one of its forms.
enum Linear {
    #[cfg(target_arch = "x86_64")]
    FourBit(four_bit::FourBitLinear),
    #[cfg(target_arch = "x86_64")]
    Integer(integer::IntegerLinear),
    Float(FloatLinear),
}

impl Linear {
    fn pack(matrix: &Matrix<'_>, instructions: Instructions, arithmetic: Arithmetic) -> Self {
        #[cfg(target_arch = "x86_64")]
        if instructions == Instructions::Avx2 && arithmetic != Arithmetic::Float {
            if arithmetic == Arithmetic::Fastest
                && let Some(linear) = four_bit::FourBitLinear::pack(matrix)
            {
                return Self::FourBit(linear);
            }
            if let Some(linear) = integer::IntegerLinear::pack(matrix) {
                return Self::Integer(linear);
            }
        }
        let _ = arithmetic;
        Self::Float(FloatLinear::pack(matrix, instructions))
    }

    fn multiply(&self, input: &[f32], rounded: &mut Rounded, out: &mut [f32]) {
        let _ = &rounded;
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::FourBit(linear) => linear.multiply(input, &mut rounded.bytes, out),
            #[cfg(target_arch = "x86_64")]
            Self::Integer(linear) => linear.multiply(input, &mut rounded.words, out),
            Self::Float(linear) => linear.multiply(input, out),
        }
    }
}

/// Rounded activations of one worker.
#[derive(Default)]
struct Rounded {
    #[cfg(target_arch = "x86_64")]
    bytes: four_bit::RoundedBytes,
    #[cfg(target_arch = "x86_64")]
    words: integer::RoundedWords,
}

struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

struct Layer {
    query_key_value: Linear,
    attention_output: Linear,
    attention_norm: Norm,
    intermediate: Linear,
    output: Linear,
    output_norm: Norm,
}

/// Memory that a worker keeps between batches.
#[derive(Default)]
pub(crate) struct Scratch {
    hidden: Vec<f32>,
    query_key_value: Vec<f32>,
    context: Vec<f32>,
    added: Vec<f32>,
    inner: Vec<f32>,
    rounded: Rounded,
    attention: AttentionScratch,
}

/// A packed network.
pub(crate) struct FastEncoder {
    instructions: Instructions,
    heads: Heads,
    hidden: usize,
    inner: usize,
    eps: f32,
    position_offset: usize,
    pooling: Pooling,
    words: WordTable,
    /// `[positions, hidden]`, token type 0 already added.
    positions: Vec<f32>,
    embedding_norm: Norm,
    layers: Vec<Layer>,
}

impl FastEncoder {
    /// Reads and packs a checkpoint.
    ///
    /// # Errors
    /// Names the tensor that is missing or does not fit.
    pub(crate) fn load(
        weights: Weights,
        config: &ModelConfig,
        instructions: Instructions,
        arithmetic: Arithmetic,
    ) -> Result<Self> {
        let network = &config.network;
        let hidden = network.hidden_size;
        let heads = Heads {
            count: network.num_attention_heads,
            dim: hidden / network.num_attention_heads,
        };
        let loader = Loader {
            weights: &weights,
            instructions,
            arithmetic,
            heads,
        };
        let indices: Vec<usize> = (0..network.num_hidden_layers).collect();
        let layers = loader.layers(&indices, network.intermediate_size)?;
        let embedding_norm = loader.norm("embeddings", hidden)?;
        let shape = [network.max_position_embeddings, hidden];
        let mut positions = weights
            .tensor("embeddings.position_embeddings.weight", &shape)?
            .into_owned();
        let shape = [network.type_vocab_size, hidden];
        let types = weights.tensor("embeddings.token_type_embeddings.weight", &shape)?;
        for row in positions.chunks_exact_mut(hidden) {
            row.iter_mut()
                .zip(types.iter())
                .for_each(|(number, kind)| *number += kind);
        }
        drop(types);
        Ok(Self {
            instructions,
            heads,
            hidden,
            inner: network.intermediate_size,
            eps: network.layer_norm_eps as f32,
            position_offset: config.position_offset,
            pooling: config.pooling,
            words: weights.into_word_table(network.vocab_size, hidden)?,
            positions,
            embedding_norm,
            layers,
        })
    }

    /// The pooled, not yet normalised vectors of `texts` (token ids with special
    /// tokens, none empty, none above the limit): `[texts, hidden]`.
    ///
    /// # Errors
    /// If a token is beyond the word table.
    pub(crate) fn embed(&self, texts: &[&[u32]], scratch: &mut Scratch) -> Result<Vec<f32>> {
        self.look_up(texts, scratch)?;
        let tokens = scratch.hidden.len() / self.hidden;
        scratch
            .query_key_value
            .resize(tokens * 3 * self.hidden, 0.0);
        scratch.context.resize(tokens * self.hidden, 0.0);
        scratch.added.resize(ROWS * self.hidden, 0.0);
        scratch.inner.resize(ROWS * self.inner, 0.0);
        for layer in &self.layers {
            self.attention(layer, texts, scratch);
            self.feed_forward(layer, scratch);
        }
        Ok(self.pool(texts, scratch))
    }

    fn look_up(&self, texts: &[&[u32]], scratch: &mut Scratch) -> Result<()> {
        let hidden = self.hidden;
        scratch.hidden.clear();
        for text in texts {
            for (position, &token) in text.iter().enumerate() {
                let position = &self.positions[(position + self.position_offset) * hidden..];
                let word = self.words.row(token)?;
                scratch
                    .hidden
                    .extend(word.iter().zip(position).map(|(word, at)| word + at));
            }
        }
        for row in scratch.hidden.chunks_exact_mut(hidden) {
            let Norm { weight, bias } = &self.embedding_norm;
            norm(self.instructions, row, weight, bias, self.eps);
        }
        Ok(())
    }

    fn attention(&self, layer: &Layer, texts: &[&[u32]], scratch: &mut Scratch) {
        let hidden = self.hidden;
        let outs = scratch.query_key_value.chunks_mut(ROWS * 3 * hidden);
        for (rows, out) in scratch.hidden.chunks(ROWS * hidden).zip(outs) {
            layer
                .query_key_value
                .multiply(rows, &mut scratch.rounded, out);
        }
        let mut first = 0;
        for text in texts {
            let qkv = &scratch.query_key_value[first * 3 * hidden..][..text.len() * 3 * hidden];
            let out = &mut scratch.context[first * hidden..][..text.len() * hidden];
            attend(
                self.instructions,
                self.heads,
                qkv,
                &mut scratch.attention,
                out,
            );
            first += text.len();
        }
    }

    /// Everything of a layer after attention, a few rows at a time.
    fn feed_forward(&self, layer: &Layer, scratch: &mut Scratch) {
        let hidden = self.hidden;
        let blocks = scratch.hidden.chunks_mut(ROWS * hidden);
        for (rows, context) in blocks.zip(scratch.context.chunks(ROWS * hidden)) {
            let count = rows.len() / hidden;
            let added = &mut scratch.added[..rows.len()];
            let inner = &mut scratch.inner[..count * self.inner];
            layer
                .attention_output
                .multiply(context, &mut scratch.rounded, added);
            self.add_norm(rows, added, &layer.attention_norm);
            layer
                .intermediate
                .multiply(rows, &mut scratch.rounded, inner);
            gelu_in_place(self.instructions, inner);
            layer.output.multiply(inner, &mut scratch.rounded, added);
            self.add_norm(rows, added, &layer.output_norm);
        }
    }

    fn add_norm(&self, rows: &mut [f32], added: &[f32], norm: &Norm) {
        let added = added.chunks_exact(self.hidden);
        for (row, added) in rows.chunks_exact_mut(self.hidden).zip(added) {
            add_norm(
                self.instructions,
                row,
                added,
                &norm.weight,
                &norm.bias,
                self.eps,
            );
        }
    }

    fn pool(&self, texts: &[&[u32]], scratch: &Scratch) -> Vec<f32> {
        let mut pooled = Vec::with_capacity(texts.len() * self.hidden);
        let mut states = scratch.hidden.chunks_exact(self.hidden);
        for text in texts {
            let mut vector = vec![0.0; self.hidden];
            for (index, state) in states.by_ref().take(text.len()).enumerate() {
                if index == 0 || self.pooling == Pooling::Mean {
                    vector
                        .iter_mut()
                        .zip(state)
                        .for_each(|(sum, number)| *sum += number);
                }
            }
            // The length of the vector is made one later, so the sum serves as
            // the mean.
            pooled.extend_from_slice(&vector);
        }
        pooled
    }
}

/// What reading a layer needs.
struct Loader<'a> {
    weights: &'a Weights,
    instructions: Instructions,
    arithmetic: Arithmetic,
    heads: Heads,
}

impl Loader<'_> {
    /// Packs layers, on two threads: packing is what loading costs.
    fn layers(&self, indices: &[usize], inner: usize) -> Result<Vec<Layer>> {
        let load = |indices: &[usize]| -> Result<Vec<Layer>> {
            indices
                .iter()
                .map(|&index| self.layer(index, inner))
                .collect()
        };
        let (front, back) = indices.split_at(indices.len() / 2);
        std::thread::scope(|scope| {
            let other = scope.spawn(|| load(back));
            let mut layers = load(front)?;
            layers.extend(
                other
                    .join()
                    .map_err(|_| crate::ModelError::WorkerStopped)??,
            );
            Ok(layers)
        })
    }

    fn layer(&self, index: usize, inner: usize) -> Result<Layer> {
        let hidden = self.heads.count * self.heads.dim;
        let at = |name: &str| format!("encoder.layer.{index}.{name}");
        let scale = 1.0 / (self.heads.dim as f32).sqrt();
        let query_key_value = self.linear(
            &[
                (&at("attention.self.query"), scale),
                (&at("attention.self.key"), 1.0),
                (&at("attention.self.value"), 1.0),
            ],
            hidden,
            hidden,
        )?;
        Ok(Layer {
            query_key_value,
            attention_output: self.linear(
                &[(&at("attention.output.dense"), 1.0)],
                hidden,
                hidden,
            )?,
            attention_norm: self.norm(&at("attention.output"), hidden)?,
            intermediate: self.linear(&[(&at("intermediate.dense"), 1.0)], inner, hidden)?,
            output: self.linear(&[(&at("output.dense"), 1.0)], hidden, inner)?,
            output_norm: self.norm(&at("output"), hidden)?,
        })
    }

    /// Stacks the named matrices `[n, k]`.
    fn linear(&self, names: &[(&str, f32)], n: usize, k: usize) -> Result<Linear> {
        let (mut parts, mut bias) = (Vec::new(), Vec::new());
        for (name, factor) in names {
            parts.push((
                self.weights.tensor(&format!("{name}.weight"), &[n, k])?,
                *factor,
            ));
            bias.extend_from_slice(&self.weights.tensor(&format!("{name}.bias"), &[n])?);
        }
        let matrix = Matrix {
            n: n * parts.len(),
            k,
            parts,
            bias,
        };
        Ok(Linear::pack(&matrix, self.instructions, self.arithmetic))
    }

    fn norm(&self, name: &str, width: usize) -> Result<Norm> {
        let read = |part: &str| {
            self.weights
                .tensor(&format!("{name}.LayerNorm.{part}"), &[width])
        };
        Ok(Norm {
            weight: read("weight")?.into_owned(),
            bias: read("bias")?.into_owned(),
        })
    }
}
