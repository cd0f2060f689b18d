//! Products in f32: the tile that attention uses everywhere, and linear layers
//! where neither four-bit weights nor 16-bit integers apply.

use super::Matrix;
use super::dispatch::Instructions;

/// Columns of a tile.
pub(super) const PANEL: usize = 16;
/// Rows of a tile: with two sums each, two registers for the right side and one
/// for the left, they fill the sixteen registers of AVX2.
pub(super) const TILE: usize = 6;

/// Left side of a product: `rows` rows of `depth` numbers, `stride` apart.
#[derive(Clone, Copy)]
pub(super) struct Left<'a> {
    pub numbers: &'a [f32],
    pub stride: usize,
    pub rows: usize,
    pub depth: usize,
}

/// `out[m][0..16] = Σ_j left[m][j] · right[j · right_stride ..][0..16]` for up to
/// six rows; rows of `out` beyond `left.rows` are left alone.
pub(super) fn tile(
    instructions: Instructions,
    left: Left<'_>,
    right: &[f32],
    right_stride: usize,
    out: &mut [[f32; PANEL]; TILE],
) {
    assert!((1..=TILE).contains(&left.rows) && left.depth > 0);
    assert!(left.numbers.len() >= (left.rows - 1) * left.stride + left.depth);
    assert!(right.len() >= (left.depth - 1) * right_stride + PANEL);
    #[cfg(target_arch = "x86_64")]
    if instructions == Instructions::Avx2 {
        // SAFETY: the variant exists only where AVX2 and FMA are present, and the
        // lengths have just been checked.
        unsafe {
            match left.rows {
                1 => tile_avx2::<1>(left, right, right_stride, out),
                2 => tile_avx2::<2>(left, right, right_stride, out),
                3 => tile_avx2::<3>(left, right, right_stride, out),
                4 => tile_avx2::<4>(left, right, right_stride, out),
                5 => tile_avx2::<5>(left, right, right_stride, out),
                _ => tile_avx2::<TILE>(left, right, right_stride, out),
            }
        }
        return;
    }
    let _ = instructions;
    for (m, out) in out.iter_mut().enumerate().take(left.rows) {
        let mut sums = [0.0f32; PANEL];
        for j in 0..left.depth {
            let a = left.numbers[m * left.stride + j];
            let right = &right[j * right_stride..][..PANEL];
            for (sum, b) in sums.iter_mut().zip(right) {
                *sum += a * b;
            }
        }
        *out = sums;
    }
}

/// # Safety
/// `left` has `M` rows and `right` sixteen numbers at each of `depth` strides.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn tile_avx2<const M: usize>(
    left: Left<'_>,
    right: &[f32],
    right_stride: usize,
    out: &mut [[f32; PANEL]; TILE],
) {
    use std::arch::x86_64::*;
    let mut sums = [[_mm256_setzero_ps(); 2]; M];
    // SAFETY: the caller vouches for the lengths; `out` holds six rows of
    // sixteen numbers and M ≤ 6.
    unsafe {
        let (a, b) = (left.numbers.as_ptr(), right.as_ptr());
        for j in 0..left.depth {
            let b = b.add(j * right_stride);
            let (b0, b1) = (_mm256_loadu_ps(b), _mm256_loadu_ps(b.add(8)));
            for (m, sums) in sums.iter_mut().enumerate() {
                let a = _mm256_set1_ps(*a.add(m * left.stride + j));
                sums[0] = _mm256_fmadd_ps(a, b0, sums[0]);
                sums[1] = _mm256_fmadd_ps(a, b1, sums[1]);
            }
        }
        for (out, sums) in out.iter_mut().zip(sums) {
            _mm256_storeu_ps(out.as_mut_ptr(), sums[0]);
            _mm256_storeu_ps(out.as_mut_ptr().add(8), sums[1]);
        }
    }
}

/// A matrix `[n, k]` in f32, laid out for the tile.
pub(super) struct FloatLinear {
    instructions: Instructions,
    n: usize,
    k: usize,
    /// `[panel][k][16]`, zero beyond column `n`.
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl FloatLinear {
    pub(super) fn pack(matrix: &Matrix<'_>, instructions: Instructions) -> Self {
        let (n, k) = (matrix.n, matrix.k);
        let panels = n.div_ceil(PANEL);
        let mut weights = vec![0.0; panels * k * PANEL];
        let mut bias = vec![0.0; panels * PANEL];
        for row in 0..n {
            let (numbers, factor) = matrix.row(row);
            let panel = &mut weights[row / PANEL * k * PANEL..][..k * PANEL];
            for (number, target) in numbers.iter().zip(panel.chunks_exact_mut(PANEL)) {
                target[row % PANEL] = number * factor;
            }
            bias[row] = matrix.bias[row] * factor;
        }
        Self {
            instructions,
            n,
            k,
            weights,
            bias,
        }
    }

    /// `out: [rows, n] = input: [rows, k] · weightᵀ + bias`.
    pub(super) fn multiply(&self, input: &[f32], out: &mut [f32]) {
        let (n, k) = (self.n, self.k);
        let rows = input.len() / k;
        let mut sums = [[0.0; PANEL]; TILE];
        for (panel, weights) in self.weights.chunks_exact(k * PANEL).enumerate() {
            let first = panel * PANEL;
            let width = PANEL.min(n - first);
            let bias = &self.bias[first..][..width];
            for row in (0..rows).step_by(TILE) {
                let count = TILE.min(rows - row);
                let left = Left {
                    numbers: &input[row * k..],
                    stride: k,
                    rows: count,
                    depth: k,
                };
                tile(self.instructions, left, weights, PANEL, &mut sums);
                for (m, sums) in sums.iter().enumerate().take(count) {
                    let out = &mut out[(row + m) * n + first..][..width];
                    for ((out, sum), bias) in out.iter_mut().zip(sums).zip(bias) {
                        *out = sum + bias;
                    }
                }
            }
        }
    }
}
