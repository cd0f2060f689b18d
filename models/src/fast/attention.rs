//! Attention of one text: every head by itself, scores for six tokens at a time
//! against all tokens, so that nothing larger than six rows is ever stored.

use super::dispatch::{Instructions, exponentials};
use super::float::{Left, PANEL, TILE, tile};

/// Scratch of one worker.
#[derive(Default)]
pub(super) struct AttentionScratch {
    /// `[head_dim][tokens rounded up to 16]`.
    keys: Vec<f32>,
    /// `[tokens][head_dim rounded up to 16]`.
    values: Vec<f32>,
    /// `[6][tokens rounded up to 16]`.
    scores: Vec<f32>,
}

/// Shape of the heads.
#[derive(Clone, Copy)]
pub(super) struct Heads {
    pub count: usize,
    pub dim: usize,
}

/// `qkv: [tokens, 3 · hidden]`, queries already scaled; `out: [tokens, hidden]`.
pub(super) fn attend(
    instructions: Instructions,
    heads: Heads,
    qkv: &[f32],
    scratch: &mut AttentionScratch,
    out: &mut [f32],
) {
    let hidden = heads.count * heads.dim;
    let tokens = out.len() / hidden;
    let padded = tokens.next_multiple_of(PANEL);
    let value_width = heads.dim.next_multiple_of(PANEL);
    scratch.keys.resize(heads.dim * padded, 0.0);
    scratch.values.resize(tokens * value_width, 0.0);
    scratch.scores.resize(TILE * padded, 0.0);
    let mut sums = [[0.0; PANEL]; TILE];
    for head in 0..heads.count {
        let first = head * heads.dim;
        pack(heads.dim, &qkv[hidden + first..], hidden, padded, scratch);
        for token in (0..tokens).step_by(TILE) {
            let rows = TILE.min(tokens - token);
            let query = Left {
                numbers: &qkv[token * 3 * hidden + first..],
                stride: 3 * hidden,
                rows,
                depth: heads.dim,
            };
            for column in (0..padded).step_by(PANEL) {
                tile(
                    instructions,
                    query,
                    &scratch.keys[column..],
                    padded,
                    &mut sums,
                );
                for (m, sums) in sums.iter().enumerate().take(rows) {
                    scratch.scores[m * padded + column..][..PANEL].copy_from_slice(sums);
                }
            }
            let mut scales = [0.0; TILE];
            for (m, scale) in scales.iter_mut().enumerate().take(rows) {
                *scale = exponentials(instructions, &mut scratch.scores[m * padded..][..tokens]);
            }
            let weights = Left {
                numbers: &scratch.scores,
                stride: padded,
                rows,
                depth: tokens,
            };
            for column in (0..heads.dim).step_by(PANEL) {
                tile(
                    instructions,
                    weights,
                    &scratch.values[column..],
                    value_width,
                    &mut sums,
                );
                let width = PANEL.min(heads.dim - column);
                for (m, (sums, scale)) in sums.iter().zip(scales).enumerate().take(rows) {
                    let out = &mut out[(token + m) * hidden + first + column..][..width];
                    for (out, sum) in out.iter_mut().zip(sums) {
                        *out = sum * scale;
                    }
                }
            }
        }
    }
}

/// Transposes a head's keys and gathers its values; `keys_on` begins at the first
/// token's key, its value lies `hidden` further on.
fn pack(dim: usize, keys_on: &[f32], hidden: usize, padded: usize, scratch: &mut AttentionScratch) {
    let value_width = dim.next_multiple_of(PANEL);
    let rows = scratch.values.chunks_exact_mut(value_width);
    for (token, target) in rows.enumerate() {
        let row = &keys_on[token * 3 * hidden..];
        for (d, key) in row[..dim].iter().enumerate() {
            scratch.keys[d * padded + token] = *key;
        }
        target[..dim].copy_from_slice(&row[hidden..][..dim]);
    }
}
