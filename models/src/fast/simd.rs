//! Elementwise mathematics over slices, written so that the compiler turns it
//! into vector instructions: no branches, sums in eight lanes. The const
//! parameter `FMA` says whether the caller was compiled for fused
//! multiply-add; without it `mul_add` would be a slow library call.

/// Lanes of a sum: one AVX register of f32.
pub(super) const LANES: usize = 8;

#[inline(always)]
fn multiply_add<const FMA: bool>(a: f32, b: f32, c: f32) -> f32 {
    if FMA { a.mul_add(b, c) } else { a * b + c }
}

/// `e^x` with a relative error below 2e-7, by `2^n · e^r`, |r| ≤ ln 2 / 2, and
/// the polynomial of Cephes' `expf`. Below −87 it stays at `e^-87`.
#[inline(always)]
pub(super) fn exp<const FMA: bool>(x: f32) -> f32 {
    /// Adding and subtracting 1.5 · 2^23 rounds to an integer, whose two's
    /// complement then stands in the low bits.
    const ROUND: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 88.0);
    let shifted = multiply_add::<FMA>(x, std::f32::consts::LOG2_E, ROUND);
    let n = shifted - ROUND;
    let r = multiply_add::<FMA>(n, -0.693_359_4, x);
    let r = multiply_add::<FMA>(n, 2.121_944_4e-4, r);
    let mut p = 1.987_569_1e-4;
    for c in [
        1.398_2e-3,
        8.333_452e-3,
        4.166_579_6e-2,
        1.666_666_6e-1,
        5e-1,
    ] {
        p = multiply_add::<FMA>(p, r, c);
    }
    let value = multiply_add::<FMA>(p * r, r, r) + 1.0;
    let power = (shifted.to_bits() << 23).wrapping_add(0x3f80_0000);
    value * f32::from_bits(power)
}

/// `x · Φ(x)` with the error function of Abramowitz and Stegun 7.1.26, whose
/// absolute error is below 1.5e-7.
#[inline(always)]
pub(super) fn gelu<const FMA: bool>(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / multiply_add::<FMA>(z, 0.327_591_1, 1.0);
    let mut p = 1.061_405_4;
    for c in [-1.453_152, 1.421_413_8, -0.284_496_74, 0.254_829_6] {
        p = multiply_add::<FMA>(p, t, c);
    }
    let tail = p * t * exp::<FMA>(-z * z);
    // Φ(|x|) = 1 − tail / 2, and x·Φ(x) = max(x, 0) − |x| · tail / 2.
    multiply_add::<FMA>(-0.5 * x.abs(), tail, x.max(0.0))
}

#[inline(always)]
pub(super) fn gelu_in_place<const FMA: bool>(values: &mut [f32]) {
    for value in values {
        *value = gelu::<FMA>(*value);
    }
}

#[inline(always)]
fn sum_lanes<const FMA: bool>(values: &[f32], term: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0f32; LANES];
    let chunks = values.chunks_exact(LANES);
    let rest: f32 = chunks.remainder().iter().map(|&value| term(value)).sum();
    for chunk in chunks {
        for (lane, &value) in lanes.iter_mut().zip(chunk) {
            *lane += term(value);
        }
    }
    lanes.iter().sum::<f32>() + rest
}

/// `x = norm(x + y) · weight + bias`, over one row.
#[inline(always)]
pub(super) fn add_norm<const FMA: bool>(
    x: &mut [f32],
    y: &[f32],
    weight: &[f32],
    bias: &[f32],
    eps: f32,
) {
    for (x, y) in x.iter_mut().zip(y) {
        *x += y;
    }
    norm::<FMA>(x, weight, bias, eps);
}

/// Layer norm of one row in place.
#[inline(always)]
pub(super) fn norm<const FMA: bool>(x: &mut [f32], weight: &[f32], bias: &[f32], eps: f32) {
    let width = x.len() as f32;
    let mean = sum_lanes::<FMA>(x, |value| value) / width;
    let variance = sum_lanes::<FMA>(x, |value| (value - mean) * (value - mean)) / width;
    let scale = 1.0 / (variance + eps).sqrt();
    for ((x, weight), bias) in x.iter_mut().zip(weight).zip(bias) {
        *x = multiply_add::<FMA>((*x - mean) * scale, *weight, *bias);
    }
}

/// Turns scores into `e^(score − max)` and returns one over their sum.
#[inline(always)]
pub(super) fn exponentials<const FMA: bool>(scores: &mut [f32]) -> f32 {
    let mut lanes = [f32::NEG_INFINITY; LANES];
    let chunks = scores.chunks_exact(LANES);
    let rest = chunks
        .remainder()
        .iter()
        .fold(f32::NEG_INFINITY, |max, &score| max.max(score));
    for chunk in chunks {
        for (lane, &score) in lanes.iter_mut().zip(chunk) {
            *lane = if score > *lane { score } else { *lane };
        }
    }
    let max = lanes.iter().fold(rest, |max, &lane| max.max(lane));
    for score in scores.iter_mut() {
        *score = exp::<FMA>(*score - max);
    }
    1.0 / sum_lanes::<FMA>(scores, |value| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponential_is_close() {
        for step in -8_600..=0 {
            let x = step as f32 / 100.0;
            let (fast, exact) = (f64::from(exp::<false>(x)), f64::from(x).exp());
            assert!((fast / exact - 1.0).abs() < 4e-7, "{x}: {fast} {exact}");
        }
    }

    #[test]
    fn gelu_is_close() {
        // Values of x · Φ(x) to eight digits.
        for (x, value) in [
            (0.0, 0.0),
            (1.0, 0.841_344_8),
            (-1.0, -0.158_655_25),
            (0.5, 0.345_731_23),
            (-3.0, -0.004_049_69),
            (10.0, 10.0),
            (-10.0, 0.0),
        ] {
            assert!((gelu::<false>(x) - value).abs() < 5e-7, "{x}");
        }
    }

    #[test]
    fn exponentials_sum_to_the_inverse() {
        for length in [1, 7, 8, 9, 33] {
            let mut scores: Vec<f32> = (0..length).map(|i| (i as f32 * 1.7).sin() * 5.0).collect();
            let scale = exponentials::<false>(&mut scores);
            let sum: f32 = scores.iter().map(|value| value * scale).sum();
            assert!((sum - 1.0).abs() < 1e-6);
        }
    }
}
