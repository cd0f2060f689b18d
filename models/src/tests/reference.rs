//! Published models against vectors that a reference implementation in Python
//! computed from the same files (`scripts/reference_vectors.py`).

use std::path::PathBuf;

use serde::Deserialize;

use super::cosine;
use crate::Embedder;
use crate::fast::{Arithmetic, Instructions};

#[derive(Deserialize)]
struct Reference {
    texts: Vec<String>,
    queries: Vec<Vec<f32>>,
    passages: Vec<Vec<f32>>,
}

/// Compares all forms with the stored vectors; lists as skipped what has no model.
fn compare(variable: &str, stored: &str) {
    let Some(folder) = std::env::var_os(variable).map(PathBuf::from) else {
        println!("skipped: {variable} names no model folder");
        return;
    };
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(stored);
    let json = std::fs::read_to_string(path).unwrap();
    let reference: Reference = serde_json::from_str(&json).unwrap();
    assert!(reference.texts.len() >= 8);
    let detected = Instructions::detect();
    for (instructions, arithmetic, floor) in [
        (detected, Arithmetic::Float, 0.999_99),
        (detected, Arithmetic::Integer, 0.9999),
        // Activations in eight bits; texts of a word or two are the farthest off.
        (detected, Arithmetic::Fastest, 0.9998),
    ] {
        let embedder = Embedder::load_with(&folder, instructions, arithmetic).unwrap();
        let texts: Vec<&str> = reference.texts.iter().map(String::as_str).collect();
        let passages = embedder.embed_passages(&texts).unwrap();
        for (index, text) in texts.iter().enumerate() {
            let query = embedder.embed_query(text).unwrap();
            for (kind, ours, theirs) in [
                ("query", &query, &reference.queries[index]),
                ("passage", &passages[index], &reference.passages[index]),
            ] {
                let cosine = cosine(ours, theirs);
                assert!(cosine >= floor, "{arithmetic:?} {kind} {index}: {cosine}");
            }
        }
    }
}

#[test]
fn the_default_model_agrees_with_its_reference() {
    compare("LEIAN_TEST_MODEL", "reference/multilingual-e5-small.json");
}

#[test]
fn m3e_small_agrees_with_its_reference() {
    compare("LEIAN_TEST_M3E", "reference/m3e-small.json");
}
