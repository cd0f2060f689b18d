//! Vectors in one byte a value, for the scan and the walk.
//!
//! A vector v is stored as `c = round((v − mean) / scale)` in i8, with a scale of its
//! own. Embeddings of one model lie in a narrow cone (unrelated articles have
//! cosines around .87 under e5), so without the mean most of the byte would be
//! spent on what all vectors share. A query q is centred likewise and held in i16,
//! so that only the stored side is rounded:
//!
//! `q·v ≈ q·mean + (mean·(v − mean)) + scale · step · Σ query·code`
//!
//! where the first term is one number a query and the second one a vector.
//! The error is at most |q − mean| · |v − mean − scale · c|, and [`QueryCode::error`]
//! bounds it, so that an exact scan can prove that it missed nothing.

use super::kernels::{CODE_LANES, dot_code_query, dot_codes, dot_f32};

/// Two numbers that belong to a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub(super) struct CodeTerms {
    /// Value of one step of the code.
    pub(super) scale: f32,
    /// mean · (v − mean).
    pub(super) shift: f32,
}

/// Length of a code, zeros at its end included.
pub(super) fn code_len(dim: usize) -> usize {
    dim.next_multiple_of(CODE_LANES)
}

/// Mean of vectors, summed in f64 in their order.
pub(super) fn mean_of<'a>(dim: usize, vectors: impl Iterator<Item = &'a [f32]>) -> Vec<f32> {
    let mut sums = vec![0f64; dim];
    let mut count = 0u64;
    for vector in vectors {
        sums.iter_mut()
            .zip(vector)
            .for_each(|(sum, value)| *sum += f64::from(*value));
        count += 1;
    }
    sums.iter()
        .map(|sum| (sum / count.max(1) as f64) as f32)
        .collect()
}

/// Codes `vector` into `code`, which is zero and has [`code_len`] places. Returns
/// the terms and the norm of what rounding lost.
pub(super) fn encode(vector: &[f32], mean: &[f32], code: &mut [i8]) -> (CodeTerms, f32) {
    let centred: Vec<f32> = vector.iter().zip(mean).map(|(v, m)| v - m).collect();
    let largest = centred
        .iter()
        .fold(0f32, |largest, value| largest.max(value.abs()));
    let shift = dot_f32(mean, &centred);
    if largest == 0.0 {
        return (CodeTerms { scale: 0.0, shift }, 0.0);
    }
    let scale = largest / 127.0;
    let mut lost = 0f64;
    for (place, value) in code.iter_mut().zip(&centred) {
        let step = (value / scale).round().clamp(-127.0, 127.0);
        *place = step as i8;
        lost += f64::from(value - step * scale).powi(2);
    }
    (CodeTerms { scale, shift }, lost.sqrt() as f32)
}

/// Codes of all vectors of a sidecar, one after the other.
#[derive(Clone, Copy)]
pub(super) struct Codes<'a> {
    pub(super) codes: &'a [i8],
    pub(super) terms: &'a [CodeTerms],
    pub(super) code_len: usize,
}

impl<'a> Codes<'a> {
    pub(super) fn len(self) -> usize {
        self.terms.len()
    }

    #[inline]
    pub(super) fn code(self, vector: u32) -> &'a [i8] {
        let start = vector as usize * self.code_len;
        &self.codes[start..start + self.code_len]
    }

    /// Square of the distance between two coded vectors: what a graph is built on.
    /// Never negative, never NaN.
    #[inline]
    pub(super) fn squared_distance(self, norms: &[f32], a: u32, b: u32) -> f32 {
        let product = dot_codes(self.code(a), self.code(b)) as f32;
        let scales = self.terms[a as usize].scale * self.terms[b as usize].scale;
        (norms[a as usize] + norms[b as usize] - 2.0 * scales * product).max(0.0)
    }

    /// Squared norms of the coded vectors, for [`Self::squared_distance`].
    pub(super) fn squared_norms(self) -> Vec<f32> {
        let norm = |vector: u32| {
            let code = self.code(vector);
            dot_codes(code, code) as f32 * self.terms[vector as usize].scale.powi(2)
        };
        (0..self.len() as u32).map(norm).collect()
    }
}

/// A query made ready for the codes of one sidecar.
pub(super) struct QueryCode {
    steps: Vec<i16>,
    /// Value of one step.
    step: f32,
    /// query · mean.
    base: f32,
    /// Norm of the centred query.
    norm: f32,
    /// Norm of what rounding the query lost.
    lost: f32,
}

impl QueryCode {
    pub(super) fn new(query: &[f32], mean: &[f32]) -> Self {
        let centred: Vec<f32> = query.iter().zip(mean).map(|(q, m)| q - m).collect();
        let base = dot_f32(query, mean);
        let norm = dot_f32(&centred, &centred).sqrt();
        let largest = centred
            .iter()
            .fold(0f32, |largest, value| largest.max(value.abs()));
        let mut steps = vec![0; code_len(query.len())];
        // The sum of |code| · |step| over all places has to fit into i32.
        let limit = (i32::MAX / (128 * steps.len().max(1) as i32)).min(32_767) as f32;
        let step = if largest > 0.0 { largest / limit } else { 1.0 };
        let mut lost = 0f64;
        for (place, value) in steps.iter_mut().zip(&centred) {
            let rounded = (value / step).round().clamp(-limit, limit);
            *place = rounded as i16;
            lost += f64::from(value - rounded * step).powi(2);
        }
        Self {
            steps,
            step,
            base,
            norm,
            lost: lost.sqrt() as f32,
        }
    }

    /// Cosine of the query with a coded vector, but for [`Self::error`].
    #[inline]
    pub(super) fn cosine(&self, codes: Codes<'_>, vector: u32) -> f32 {
        let terms = codes.terms[vector as usize];
        let product = dot_code_query(codes.code(vector), &self.steps) as f32;
        self.base + terms.shift + terms.scale * self.step * product
    }

    /// The most that [`Self::cosine`] may be off when no stored vector lost more
    /// than `lost` (Cauchy–Schwarz, with room for f32 rounding).
    pub(super) fn error(&self, lost: f32) -> f32 {
        (self.norm + self.lost) * lost + self.lost * 2.0 + 1e-5
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedding::testing::{Random, Topics};

    #[test]
    fn coded_cosines_stay_within_the_stated_error() {
        let mut random = Random::new(11);
        for dim in [20, 64, 384] {
            let topics = Topics::new(&mut random, dim, 30);
            let vectors: Vec<_> = (0..300).map(|_| topics.vector(&mut random)).collect();
            let mean = mean_of(dim, vectors.iter().map(Vec::as_slice));
            let mut codes = vec![0i8; vectors.len() * code_len(dim)];
            let coded: Vec<_> = vectors
                .iter()
                .zip(codes.chunks_exact_mut(code_len(dim)))
                .map(|(vector, code)| encode(vector, &mean, code))
                .collect();
            let terms: Vec<_> = coded.iter().map(|(terms, _)| *terms).collect();
            let lost = coded.iter().fold(0f32, |most, (_, lost)| most.max(*lost));
            let codes = Codes {
                codes: &codes,
                terms: &terms,
                code_len: code_len(dim),
            };
            let norms = codes.squared_norms();
            for _ in 0..20 {
                let query = topics.vector(&mut random);
                let coded = QueryCode::new(&query, &mean);
                assert!(
                    coded.error(lost) < 0.01,
                    "a useless bound: {}",
                    coded.error(lost)
                );
                for (number, vector) in (0..).zip(&vectors) {
                    let error = (coded.cosine(codes, number) - dot_f32(&query, vector)).abs();
                    assert!(
                        error <= coded.error(lost),
                        "{error} > {}",
                        coded.error(lost)
                    );
                }
            }
            for pair in 0..100u32 {
                let (a, b) = (pair, 299 - pair);
                let expected = 2.0 - 2.0 * dot_f32(&vectors[a as usize], &vectors[b as usize]);
                assert!((codes.squared_distance(&norms, a, b) - expected).abs() < 0.01);
            }
            assert_eq!(codes.squared_distance(&norms, 5, 5), 0.0);
        }
    }

    #[test]
    fn a_single_vector_is_its_own_mean() {
        let vector = vec![0.6f32, 0.8];
        let mean = mean_of(2, [vector.as_slice()].into_iter());
        let mut code = vec![0; code_len(2)];
        let (terms, lost) = encode(&vector, &mean, &mut code);
        assert_eq!((terms.scale, lost), (0.0, 0.0));
        let codes = Codes {
            codes: &code,
            terms: &[terms],
            code_len: code_len(2),
        };
        let cosine = QueryCode::new(&[1.0, 0.0], &mean).cosine(codes, 0);
        assert!((cosine - 0.6).abs() < 1e-6, "{cosine}");
    }
}
