//! Linear layers in 16-bit integers, for models whose weights are true floats.
//!
//! AVX2 multiplies sixteen pairs of 16-bit integers and adds neighbours in one
//! instruction (`vpmaddwd`), twice what FMA does with f32. Weights are rounded to
//! 11 bits and a sign a row of the weight matrix, activations to 13 bits and a
//! sign a token; 128 products of these fit a 32-bit sum for certain, after which
//! the sum moves into f32. So rounding is the only error, some 2.5e-4 of a
//! product's spread, and no sum can overflow.

use std::arch::x86_64::*;

use super::Matrix;
use super::four_bit::store_tile;

/// Columns that one inner loop computes: two registers of eight.
const PANEL: usize = 16;
/// Rows of one inner loop; they fill the sixteen registers.
const TILE: usize = 6;
/// Products a 32-bit sum takes before it moves into f32.
const BLOCK: usize = 128;
/// Largest rounded weight and activation.
const WEIGHT_MAX: f32 = 2047.0;
const ACTIVATION_MAX: f32 = 8191.0;

const _: () = assert!(2047_i64 * 8191 * (BLOCK as i64) < i32::MAX as i64);

/// A matrix `[n, k]` in rounded form.
pub(super) struct IntegerLinear {
    n: usize,
    k: usize,
    /// `[panel][k / 2][16 columns][2]`, zero beyond column `n`.
    weights: Vec<i16>,
    /// What one unit of a column is worth; padded to whole panels, as `bias`.
    units: Vec<f32>,
    bias: Vec<f32>,
}

/// Activations `[rows, k]`, rounded.
#[derive(Default)]
pub(super) struct RoundedWords {
    values: Vec<i16>,
    units: Vec<f32>,
}

impl IntegerLinear {
    /// `None` without AVX2, or when `k` is no multiple of 128.
    pub(super) fn pack(matrix: &Matrix<'_>) -> Option<Self> {
        let (n, k) = (matrix.n, matrix.k);
        let available = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
        if !available || k % BLOCK != 0 {
            return None;
        }
        let panels = n.div_ceil(PANEL);
        let mut weights = vec![0_i16; panels * k * PANEL];
        let mut units = vec![0.0; panels * PANEL];
        let mut bias = vec![0.0; panels * PANEL];
        for row in 0..n {
            let (numbers, factor) = matrix.row(row);
            let largest = numbers.iter().fold(0.0_f32, |max, w| max.max(w.abs()));
            let unit = if largest > 0.0 {
                largest / WEIGHT_MAX
            } else {
                1.0
            };
            units[row] = unit * factor;
            bias[row] = matrix.bias[row] * factor;
            let panel = &mut weights[row / PANEL * k * PANEL..][..k * PANEL];
            for (index, number) in numbers.iter().enumerate() {
                panel[index / 2 * 2 * PANEL + row % PANEL * 2 + index % 2] =
                    (number / unit).round() as i16;
            }
        }
        Some(Self {
            n,
            k,
            weights,
            units,
            bias,
        })
    }

    /// `out: [rows, n] = input: [rows, k] · weightᵀ + bias`.
    pub(super) fn multiply(&self, input: &[f32], rounded: &mut RoundedWords, out: &mut [f32]) {
        let rows = input.len() / self.k;
        assert_eq!(input.len(), rows * self.k);
        assert_eq!(out.len(), rows * self.n);
        rounded.values.resize(rows * self.k, 0);
        rounded.units.resize(rows, 0.0);
        // SAFETY: `pack` made this value only where AVX2 and FMA are present.
        unsafe {
            for (row, from) in input.chunks_exact(self.k).enumerate() {
                let to = &mut rounded.values[row * self.k..][..self.k];
                rounded.units[row] = round_row(from, to);
            }
            self.product(rounded, rows, out);
        }
    }

    #[target_feature(enable = "avx2,fma")]
    fn product(&self, input: &RoundedWords, rows: usize, out: &mut [f32]) {
        for panel in 0..self.n.div_ceil(PANEL) {
            let mut row = 0;
            while row < rows {
                match rows - row {
                    1 => self.tile::<1>(input, row, panel, out),
                    2 => self.tile::<2>(input, row, panel, out),
                    3 => self.tile::<3>(input, row, panel, out),
                    4 => self.tile::<4>(input, row, panel, out),
                    5 => self.tile::<5>(input, row, panel, out),
                    _ => self.tile::<TILE>(input, row, panel, out),
                }
                row += TILE;
            }
        }
    }

    /// `M` rows by one panel of columns.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn tile<const M: usize>(
        &self,
        input: &RoundedWords,
        row: usize,
        panel: usize,
        out: &mut [f32],
    ) {
        let k = self.k;
        let weights = &self.weights[panel * k * PANEL..][..k * PANEL];
        let values = &input.values[row * k..][..M * k];
        let row_units = &input.units[row..][..M];
        let units = &self.units[panel * PANEL..][..PANEL];
        let bias = &self.bias[panel * PANEL..][..PANEL];
        let mut sums = [[_mm256_setzero_ps(); 2]; M];
        // SAFETY: `weights` holds `k * 16` integers, read 32 at `index * 16` with
        // `index + 2 <= k`; `values` holds `M` rows of `k`, read two at `index`;
        // `units` and `bias` hold sixteen. Loads need no alignment.
        unsafe {
            for block in (0..k).step_by(BLOCK) {
                let mut exact = [[_mm256_setzero_si256(); 2]; M];
                for index in (block..block + BLOCK).step_by(2) {
                    let at = weights.as_ptr().add(index * PANEL);
                    let left = _mm256_loadu_si256(at.cast());
                    let right = _mm256_loadu_si256(at.add(PANEL).cast());
                    for (m, exact) in exact.iter_mut().enumerate() {
                        let pair = values.as_ptr().add(m * k + index).cast::<i32>();
                        let pair = _mm256_set1_epi32(pair.read_unaligned());
                        exact[0] = _mm256_add_epi32(exact[0], _mm256_madd_epi16(left, pair));
                        exact[1] = _mm256_add_epi32(exact[1], _mm256_madd_epi16(right, pair));
                    }
                }
                for (sum, exact) in sums.iter_mut().flatten().zip(exact.into_iter().flatten()) {
                    *sum = _mm256_add_ps(*sum, _mm256_cvtepi32_ps(exact));
                }
            }
            for (sums, row_unit) in sums.iter_mut().zip(row_units) {
                let row_unit = _mm256_set1_ps(*row_unit);
                for (half, sum) in sums.iter_mut().enumerate() {
                    let unit = _mm256_loadu_ps(units.as_ptr().add(half * 8));
                    let bias = _mm256_loadu_ps(bias.as_ptr().add(half * 8));
                    *sum = _mm256_fmadd_ps(*sum, _mm256_mul_ps(unit, row_unit), bias);
                }
            }
        }
        store_tile(&sums, &mut out[row * self.n..], self.n, panel * PANEL);
    }
}

/// Rounds one token's activations; returns what one unit is worth.
#[target_feature(enable = "avx2,fma")]
fn round_row(from: &[f32], to: &mut [i16]) -> f32 {
    let mut lanes = [0.0f32; 8];
    for chunk in from.chunks_exact(8) {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            let value = value.abs();
            *lane = if value > *lane { value } else { *lane };
        }
    }
    let largest = lanes.iter().fold(0.0f32, |max, &lane| max.max(lane));
    if largest == 0.0 {
        to.fill(0);
        return 1.0;
    }
    let factor = ACTIVATION_MAX / largest;
    for (to, from) in to.iter_mut().zip(from) {
        // Adding 1.5 · 2^23 rounds to an integer that stands in the low bits.
        *to = (from * factor + 12_582_912.0).to_bits() as i16;
    }
    largest / ACTIVATION_MAX
}
