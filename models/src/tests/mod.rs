//! Tests of whole models: small random ones against the oracle, the default
//! model against a reference implementation, and folders that are not right.

mod agreement;
mod folders;
mod reference;
mod tiny;

/// Cosine of two unit vectors.
fn cosine(a: &[f32], b: &[f32]) -> f64 {
    assert_eq!(a.len(), b.len());
    a.iter()
        .zip(b)
        .map(|(a, b)| f64::from(*a) * f64::from(*b))
        .sum()
}
