//! Model folders that are not right, and what names a model.

use serde_json::json;

use super::tiny::{HIDDEN, Tiny};
use crate::{Embedder, ModelError};

/// The error of loading `tiny`.
fn refused(tiny: &Tiny) -> ModelError {
    let parent = tempfile::tempdir().unwrap();
    Embedder::load(&tiny.write(parent.path(), "tiny")).unwrap_err()
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let error = Embedder::load("no/such/folder".as_ref()).unwrap_err();
    assert!(matches!(error, ModelError::UnknownFolder { .. }));
    assert!(error.to_string().contains("no/such/folder"));
}

#[test]
fn missing_files_are_named() {
    for file in ["config.json", "tokenizer.json", "model.safetensors"] {
        let parent = tempfile::tempdir().unwrap();
        let folder = Tiny::new(1).write(parent.path(), "tiny");
        std::fs::remove_file(folder.join(file)).unwrap();
        let error = Embedder::load(&folder).unwrap_err().to_string();
        assert!(error.contains(file), "{error}");
    }
}

#[test]
fn a_missing_tensor_is_named_with_its_shape() {
    let mut tiny = Tiny::new(1);
    tiny.tensors.remove("encoder.layer.1.output.dense.bias");
    let error = refused(&tiny);
    assert!(matches!(error, ModelError::MissingTensor { .. }));
    let text = error.to_string();
    assert!(text.contains("encoder.layer.1.output.dense.bias") && text.contains("128"));
}

#[test]
fn a_tensor_of_another_shape_is_named() {
    let mut tiny = Tiny::new(1);
    tiny.config["intermediate_size"] = json!(HIDDEN);
    assert!(matches!(refused(&tiny), ModelError::TensorShape { .. }));
}

#[test]
fn what_is_not_computed_is_refused() {
    for (key, value) in [
        ("model_type", json!("t5")),
        ("hidden_act", json!("relu")),
        ("num_attention_heads", json!(5)),
        ("position_embedding_type", json!("relative_key")),
    ] {
        let mut tiny = Tiny::new(1);
        tiny.config[key] = value;
        let error = refused(&tiny);
        assert!(error.to_string().contains(key), "{error}");
    }
}

#[test]
fn damaged_weights_are_refused() {
    let parent = tempfile::tempdir().unwrap();
    let folder = Tiny::new(1).write(parent.path(), "tiny");
    let path = folder.join("model.safetensors");
    let whole = std::fs::read(&path).unwrap();
    for length in [0, 7, 100, whole.len() - 1] {
        std::fs::write(&path, &whole[..length]).unwrap();
        assert!(Embedder::load(&folder).is_err(), "{length} bytes");
    }
    let mut tiny = Tiny::new(1);
    let name = "encoder.layer.0.output.dense.bias";
    tiny.tensors.get_mut(name).unwrap().1[3] = f32::NAN;
    let embedder = Embedder::load(&tiny.write(parent.path(), "nan")).unwrap();
    let error = embedder.embed_query("盗窃").unwrap_err();
    assert!(matches!(error, ModelError::NotFinite { .. }));
}

#[test]
fn the_id_changes_with_whatever_changes_vectors() {
    let parent = tempfile::tempdir().unwrap();
    let id = |tiny: &Tiny, name: &str| {
        let folder = tiny.write(parent.path(), name);
        Embedder::load(&folder).unwrap().id().to_string()
    };
    let hash = |id: &str| id.rsplit('-').next().unwrap().to_owned();
    let first = id(&Tiny::new(1), "a");
    assert!(first.starts_with("a-"));
    assert_eq!(hash(&first), hash(&id(&Tiny::new(1), "b")));
    assert_ne!(hash(&first), hash(&id(&Tiny::new(2), "c")));
    let mut other = Tiny::new(1);
    other.pooling = json!({"pooling_mode_cls_token": true});
    assert_ne!(hash(&first), hash(&id(&other, "d")));
    let mut other = Tiny::new(1);
    other.prompts = Some(json!({"query": "q:"}));
    assert_ne!(hash(&first), hash(&id(&other, "e")));
}

#[test]
fn changed_weights_under_an_old_fingerprint_are_noticed() {
    let parent = tempfile::tempdir().unwrap();
    let before = Embedder::load(&Tiny::new(1).write(parent.path(), "tiny")).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(20));
    let after = Embedder::load(&Tiny::new(2).write(parent.path(), "tiny")).unwrap();
    assert_ne!(before.id(), after.id());
}
