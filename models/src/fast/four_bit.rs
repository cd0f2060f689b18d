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

/// Bytes of one block of a tile's activations.
const TILE_BLOCK: usize = TILE * BLOCK;

/// Activations `[rows, k]`, rounded, six rows together as the inner loop reads
/// them; rows that fill up the last tile are zero.
#[derive(Default)]
pub(super) struct RoundedBytes {
    /// `[tile][block][quad of inputs][6 rows][4]`.
    values: Vec<i8>,
    /// `[tile][block][6 rows]`: what a unit is worth, and where the two sums of a
    /// column start (two 16-bit numbers).
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
        for (row, bias) in bias.iter_mut().enumerate().take(n) {
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
            *bias = matrix.bias[row] * factor;
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
            for tile in 0..rows.div_ceil(TILE) {
                let sums = self.tile(input, tile, panel);
                let first = tile * TILE;
                let sums = &sums[..TILE.min(rows - first)];
                store_tile(sums, &mut out[first * self.n..], self.n, panel * PANEL);
            }
        }
    }

    /// Six rows by one panel of columns.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn tile(&self, input: &RoundedBytes, tile: usize, panel: usize) -> [[__m256; 2]; TILE] {
        let (k, blocks) = (self.k, self.k / BLOCK);
        let weights = &self.weights[panel * k * PANEL..][..k * PANEL];
        let units = &self.units[panel * blocks * PANEL..][..blocks * PANEL];
        let values = &input.values[tile * blocks * TILE_BLOCK..][..blocks * TILE_BLOCK];
        let row_units = &input.units[tile * blocks * TILE..][..blocks * TILE];
        let starts = &input.starts[tile * blocks * TILE..][..blocks * TILE];
        let bias = &self.bias[panel * PANEL..][..PANEL];
        let ones = _mm256_set1_epi16(1);
        // SAFETY: every pointer below stays inside its slice, all of which were
        // just cut to `blocks` blocks: of 512 bytes of `weights` (8 quads of 64),
        // 192 of `values` (8 quads of 24), 16 numbers of `units`, six of
        // `row_units` and `starts`; `bias` holds sixteen. Nothing needs alignment.
        unsafe {
            let bias = bias.as_ptr();
            let mut sums = [[_mm256_loadu_ps(bias), _mm256_loadu_ps(bias.add(8))]; TILE];
            for block in 0..blocks {
                let starts = starts.as_ptr().add(block * TILE);
                let mut exact = [[_mm256_setzero_si256(); 2]; TILE];
                for (m, exact) in exact.iter_mut().enumerate() {
                    *exact = [_mm256_set1_epi32(*starts.add(m)); 2];
                }
                let weights = weights.as_ptr().add(block * PANEL_BLOCK);
                let values = values.as_ptr().add(block * TILE_BLOCK);
                for quad in 0..BLOCK / 4 {
                    let left = _mm256_loadu_si256(weights.add(quad * 64).cast());
                    let right = _mm256_loadu_si256(weights.add(quad * 64 + 32).cast());
                    let values = values.add(quad * TILE * 4).cast::<i32>();
                    for (m, exact) in exact.iter_mut().enumerate() {
                        let four = _mm256_set1_epi32(values.add(m).read_unaligned());
                        exact[0] = _mm256_add_epi16(exact[0], _mm256_maddubs_epi16(left, four));
                        exact[1] = _mm256_add_epi16(exact[1], _mm256_maddubs_epi16(right, four));
                    }
                }
                let units = units.as_ptr().add(block * PANEL);
                let units = [_mm256_loadu_ps(units), _mm256_loadu_ps(units.add(8))];
                let row_units = row_units.as_ptr().add(block * TILE);
                for (m, (sums, exact)) in sums.iter_mut().zip(exact).enumerate() {
                    let row_unit = _mm256_set1_ps(*row_units.add(m));
                    for ((sum, exact), unit) in sums.iter_mut().zip(exact).zip(units) {
                        let whole = _mm256_cvtepi32_ps(_mm256_madd_epi16(exact, ones));
                        *sum = _mm256_fmadd_ps(_mm256_mul_ps(unit, row_unit), whole, *sum);
                    }
                }
            }
            sums
        }
    }
}

/// Writes a tile; the last panel may have fewer columns than sixteen.
#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn store_tile(sums: &[[__m256; 2]], out: &mut [f32], n: usize, first: usize) {
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
        let (tiles, blocks) = (rows.div_ceil(TILE), k / BLOCK);
        self.values.resize(tiles * blocks * TILE_BLOCK, 0);
        self.units.resize(tiles * blocks * TILE, 0.0);
        self.starts.resize(tiles * blocks * TILE, 0);
        for row in 0..tiles * TILE {
            let (tile, m) = (row / TILE, row % TILE);
            for block in 0..blocks {
                let at = tile * blocks + block;
                let target = &mut self.values[at * TILE_BLOCK..][..TILE_BLOCK];
                let target = target[m * 4..].chunks_mut(TILE * 4);
                let (unit, start, bytes) = match input.get(row * k + block * BLOCK..) {
                    Some(numbers) if row < rows => round_block(&numbers[..BLOCK]),
                    _ => (0.0, 0, [0; BLOCK / 4]),
                };
                self.units[at * TILE + m] = unit;
                self.starts[at * TILE + m] = start;
                for (target, four) in target.zip(bytes) {
                    target[..4].copy_from_slice(&four.to_le_bytes().map(|byte| byte.cast_signed()));
                }
            }
        }
    }
}

/// Rounds 32 numbers to signed bytes; returns what a unit is worth, −8 times the
/// sums of the bytes whose index is 0 or 1, and 2 or 3, modulo four, and the
/// bytes by fours.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn round_block(numbers: &[f32]) -> (f32, i32, [i32; BLOCK / 4]) {
    assert!(numbers.len() == BLOCK);
    // SAFETY: the slice holds 32 numbers, as just asserted, and `fours` 32 bytes.
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
        let mut fours = [0i32; BLOCK / 4];
        _mm256_storeu_si256(fours.as_mut_ptr().cast(), bytes);
        let pairs = _mm256_maddubs_epi16(_mm256_set1_epi8(8), bytes);
        let pairs = _mm_add_epi16(
            _mm256_castsi256_si128(pairs),
            _mm256_extracti128_si256::<1>(pairs),
        );
        let pairs = _mm_add_epi16(pairs, _mm_shuffle_epi32::<0b1110>(pairs));
        let pairs = _mm_add_epi16(pairs, _mm_shuffle_epi32::<0b01>(pairs));
        let starts = _mm_sub_epi16(_mm_setzero_si128(), pairs);
        (large / 127.0, _mm_cvtsi128_si32(starts), fours)
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
