//! A random model folder: two layers, 128 numbers wide, one word a character.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use safetensors::Dtype;
use safetensors::tensor::TensorView;
use serde_json::{Value, json};

pub(super) const HIDDEN: usize = 128;
pub(super) const INNER: usize = 256;
pub(super) const LAYERS: usize = 2;
pub(super) const POSITIONS: usize = 40;

/// Characters that the tokenizer knows, one token each, after the special ones.
const ALPHABET: &str =
    "检察机关依法监督法律适用人民检察院指导案例盗窃诈骗抢劫公益诉讼未成年人行政民事刑事";

/// What a folder is made of; change it before [`Tiny::write`].
pub(super) struct Tiny {
    pub config: Value,
    pub pooling: Value,
    pub prompts: Option<Value>,
    pub tensors: HashMap<String, (Vec<usize>, Vec<f32>)>,
    /// Put before every tensor's name.
    pub prefix: &'static str,
    pub dtype: Dtype,
}

/// Numbers in −1..1 that repeat for a seed (xorshift).
pub(super) struct Random(pub u64);

impl Random {
    pub(super) fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 40) as f32 / (1u32 << 23) as f32 - 1.0
    }

    pub(super) fn text(&mut self, chars: usize) -> String {
        let alphabet: Vec<char> = ALPHABET.chars().collect();
        (0..chars)
            .map(|_| {
                alphabet[(self.next().abs() * alphabet.len() as f32) as usize % alphabet.len()]
            })
            .collect()
    }
}

fn vocabulary() -> Vec<String> {
    let mut words: Vec<String> = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "q", "p", ":"]
        .map(str::to_owned)
        .to_vec();
    for character in ALPHABET.chars() {
        let word = character.to_string();
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

impl Tiny {
    pub(super) fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        let vocabulary = vocabulary().len();
        let mut tensors = HashMap::new();
        let mut add = |name: String, shape: &[usize], spread: f32, centre: f32| {
            let numbers = (0..shape.iter().product())
                .map(|_| random.next() * spread + centre)
                .collect();
            tensors.insert(name, (shape.to_vec(), numbers));
        };
        for (table, rows) in [
            ("word", vocabulary),
            ("position", POSITIONS),
            ("token_type", 2),
        ] {
            let name = format!("embeddings.{table}_embeddings.weight");
            add(name, &[rows, HIDDEN], 1.0, 0.0);
        }
        let mut norms = vec!["embeddings".to_owned()];
        for layer in 0..LAYERS {
            let at = |name: &str| format!("encoder.layer.{layer}.{name}");
            for (name, n, k) in [
                ("attention.self.query", HIDDEN, HIDDEN),
                ("attention.self.key", HIDDEN, HIDDEN),
                ("attention.self.value", HIDDEN, HIDDEN),
                ("attention.output.dense", HIDDEN, HIDDEN),
                ("intermediate.dense", INNER, HIDDEN),
                ("output.dense", HIDDEN, INNER),
            ] {
                add(format!("{}.weight", at(name)), &[n, k], 0.15, 0.0);
                add(format!("{}.bias", at(name)), &[n], 0.1, 0.0);
            }
            norms.extend([at("attention.output"), at("output")]);
        }
        for name in norms {
            add(format!("{name}.LayerNorm.weight"), &[HIDDEN], 0.2, 1.0);
            add(format!("{name}.LayerNorm.bias"), &[HIDDEN], 0.1, 0.0);
        }
        Self {
            config: json!({
                "model_type": "bert", "hidden_act": "gelu", "hidden_size": HIDDEN,
                "num_hidden_layers": LAYERS, "num_attention_heads": 4,
                "intermediate_size": INNER, "vocab_size": vocabulary,
                "max_position_embeddings": POSITIONS, "type_vocab_size": 2,
                "layer_norm_eps": 1e-12, "pad_token_id": 1,
            }),
            pooling: json!({"pooling_mode_mean_tokens": true}),
            prompts: None,
            tensors,
            prefix: "",
            dtype: Dtype::F32,
        }
    }

    /// Writes the folder `name` below `parent`.
    pub(super) fn write(&self, parent: &Path, name: &str) -> PathBuf {
        let folder = parent.join(name);
        std::fs::create_dir_all(folder.join("1_Pooling")).unwrap();
        let write = |file: &str, value: &Value| {
            std::fs::write(folder.join(file), value.to_string()).unwrap();
        };
        write("config.json", &self.config);
        write("1_Pooling/config.json", &self.pooling);
        write("tokenizer.json", &tokenizer());
        if let Some(prompts) = &self.prompts {
            write(
                "config_sentence_transformers.json",
                &json!({"prompts": prompts}),
            );
        }
        let bytes: Vec<(String, Vec<usize>, Vec<u8>)> = (self.tensors.iter())
            .map(|(name, (shape, numbers))| {
                let bytes = numbers.iter().flat_map(|number| match self.dtype {
                    Dtype::BF16 => number.to_bits().to_le_bytes()[2..].to_vec(),
                    _ => number.to_le_bytes().to_vec(),
                });
                (
                    format!("{}{name}", self.prefix),
                    shape.clone(),
                    bytes.collect(),
                )
            })
            .collect();
        let views = bytes.iter().map(|(name, shape, bytes)| {
            let view = TensorView::new(self.dtype, shape.clone(), bytes).unwrap();
            (name.as_str(), view)
        });
        let weights = safetensors::serialize(views, None).unwrap();
        std::fs::write(folder.join("model.safetensors"), weights).unwrap();
        folder
    }
}

fn tokenizer() -> Value {
    let vocabulary: serde_json::Map<String, Value> = vocabulary()
        .into_iter()
        .enumerate()
        .map(|(id, word)| (word, json!(id)))
        .collect();
    json!({
        "version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
        "normalizer": null, "decoder": null,
        "pre_tokenizer": {"type": "Split", "pattern": {"Regex": "."}, "behavior": "Isolated",
            "invert": false},
        "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100, "vocab": vocabulary},
    })
}
