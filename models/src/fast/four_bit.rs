//! Linear layers whose weights *are* four-bit numbers: blocks of 32 along a row
//! that are all `q · d`, q from −8 to 7 (the form Q4_0, in which the default
//! model is published). Nothing is rounded about them; only the activations
//! are, to eight bits a block of 32.
//!
//! `vpmaddubsw` multiplies 32 unsigned by 32 signed bytes and adds neighbours
//! into sixteen 16-bit sums. With `u = q + 8` in 0..=15 and activations in
//! ±127, one block of 32 brings sixteen products to each sum, which starts at
//! −8 times its activations, so that it ends at `Σ q·a`, at most 16 · 8 · 127 =
//! 16,256 in magnitude: exact, although a sum may wrap on the way. Four times as
//! many products an instruction as FMA has, and a quarter of its memory.

use std::arch::x86_64::*;

use super::Matrix;

/// Weights in a block, along the input dimension.
pub(super) const BLOCK: usize = 32;
/// Columns that one inner loop computes: two registers of eight.
const PANEL: usize = 16;
/// Bytes of one block of one panel.
const PANEL_BLOCK: usize = BLOCK * PANEL;
/// Rows of one inner loop: with two sums each, two registers for weights and
/// one for activations, they fill the sixteen registers.
const TILE: usize = 6;

/// A matrix `[n, k]` of four-bit weights.
pub(super) struct FourBitLinear {
    n: usize,
    k: usize,
    /// `[panel][block][quad of inputs][16 columns][4]`, `q + 8`.
    weights: Vec<u8>,
    /// `[panel][block][16]`: what a unit of a column's block is worth.
    units: Vec<f32>,
    /// Padded to whole panels.
    bias: Vec<f32>,
}

/// Activations `[rows, k]`, rounded.
#[derive(Default)]
pub(super) struct RoundedBytes {
    values: Vec<i8>,
    /// `[rows][k / 32]`: what a unit is worth, and where the two sums of a column
    /// start (two 16-bit numbers).
    units: Vec<f32>,
    starts: Vec<i32>,
}

impl FourBitLinear {
    /// Packs a matrix if all its blocks are four-bit numbers and the processor
    /// has AVX2.
    pub(super) fn pack(matrix: &Matrix<'_>) -> Option<Self> {
        let (n, k) = (matrix.n, matrix.k);
        let available = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
        if !available || k % BLOCK != 0 {
            return None;
        }
        let (panels, blocks) = (n.div_ceil(PANEL), k / BLOCK);
        let mut weights = vec![8; panels * k * PANEL];
        let mut units = vec![0.0; panels * blocks * PANEL];
        let mut bias = vec![0.0; panels * PANEL];
        let mut quants = [0u8; BLOCK];
        for row in 0..n {
            let (panel, column) = (row / PANEL, row % PANEL);
            let (numbers, factor) = matrix.row(row);
            for (block, numbers) in numbers.chunks_exact(BLOCK).enumerate() {
                let unit = split(numbers, &mut quants)?;
                let at = panel * blocks + block;
                units[at * PANEL + column] = unit * factor;
                let target = &mut weights[at * PANEL_BLOCK..][..PANEL_BLOCK];
                for (quad, quants) in quants.chunks_exact(4).enumerate() {
                    target[quad * 4 * PANEL + column * 4..][..4].copy_from_slice(quants);
                }
            }
            bias[row] = matrix.bias[row] * factor;
        }
        Some(Self {
            n,
            k,
            weights,
            units,
            bias,
        })
    }

    /// `out: [rows, n] = activations: [rows, k] · weightᵀ + bias`.
    pub(super) fn multiply(&self, input: &[f32], rounded: &mut RoundedBytes, out: &mut [f32]) {
        let rows = input.len() / self.k;
        assert_eq!(input.len(), rows * self.k);
        assert_eq!(out.len(), rows * self.n);
        // SAFETY: `pack` made this value only where AVX2 and FMA are present.
        unsafe {
            rounded.round(input, rows, self.k);
            self.product(rounded, rows, out);
        }
    }

    #[target_feature(enable = "avx2,fma")]
    fn product(&self, input: &RoundedBytes, rows: usize, out: &mut [f32]) {
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
        input: &RoundedBytes,
        row: usize,
        panel: usize,
        out: &mut [f32],
    ) {
        let (k, blocks) = (self.k, self.k / BLOCK);
        let weights = &self.weights[panel * k * PANEL..][..k * PANEL];
        let units = &self.units[panel * blocks * PANEL..][..blocks * PANEL];
        let values = &input.values[row * k..][..M * k];
        let row_units = &input.units[row * blocks..][..M * blocks];
        let starts = &input.starts[row * blocks..][..M * blocks];
        let bias = &self.bias[panel * PANEL..][..PANEL];
        let ones = _mm256_set1_epi16(1);
        let mut sums = [[_mm256_setzero_ps(); 2]; M];
        // SAFETY: every pointer below stays inside its slice. `weights` holds
        // `blocks` blocks of 512 bytes, read 32 bytes at `quad * 64` and `+ 32`
        // with quad < 8; `values` holds `M` rows of `k = blocks * 32` bytes, read
        // four at `block * 32 + quad * 4`; `units` has sixteen numbers a block,
        // `row_units` and `starts` one a row and block; `bias` sixteen. Loads
        // need no alignment.
        unsafe {
            for (half, sum) in sums.iter_mut().flat_map(|pair| pair.iter_mut().enumerate()) {
                *sum = _mm256_loadu_ps(bias.as_ptr().add(half * 8));
            }
            for block in 0..blocks {
                let mut exact = [[_mm256_setzero_si256(); 2]; M];
                for m in 0..M {
                    exact[m] = [_mm256_set1_epi32(*starts.as_ptr().add(m * blocks + block)); 2];
                }
                let at = weights.as_ptr().add(block * PANEL_BLOCK);
                for quad in 0..BLOCK / 4 {
                    let left = _mm256_loadu_si256(at.add(quad * 64).cast());
                    let right = _mm256_loadu_si256(at.add(quad * 64 + 32).cast());
                    for m in 0..M {
                        let four = values.as_ptr().add(m * k + block * BLOCK + quad * 4);
                        let four = _mm256_set1_epi32(four.cast::<i32>().read_unaligned());
                        let (l, r) = (
                            _mm256_maddubs_epi16(left, four),
                            _mm256_maddubs_epi16(right, four),
                        );
                        exact[m][0] = _mm256_add_epi16(exact[m][0], l);
                        exact[m][1] = _mm256_add_epi16(exact[m][1], r);
                    }
                }
                for half in 0..2 {
                    let unit = _mm256_loadu_ps(units.as_ptr().add(block * PANEL + half * 8));
                    for m in 0..M {
                        let whole = _mm256_cvtepi32_ps(_mm256_madd_epi16(exact[m][half], ones));
                        let scale = _mm256_set1_ps(*row_units.as_ptr().add(m * blocks + block));
                        sums[m][half] =
                            _mm256_fmadd_ps(_mm256_mul_ps(unit, scale), whole, sums[m][half]);
                    }
                }
            }
        }
        store_tile(&sums, &mut out[row * self.n..], self.n, panel * PANEL);
    }
}

/// Writes a tile; the last panel may have fewer columns than sixteen.
#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn store_tile<const M: usize>(
    sums: &[[__m256; 2]; M],
    out: &mut [f32],
    n: usize,
    first: usize,
) {
    let width = PANEL.min(n - first);
    for (m, pair) in sums.iter().enumerate() {
        let line = &mut out[m * n + first..][..width];
        if width == PANEL {
            // SAFETY: `line` holds sixteen numbers; stores need no alignment.
            unsafe {
                _mm256_storeu_ps(line.as_mut_ptr(), pair[0]);
                _mm256_storeu_ps(line.as_mut_ptr().add(8), pair[1]);
            }
        } else {
            let mut padded = [0.0f32; PANEL];
            // SAFETY: `padded` holds sixteen numbers.
            unsafe {
                _mm256_storeu_ps(padded.as_mut_ptr(), pair[0]);
                _mm256_storeu_ps(padded.as_mut_ptr().add(8), pair[1]);
            }
            line.copy_from_slice(&padded[..width]);
        }
    }
}

impl RoundedBytes {
    #[target_feature(enable = "avx2,fma")]
    fn round(&mut self, input: &[f32], rows: usize, k: usize) {
        let blocks = rows * k / BLOCK;
        self.values.resize(rows * k, 0);
        self.units.resize(blocks, 0.0);
        self.starts.resize(blocks, 0);
        for (block, numbers) in input.chunks_exact(BLOCK).enumerate() {
            let target = &mut self.values[block * BLOCK..][..BLOCK];
            (self.units[block], self.starts[block]) = round_block(numbers, target);
        }
    }
}

/// Rounds 32 numbers to signed bytes; returns what a unit is worth and −8 times
/// the sums of the bytes whose index is 0 or 1, and 2 or 3, modulo four.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn round_block(numbers: &[f32], target: &mut [i8]) -> (f32, i32) {
    assert!(numbers.len() == BLOCK && target.len() == BLOCK);
    // SAFETY: both slices hold 32 elements, as just asserted.
    unsafe {
        let at = numbers.as_ptr();
        let x = [0, 8, 16, 24].map(|offset| _mm256_loadu_ps(at.add(offset)));
        let magnitude = _mm256_castsi256_ps(_mm256_set1_epi32(0x7fff_ffff));
        let large = x.map(|x| _mm256_and_ps(x, magnitude));
        let large = _mm256_max_ps(
            _mm256_max_ps(large[0], large[1]),
            _mm256_max_ps(large[2], large[3]),
        );
        let large = _mm_max_ps(
            _mm256_castps256_ps128(large),
            _mm256_extractf128_ps::<1>(large),
        );
        let large = _mm_max_ps(large, _mm_movehl_ps(large, large));
        let large = _mm_cvtss_f32(_mm_max_ss(large, _mm_shuffle_ps::<1>(large, large)));
        // The lower bound keeps the factor finite.
        let factor = _mm256_set1_ps(127.0 / large.max(1e-30));
        let q = x.map(|x| _mm256_cvtps_epi32(_mm256_mul_ps(x, factor)));
        let low = _mm256_packs_epi32(q[0], q[1]);
        let high = _mm256_packs_epi32(q[2], q[3]);
        // Packing works on halves of a register, so the dwords come out as
        // 0 2 4 6 1 3 5 7.
        let bytes = _mm256_packs_epi16(low, high);
        let bytes = _mm256_permutevar8x32_epi32(bytes, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
        _mm256_storeu_si256(target.as_mut_ptr().cast(), bytes);
        let pairs = _mm256_maddubs_epi16(_mm256_set1_epi8(8), bytes);
        let pairs = _mm_add_epi16(
            _mm256_castsi256_si128(pairs),
            _mm256_extracti128_si256::<1>(pairs),
        );
        let pairs = _mm_add_epi16(pairs, _mm_shuffle_epi32::<0b1110>(pairs));
        let pairs = _mm_add_epi16(pairs, _mm_shuffle_epi32::<0b01>(pairs));
        let starts = _mm_sub_epi16(_mm_setzero_si128(), pairs);
        (large / 127.0, _mm_cvtsi128_si32(starts))
    }
}

/// Splits a block into `q + 8` and its unit, if it is exactly `q · unit`.
///
/// Q4_0 scales a block by its largest number over −8, so that is tried first;
/// the other divisors make the test independent of who rounded.
fn split(numbers: &[f32], quants: &mut [u8; BLOCK]) -> Option<f32> {
    let largest = numbers
        .iter()
        .fold(0.0f32, |max, x| if x.abs() > max.abs() { *x } else { max });
    if largest == 0.0 {
        quants.fill(8);
        return Some(0.0);
    }
    (1..=8)
        .rev()
        .map(|divisor| -largest / divisor as f32)
        .find(|&unit| {
            let inverse = 1.0 / unit;
            let mut exact = true;
            for (quant, &number) in quants.iter_mut().zip(numbers) {
                // Adding and subtracting 1.5 · 2^23 rounds to an integer.
                let whole = (number * inverse + 12_582_912.0) - 12_582_912.0;
                exact &= whole * unit == number && whole <= 7.0;
                *quant = (whole + 8.0) as u8;
            }
            exact
        })
}
