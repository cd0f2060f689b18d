//! Inner products, the loops that all of vector search runs in.
//!
//! Each has a portable form, which the compiler vectorises for what every
//! machine of its kind has, and one for AVX2, chosen when the program runs. The
//! integer kernels give the same number on every machine; the f32 kernel adds in
//! eight lanes in both forms, but fused or not, so its last bits may differ
//! between machines.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::*;

/// Codes are padded with zeros to a multiple of this.
pub(super) const CODE_LANES: usize = 32;

/// Σ a·b of two vectors of equal length.
#[inline]
pub(super) fn dot_f32(a: &[f32], b: &[f32]) -> f32 {
    assert_eq!(a.len(), b.len(), "vectors of one dimension");
    #[cfg(target_arch = "x86_64")]
    if has_avx2() {
        // SAFETY: the features were found on this machine just now, and the
        // lengths are equal.
        return unsafe { dot_f32_avx2(a, b) };
    }
    dot_f32_portable(a, b)
}

/// Σ code·query. Exact as long as |Σ| < 2³¹, which the quantiser of queries sees to.
#[inline]
pub(super) fn dot_code_query(code: &[i8], query: &[i16]) -> i32 {
    assert_eq!(
        code.len(),
        query.len(),
        "padded code and query of one dimension"
    );
    assert_eq!(code.len() % CODE_LANES, 0, "codes are padded");
    #[cfg(target_arch = "x86_64")]
    if has_avx2() {
        // SAFETY: the features were found on this machine just now; the lengths are
        // equal and a multiple of CODE_LANES.
        return unsafe { dot_code_query_avx2(code, query) };
    }
    dot_code_query_portable(code, query)
}

/// Σ a·b of two codes; exact, since |Σ| ≤ 2¹⁴ · dim.
#[inline]
pub(super) fn dot_codes(a: &[i8], b: &[i8]) -> i32 {
    assert_eq!(a.len(), b.len(), "codes of one dimension");
    assert_eq!(a.len() % CODE_LANES, 0, "codes are padded");
    #[cfg(target_arch = "x86_64")]
    if has_avx2() {
        // SAFETY: as in `dot_code_query`.
        return unsafe { dot_codes_avx2(a, b) };
    }
    dot_codes_portable(a, b)
}

/// Asks the memory for what will be read soon.
#[inline]
pub(super) fn prefetch(code: &[i8]) {
    #[cfg(target_arch = "x86_64")]
    for line in code.chunks(64) {
        // SAFETY: SSE belongs to every x86-64; a prefetch reads nothing that the
        // program could see, and the address lies inside `code`.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(line.as_ptr()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = code;
}

#[cfg(target_arch = "x86_64")]
#[inline]
fn has_avx2() -> bool {
    // The standard library remembers the answer; this is one load and a test.
    is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma")
}

fn dot_f32_portable(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0f32; 8];
    let (chunks_a, chunks_b) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f32 = chunks_a
        .remainder()
        .iter()
        .zip(chunks_b.remainder())
        .map(|(a, b)| a * b)
        .sum();
    for (a, b) in chunks_a.zip(chunks_b) {
        for lane in 0..8 {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    lanes.iter().sum::<f32>() + rest
}

fn dot_code_query_portable(code: &[i8], query: &[i16]) -> i32 {
    let products = code
        .iter()
        .zip(query)
        .map(|(&c, &q)| i32::from(c) * i32::from(q));
    products.fold(0i32, i32::wrapping_add)
}

fn dot_codes_portable(a: &[i8], b: &[i8]) -> i32 {
    a.iter()
        .zip(b)
        .map(|(&a, &b)| i32::from(a) * i32::from(b))
        .sum()
}

/// # Safety
/// AVX2 and FMA must be there, and `a.len() == b.len()`.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn dot_f32_avx2(a: &[f32], b: &[f32]) -> f32 {
    let whole = a.len() / 32 * 32;
    let mut sums = [_mm256_setzero_ps(); 4];
    for start in (0..whole).step_by(32) {
        for (lane, sum) in sums.iter_mut().enumerate() {
            let at = start + 8 * lane;
            // SAFETY: `at + 8 ≤ whole ≤ a.len() = b.len()`; unaligned loads.
            let (x, y) = unsafe {
                (
                    _mm256_loadu_ps(a.as_ptr().add(at)),
                    _mm256_loadu_ps(b.as_ptr().add(at)),
                )
            };
            *sum = _mm256_fmadd_ps(x, y, *sum);
        }
    }
    let sum = _mm256_add_ps(
        _mm256_add_ps(sums[0], sums[1]),
        _mm256_add_ps(sums[2], sums[3]),
    );
    let mut lanes = [0f32; 8];
    // SAFETY: `lanes` has room for eight values; unaligned store.
    unsafe { _mm256_storeu_ps(lanes.as_mut_ptr(), sum) };
    let rest: f32 = a[whole..].iter().zip(&b[whole..]).map(|(a, b)| a * b).sum();
    lanes.iter().sum::<f32>() + rest
}

/// # Safety
/// AVX2 must be there, `code.len() == query.len()`, a multiple of 32.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn dot_code_query_avx2(code: &[i8], query: &[i16]) -> i32 {
    let mut sums = [_mm256_setzero_si256(); 2];
    for start in (0..code.len()).step_by(CODE_LANES) {
        for (lane, sum) in sums.iter_mut().enumerate() {
            let at = start + 16 * lane;
            // SAFETY: `at + 16 ≤ code.len() = query.len()`; unaligned loads.
            let (bytes, words) = unsafe {
                (
                    _mm_loadu_si128(code.as_ptr().add(at).cast()),
                    _mm256_loadu_si256(query.as_ptr().add(at).cast()),
                )
            };
            // Pairs of products fit: 2 · 128 · 32,767 < 2³¹.
            let products = _mm256_madd_epi16(_mm256_cvtepi8_epi16(bytes), words);
            *sum = _mm256_add_epi32(*sum, products);
        }
    }
    add_lanes(_mm256_add_epi32(sums[0], sums[1]))
}

/// # Safety
/// AVX2 must be there, `a.len() == b.len()`, a multiple of 32.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn dot_codes_avx2(a: &[i8], b: &[i8]) -> i32 {
    let mut sums = [_mm256_setzero_si256(); 2];
    for start in (0..a.len()).step_by(CODE_LANES) {
        for (lane, sum) in sums.iter_mut().enumerate() {
            let at = start + 16 * lane;
            // SAFETY: `at + 16 ≤ a.len() = b.len()`; unaligned loads.
            let (x, y) = unsafe {
                (
                    _mm_loadu_si128(a.as_ptr().add(at).cast()),
                    _mm_loadu_si128(b.as_ptr().add(at).cast()),
                )
            };
            let products = _mm256_madd_epi16(_mm256_cvtepi8_epi16(x), _mm256_cvtepi8_epi16(y));
            *sum = _mm256_add_epi32(*sum, products);
        }
    }
    add_lanes(_mm256_add_epi32(sums[0], sums[1]))
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn add_lanes(sum: __m256i) -> i32 {
    let half = _mm_add_epi32(
        _mm256_castsi256_si128(sum),
        _mm256_extracti128_si256::<1>(sum),
    );
    let pair = _mm_add_epi32(half, _mm_shuffle_epi32::<0b01_00_11_10>(half));
    let one = _mm_add_epi32(pair, _mm_shuffle_epi32::<0b10_11_00_01>(pair));
    _mm_cvtsi128_si32(one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedding::testing::{Random, random_unit};

    #[test]
    fn integer_kernels_agree_with_plain_arithmetic() {
        let mut random = Random::new(3);
        for dim in [0, 32, 64, 96, 384, 512, 1024] {
            for extreme in [false, true] {
                let mut code = || -> Vec<i8> {
                    (0..dim)
                        .map(|_| if extreme { -128 } else { random.next() as i8 })
                        .collect()
                };
                let (a, b) = (code(), code());
                let limit = if dim == 0 {
                    1
                } else {
                    (i32::MAX / (128 * dim)).min(32_767)
                };
                let query: Vec<i16> = (0..dim)
                    .map(|_| {
                        if extreme {
                            limit
                        } else {
                            random.below(limit as usize) as i32
                        }
                    })
                    .map(|value| value as i16)
                    .collect();
                let wide = |x: &[i8]| x.iter().map(|&v| i64::from(v)).collect::<Vec<_>>();
                let expected: i64 = wide(&a)
                    .iter()
                    .zip(&query)
                    .map(|(c, &q)| c * i64::from(q))
                    .sum();
                assert_eq!(i64::from(dot_code_query(&a, &query)), expected);
                assert_eq!(i64::from(dot_code_query_portable(&a, &query)), expected);
                let expected: i64 = wide(&a).iter().zip(wide(&b)).map(|(a, b)| a * b).sum();
                assert_eq!(i64::from(dot_codes(&a, &b)), expected);
                assert_eq!(i64::from(dot_codes_portable(&a, &b)), expected);
            }
        }
    }

    #[test]
    fn float_kernels_agree_with_double_precision() {
        let mut random = Random::new(4);
        for dim in [1, 7, 8, 31, 32, 33, 384, 1000] {
            let (a, b) = (random_unit(&mut random, dim), random_unit(&mut random, dim));
            let expected: f64 = a
                .iter()
                .zip(&b)
                .map(|(a, b)| f64::from(*a) * f64::from(*b))
                .sum();
            assert!(
                (f64::from(dot_f32(&a, &b)) - expected).abs() < 1e-6,
                "dim {dim}"
            );
            assert!(
                (f64::from(dot_f32_portable(&a, &b)) - expected).abs() < 1e-6,
                "dim {dim}"
            );
        }
    }
}
