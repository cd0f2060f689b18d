//! Every form of the fast forward pass against candle, and properties that
//! hold for any model.

use std::ops::ControlFlow;
use std::path::Path;

use safetensors::Dtype;
use serde_json::json;

use super::cosine;
use super::tiny::{Random, Tiny};
use crate::Embedder;
use crate::bert::Bert;
use crate::config::ModelConfig;
use crate::fast::{Arithmetic, Instructions};
use crate::tokenizer::TextTokenizer;
use crate::weights::Weights;

fn texts() -> Vec<String> {
    let mut random = Random(17);
    [1, 2, 5, 6, 7, 15, 16, 17, 31, 36, 3]
        .map(|chars| random.text(chars))
        .to_vec()
}

/// Vectors of passages by the oracle.
fn oracle(folder: &Path, texts: &[String]) -> Vec<Vec<f32>> {
    let config = ModelConfig::read(folder).unwrap();
    let tokenizer = TextTokenizer::load(folder, config.max_tokens).unwrap();
    let tokens: Vec<Vec<u32>> = texts
        .iter()
        .map(|text| tokenizer.encode(&config.passage_prefix, text).unwrap())
        .collect();
    Bert::new(Weights::open(folder).unwrap(), config)
        .embed(&tokens)
        .unwrap()
}

/// The lowest cosine between the oracle's vectors and a form's.
fn lowest(folder: &Path, instructions: Instructions, arithmetic: Arithmetic) -> f64 {
    let texts = texts();
    let embedder = Embedder::load_with(folder, instructions, arithmetic).unwrap();
    let borrowed: Vec<&str> = texts.iter().map(String::as_str).collect();
    let vectors = embedder.embed_passages(&borrowed).unwrap();
    oracle(folder, &texts)
        .iter()
        .zip(&vectors)
        .map(|(a, b)| cosine(a, b))
        .fold(f64::INFINITY, f64::min)
}

#[test]
fn every_form_agrees_with_candle() {
    let parent = tempfile::tempdir().unwrap();
    let folder = Tiny::new(5).write(parent.path(), "tiny");
    let detected = Instructions::detect();
    for (instructions, arithmetic, floor) in [
        (Instructions::Portable, Arithmetic::Float, 0.999_999),
        (detected, Arithmetic::Float, 0.999_999),
        (detected, Arithmetic::Integer, 0.999_99),
        (detected, Arithmetic::Fastest, 0.999_99),
    ] {
        let lowest = lowest(&folder, instructions, arithmetic);
        assert!(lowest >= floor, "{instructions:?} {arithmetic:?}: {lowest}");
    }
}

#[test]
fn four_bit_weights_are_found_and_agree() {
    let mut tiny = Tiny::new(6);
    for (name, (shape, numbers)) in &mut tiny.tensors {
        if shape.len() == 2 && name.starts_with("encoder") {
            for block in numbers.chunks_exact_mut(32) {
                let largest = block.iter().fold(0.0f32, |max, x| max.max(x.abs()));
                // Ten bits of fraction, as a half-precision scale has.
                let unit = f32::from_bits((largest / 8.0).to_bits() & 0xffff_e000);
                for number in block {
                    *number = (*number / unit).round().clamp(-8.0, 7.0) * unit;
                }
            }
        }
    }
    let parent = tempfile::tempdir().unwrap();
    let folder = tiny.write(parent.path(), "tiny");
    let detected = Instructions::detect();
    let exact = lowest(&folder, detected, Arithmetic::Integer);
    let rounded = lowest(&folder, detected, Arithmetic::Fastest);
    assert!(exact >= 0.999_99, "{exact}");
    assert!(rounded >= 0.9999, "{rounded}");
    if detected == Instructions::Avx2 {
        // The two differ, so four-bit weights were recognised.
        assert!(rounded < exact, "{rounded} {exact}");
    }
}

#[test]
fn first_token_pooling_offset_positions_and_half_precision_agree() {
    let parent = tempfile::tempdir().unwrap();
    let mut cls = Tiny::new(7);
    cls.pooling = json!({"pooling_mode_cls_token": true});
    let mut roberta = Tiny::new(8);
    roberta.config["model_type"] = json!("xlm-roberta");
    roberta.prefix = "roberta.";
    let mut half = Tiny::new(9);
    half.dtype = Dtype::BF16;
    half.prefix = "bert.";
    for (name, tiny) in [("cls", cls), ("roberta", roberta), ("half", half)] {
        let folder = tiny.write(parent.path(), name);
        let lowest = lowest(&folder, Instructions::detect(), Arithmetic::Float);
        assert!(lowest >= 0.999_999, "{name}: {lowest}");
    }
}

#[test]
fn a_vector_does_not_depend_on_its_batch() {
    let parent = tempfile::tempdir().unwrap();
    let embedder = Embedder::load(&Tiny::new(10).write(parent.path(), "tiny")).unwrap();
    let mut random = Random(3);
    let texts: Vec<String> = (0..300).map(|i| random.text(1 + i % 36)).collect();
    let mut seen = vec![0; texts.len()];
    embedder
        .embed_bulk(&texts, &mut |index, vector| {
            seen[index] += 1;
            let alone = embedder.embed_passages(&[&texts[index]]).unwrap();
            assert_eq!(alone[0], vector, "{}", texts[index]);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert!(seen.iter().all(|&count| count == 1));
}

#[test]
fn breaking_ends_the_work() {
    let parent = tempfile::tempdir().unwrap();
    let embedder = Embedder::load(&Tiny::new(11).write(parent.path(), "tiny")).unwrap();
    let mut random = Random(4);
    let texts: Vec<String> = (0..5000).map(|_| random.text(30)).collect();
    let mut count = 0;
    embedder
        .embed_bulk(&texts, &mut |_, _| {
            count += 1;
            if count == 3 {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(count, 3);
}

#[test]
fn texts_are_cut_at_the_limit() {
    let parent = tempfile::tempdir().unwrap();
    let embedder = Embedder::load(&Tiny::new(12).write(parent.path(), "tiny")).unwrap();
    let room = embedder.max_tokens() - 2;
    let long = Random(5).text(50_000);
    let cut: String = long.chars().take(room).collect();
    let shorter: String = long.chars().take(room - 1).collect();
    let vectors = embedder.embed_passages(&[&long, &cut, &shorter]).unwrap();
    assert_eq!(vectors[0], vectors[1]);
    assert_ne!(vectors[0], vectors[2]);
    assert_eq!(embedder.embed_query("").unwrap().len(), embedder.dim());
}

#[test]
fn queries_and_passages_get_their_prefixes() {
    let parent = tempfile::tempdir().unwrap();
    let mut tiny = Tiny::new(13);
    let plain = Embedder::load(&tiny.write(parent.path(), "plain")).unwrap();
    tiny.prompts = Some(json!({"query": "q:", "passage": "p:"}));
    let prefixed = Embedder::load(&tiny.write(parent.path(), "prefixed")).unwrap();
    assert_eq!(
        prefixed.embed_query("盗窃").unwrap(),
        plain.embed_query("q:盗窃").unwrap()
    );
    assert_eq!(
        prefixed.embed_passages(&["盗窃"]).unwrap(),
        plain.embed_passages(&["p:盗窃"]).unwrap()
    );
}
