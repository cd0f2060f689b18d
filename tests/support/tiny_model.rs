//! A model folder with seeded weights: BERT of one layer and 32 dimensions, one
//! token a character. Its vectors mean little more than which characters a text
//! has, which is enough to test everything around a model.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

/// Length of its vectors.
pub const TINY_DIM: usize = 32;

const FEED_FORWARD: usize = 64;
const POSITIONS: usize = 512;

/// Characters with a token of their own: the most common block of Chinese.
const CHARACTERS: std::ops::RangeInclusive<char> = '\u{4e00}'..='\u{9fa5}';

/// Writes the model into `folder`.
pub fn write_tiny_model(folder: &Path) {
    write_tiny_model_without(folder, "");
}

/// Writes the model, but leaves out the tensor called `missing`.
pub fn write_tiny_model_without(folder: &Path, missing: &str) {
    fs::create_dir_all(folder).expect("a folder can be made");
    let vocabulary = vocabulary();
    let write = |name: &str, value: &Value| {
        fs::write(folder.join(name), value.to_string()).expect("a file can be written");
    };
    write("config.json", &config(vocabulary.len()));
    write("tokenizer.json", &tokenizer(&vocabulary));
    let tensors: Vec<_> = tensors(vocabulary.len())
        .into_iter()
        .filter(|(name, _, _)| name != missing)
        .collect();
    fs::write(folder.join("model.safetensors"), safetensors(&tensors))
        .expect("a file can be written");
}

fn vocabulary() -> Vec<String> {
    ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
        .into_iter()
        .map(str::to_owned)
        .chain(('0'..='9').map(String::from))
        .chain(CHARACTERS.map(String::from))
        .collect()
}

fn config(vocabulary: usize) -> Value {
    json!({
        "model_type": "bert",
        "hidden_size": TINY_DIM,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": FEED_FORWARD,
        "vocab_size": vocabulary,
        "max_position_embeddings": POSITIONS,
        "type_vocab_size": 2,
        "layer_norm_eps": 1e-12,
        "hidden_act": "gelu",
        "pad_token_id": 0
    })
}

fn tokenizer(vocabulary: &[String]) -> Value {
    let ids: serde_json::Map<String, Value> = vocabulary
        .iter()
        .enumerate()
        .map(|(id, token)| (token.clone(), json!(id)))
        .collect();
    let special = |id: u32, content: &str| {
        json!({
            "id": id, "content": content, "special": true, "normalized": false,
            "single_word": false, "lstrip": false, "rstrip": false
        })
    };
    json!({
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": [
            special(0, "[PAD]"), special(1, "[UNK]"), special(2, "[CLS]"), special(3, "[SEP]")
        ],
        "normalizer": {
            "type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
            "strip_accents": null, "lowercase": true
        },
        "pre_tokenizer": { "type": "BertPreTokenizer" },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [
                { "SpecialToken": { "id": "[CLS]", "type_id": 0 } },
                { "Sequence": { "id": "A", "type_id": 0 } },
                { "SpecialToken": { "id": "[SEP]", "type_id": 0 } }
            ],
            "pair": [
                { "SpecialToken": { "id": "[CLS]", "type_id": 0 } },
                { "Sequence": { "id": "A", "type_id": 0 } },
                { "SpecialToken": { "id": "[SEP]", "type_id": 0 } },
                { "Sequence": { "id": "B", "type_id": 1 } },
                { "SpecialToken": { "id": "[SEP]", "type_id": 1 } }
            ],
            "special_tokens": {
                "[CLS]": { "id": "[CLS]", "ids": [2], "tokens": ["[CLS]"] },
                "[SEP]": { "id": "[SEP]", "ids": [3], "tokens": ["[SEP]"] }
            }
        },
        "decoder": null,
        "model": {
            "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100, "vocab": ids
        }
    })
}

type Tensor = (String, Vec<usize>, Vec<f32>);

fn tensors(vocabulary: usize) -> Vec<Tensor> {
    let mut random = Random(0x1e1a_0001);
    let mut tensors = Vec::new();
    let mut add = |name: &str, shape: &[usize], scale: f32, centre: f32| {
        let count = shape.iter().product();
        let numbers = (0..count).map(|_| centre + scale * random.next()).collect();
        tensors.push((name.to_owned(), shape.to_vec(), numbers));
    };
    let (dim, wide) = (TINY_DIM, FEED_FORWARD);
    add(
        "embeddings.word_embeddings.weight",
        &[vocabulary, dim],
        1.0,
        0.0,
    );
    add(
        "embeddings.position_embeddings.weight",
        &[POSITIONS, dim],
        0.02,
        0.0,
    );
    add(
        "embeddings.token_type_embeddings.weight",
        &[2, dim],
        0.02,
        0.0,
    );
    add("embeddings.LayerNorm.weight", &[dim], 0.0, 1.0);
    add("embeddings.LayerNorm.bias", &[dim], 0.0, 0.0);
    let layer = "encoder.layer.0";
    for part in ["self.query", "self.key", "self.value", "output.dense"] {
        add(
            &format!("{layer}.attention.{part}.weight"),
            &[dim, dim],
            0.05,
            0.0,
        );
        add(&format!("{layer}.attention.{part}.bias"), &[dim], 0.05, 0.0);
    }
    add(
        &format!("{layer}.attention.output.LayerNorm.weight"),
        &[dim],
        0.0,
        1.0,
    );
    add(
        &format!("{layer}.attention.output.LayerNorm.bias"),
        &[dim],
        0.0,
        0.0,
    );
    add(
        &format!("{layer}.intermediate.dense.weight"),
        &[wide, dim],
        0.05,
        0.0,
    );
    add(
        &format!("{layer}.intermediate.dense.bias"),
        &[wide],
        0.05,
        0.0,
    );
    add(
        &format!("{layer}.output.dense.weight"),
        &[dim, wide],
        0.05,
        0.0,
    );
    add(&format!("{layer}.output.dense.bias"), &[dim], 0.05, 0.0);
    add(
        &format!("{layer}.output.LayerNorm.weight"),
        &[dim],
        0.0,
        1.0,
    );
    add(&format!("{layer}.output.LayerNorm.bias"), &[dim], 0.0, 0.0);
    tensors
}

/// The file format: length of the header, header in JSON, numbers.
fn safetensors(tensors: &[Tensor]) -> Vec<u8> {
    let mut header = String::from("{");
    let mut data = Vec::new();
    for (name, shape, numbers) in tensors {
        let begin = data.len();
        data.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        let separator = if header.len() == 1 { "" } else { "," };
        write!(
            header,
            r#"{separator}"{name}":{{"dtype":"F32","shape":{shape:?},"data_offsets":[{begin},{}]}}"#,
            data.len()
        )
        .expect("writing to a string cannot fail");
    }
    header.push('}');
    while !header.len().is_multiple_of(8) {
        header.push(' ');
    }
    let mut file = (header.len() as u64).to_le_bytes().to_vec();
    file.extend(header.into_bytes());
    file.extend(data);
    file
}

/// SplitMix64, so that the weights are the same everywhere.
struct Random(u64);

impl Random {
    /// Uniform in −1 … 1.
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        // 24 bits fit a float exactly.
        (z >> 40) as f32 / (1_u32 << 23) as f32 - 1.0
    }
}
