//! The same network on candle's own operations, padded and masked as published:
//! the slow oracle of [`crate::fast`]. Written for reading, not for speed.

use candle_core::{D, DType, Device, Tensor};

use crate::config::{ModelConfig, Pooling};
use crate::error::{ModelError, Result};
use crate::weights::Weights;

/// A value that softmax turns into zero, finite so that no row becomes NaN.
const MASKED: f32 = -1e9;

/// An open checkpoint and what its configuration says.
pub(crate) struct Bert {
    weights: Weights,
    config: ModelConfig,
}

impl Bert {
    pub(crate) fn new(weights: Weights, config: ModelConfig) -> Self {
        Self { weights, config }
    }

    /// Unit vectors of texts given as token ids.
    pub(crate) fn embed(&self, texts: &[Vec<u32>]) -> Result<Vec<Vec<f32>>> {
        let longest = texts.iter().map(Vec::len).max().unwrap_or(0);
        let mut ids = Vec::new();
        let mut mask = Vec::new();
        for text in texts {
            ids.extend(text.iter().copied());
            ids.extend(std::iter::repeat_n(0, longest - text.len()));
            mask.extend(std::iter::repeat_n(1.0f32, text.len()));
            mask.extend(std::iter::repeat_n(0.0f32, longest - text.len()));
        }
        let shape = (texts.len(), longest);
        let states = self.states(&ids, &mask, shape)?;
        self.pool(&states, &mask, shape).map_err(candle)
    }

    /// Hidden states of the last layer: `[texts, tokens, hidden]`.
    fn states(&self, ids: &[u32], mask: &[f32], (texts, tokens): (usize, usize)) -> Result<Tensor> {
        let network = &self.config.network;
        let hidden = network.hidden_size;
        let words = self.tensor(
            "embeddings.word_embeddings.weight",
            &[network.vocab_size, hidden],
        )?;
        let positions = self.tensor(
            "embeddings.position_embeddings.weight",
            &[network.max_position_embeddings, hidden],
        )?;
        let types = self.tensor(
            "embeddings.token_type_embeddings.weight",
            &[network.type_vocab_size, hidden],
        )?;
        let embedded = || {
            let ids = Tensor::new(ids, &Device::Cpu)?;
            let words = words
                .index_select(&ids, 0)?
                .reshape((texts, tokens, hidden))?;
            let positions = positions.narrow(0, self.config.position_offset, tokens)?;
            words
                .broadcast_add(&positions)?
                .broadcast_add(&types.get(0)?)
        };
        let bias = || {
            let mask = Tensor::from_slice(mask, (texts, 1, 1, tokens), &Device::Cpu)?;
            mask.affine(f64::from(-MASKED), f64::from(MASKED))
        };
        let bias = bias().map_err(candle)?;
        let mut states = self.norm(embedded().map_err(candle)?, "embeddings")?;
        for layer in 0..network.num_hidden_layers {
            let at = |name: &str| format!("encoder.layer.{layer}.{name}");
            let context = self.attention(&states, &bias, &at("attention.self"))?;
            let attended = self.linear(&context, &at("attention.output.dense"), hidden, hidden)?;
            let summed = (states + attended).map_err(candle)?;
            states = self.norm(summed, &at("attention.output"))?;
            let inner = network.intermediate_size;
            let wide = self.linear(&states, &at("intermediate.dense"), inner, hidden)?;
            let wide = wide.gelu_erf().map_err(candle)?;
            let narrow = self.linear(&wide, &at("output.dense"), hidden, inner)?;
            states = self.norm((states + narrow).map_err(candle)?, &at("output"))?;
        }
        Ok(states)
    }

    fn attention(&self, states: &Tensor, bias: &Tensor, name: &str) -> Result<Tensor> {
        let hidden = self.config.network.hidden_size;
        let heads = self.config.network.num_attention_heads;
        let part = |part: &str| self.linear(states, &format!("{name}.{part}"), hidden, hidden);
        let (query, key, value) = (part("query")?, part("key")?, part("value")?);
        let attend = || {
            let (texts, tokens, _) = states.dims3()?;
            let split = |x: Tensor| {
                x.reshape((texts, tokens, heads, hidden / heads))?
                    .transpose(1, 2)?
                    .contiguous()
            };
            let (query, key, value) = (split(query)?, split(key)?, split(value)?);
            let scale = 1.0 / ((hidden / heads) as f64).sqrt();
            let scores = (query.matmul(&key.t()?.contiguous()?)? * scale)?.broadcast_add(bias)?;
            let scores = scores
                .broadcast_sub(&scores.max_keepdim(D::Minus1)?)?
                .exp()?;
            let shares = scores.broadcast_div(&scores.sum_keepdim(D::Minus1)?)?;
            let context = shares.matmul(&value)?.transpose(1, 2)?;
            context.contiguous()?.reshape((texts, tokens, hidden))
        };
        attend().map_err(candle)
    }

    fn linear(&self, input: &Tensor, name: &str, n: usize, k: usize) -> Result<Tensor> {
        let weight = self.tensor(&format!("{name}.weight"), &[n, k])?;
        let bias = self.tensor(&format!("{name}.bias"), &[n])?;
        let product = || input.broadcast_matmul(&weight.t()?)?.broadcast_add(&bias);
        product().map_err(candle)
    }

    fn norm(&self, states: Tensor, name: &str) -> Result<Tensor> {
        let hidden = self.config.network.hidden_size;
        let weight = self.tensor(&format!("{name}.LayerNorm.weight"), &[hidden])?;
        let bias = self.tensor(&format!("{name}.LayerNorm.bias"), &[hidden])?;
        let normalised = || {
            let centred = states.broadcast_sub(&states.mean_keepdim(D::Minus1)?)?;
            let variance = centred.sqr()?.mean_keepdim(D::Minus1)?;
            let spread = (variance + self.config.network.layer_norm_eps)?.sqrt()?;
            let unit = centred.broadcast_div(&spread)?;
            unit.broadcast_mul(&weight)?.broadcast_add(&bias)
        };
        normalised().map_err(candle)
    }

    fn pool(
        &self,
        states: &Tensor,
        mask: &[f32],
        (texts, tokens): (usize, usize),
    ) -> candle_core::Result<Vec<Vec<f32>>> {
        let pooled = match self.config.pooling {
            Pooling::Cls => states.narrow(1, 0, 1)?.squeeze(1)?,
            Pooling::Mean => {
                let mask = Tensor::from_slice(mask, (texts, tokens, 1), &Device::Cpu)?;
                let sum = states.broadcast_mul(&mask)?.sum(1)?;
                sum.broadcast_div(&mask.sum(1)?)?
            }
        };
        let length = pooled.sqr()?.sum_keepdim(1)?.sqrt()?;
        pooled
            .broadcast_div(&length)?
            .to_dtype(DType::F32)?
            .to_vec2()
    }

    fn tensor(&self, name: &str, shape: &[usize]) -> Result<Tensor> {
        let numbers = self.weights.tensor(name, shape)?;
        Tensor::from_slice(&numbers, shape, &Device::Cpu).map_err(candle)
    }
}

fn candle(source: candle_core::Error) -> ModelError {
    ModelError::Candle {
        action: "run the reference network",
        source,
    }
}
