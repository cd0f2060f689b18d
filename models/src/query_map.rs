//! A [`QueryMap`]: a small learned correction of query vectors, for a kind of text that
//! a model was not made for.
//!
//! `q' = unit(q + (q · down) · up + bias)`. Passages keep their vectors, so nothing is
//! embedded again; a query costs two more small products. How it is trained stands in
//! `benches/ranking/`.

use safetensors::{Dtype, SafeTensors};

use crate::error::{ModelError, Result};

/// A low-rank map of query vectors, bound to one model.
#[derive(Clone, Debug, PartialEq)]
pub struct QueryMap {
    model: String,
    dim: usize,
    rank: usize,
    /// `[dim, rank]`, row by row.
    down: Vec<f32>,
    /// `[rank, dim]`, row by row.
    up: Vec<f32>,
    /// `[dim]`
    bias: Vec<f32>,
}

impl QueryMap {
    /// Reads safetensors with `down` `[dim, rank]`, `up` `[rank, dim]` and `bias` `[dim]`
    /// in f32, and in its metadata the `model` whose vectors it corrects.
    ///
    /// # Errors
    /// `QueryMap`, naming what is missing, misshapen or no number.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let refuse = |reason: String| ModelError::QueryMap { reason };
        let unreadable = |error: safetensors::SafeTensorError| refuse(error.to_string());
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(unreadable)?;
        let metadata = header.metadata().clone().unwrap_or_default();
        let model = metadata
            .get("model")
            .cloned()
            .ok_or_else(|| refuse("metadata lacks model".to_owned()))?;
        let tensors = SafeTensors::deserialize(bytes).map_err(unreadable)?;
        let (shape, down) = tensor(&tensors, "down")?;
        let [dim, rank] = shape[..] else {
            return Err(refuse(format!("down has shape {shape:?}, expected two")));
        };
        let expect = |name: &str, expected: &[usize]| {
            let (shape, values) = tensor(&tensors, name)?;
            if shape == expected {
                return Ok(values);
            }
            Err(refuse(format!(
                "{name} has shape {shape:?}, expected {expected:?}"
            )))
        };
        Ok(Self {
            up: expect("up", &[rank, dim])?,
            bias: expect("bias", &[dim])?,
            model,
            dim,
            rank,
            down,
        })
    }

    /// The id of the model whose vectors it corrects.
    pub fn model(&self) -> &str {
        &self.model
    }

    /// The corrected vector, of unit length; a vector of another length, or one that
    /// would vanish, comes back as it is.
    pub fn apply(&self, query: &[f32]) -> Vec<f32> {
        if query.len() != self.dim {
            return query.to_vec();
        }
        let mut inner = vec![0.0f32; self.rank];
        for (value, row) in query.iter().zip(self.down.chunks_exact(self.rank)) {
            add_scaled(&mut inner, *value, row);
        }
        let mut mapped: Vec<f32> = query.iter().zip(&self.bias).map(|(q, b)| q + b).collect();
        for (value, row) in inner.iter().zip(self.up.chunks_exact(self.dim)) {
            add_scaled(&mut mapped, *value, row);
        }
        let length = mapped.iter().map(|value| value * value).sum::<f32>().sqrt();
        if !length.is_normal() {
            return query.to_vec();
        }
        mapped.iter_mut().for_each(|value| *value /= length);
        mapped
    }
}

fn add_scaled(sum: &mut [f32], factor: f32, row: &[f32]) {
    for (sum, value) in sum.iter_mut().zip(row) {
        *sum += factor * value;
    }
}

/// Shape and values of a tensor in f32.
fn tensor(tensors: &SafeTensors<'_>, name: &str) -> Result<(Vec<usize>, Vec<f32>)> {
    let refuse = |reason: String| ModelError::QueryMap { reason };
    let view = tensors
        .tensor(name)
        .map_err(|error| refuse(error.to_string()))?;
    if view.dtype() != Dtype::F32 {
        return Err(refuse(format!(
            "{name} is {:?}, expected F32",
            view.dtype()
        )));
    }
    let bytes = view.data().chunks_exact(4);
    let values: Vec<f32> = bytes
        .map(|bytes| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
        .collect();
    if values.iter().any(|value| !value.is_finite()) {
        return Err(refuse(format!("{name} holds what is no number")));
    }
    Ok((view.shape().to_vec(), values))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::HashMap;

    use safetensors::tensor::TensorView;

    use super::*;

    fn file(down: &[f32], up: &[f32], bias: &[f32], up_shape: [usize; 2]) -> Vec<u8> {
        let bytes = |values: &[f32]| -> Vec<u8> {
            values
                .iter()
                .flat_map(|value| value.to_le_bytes())
                .collect()
        };
        let (down, up, bias) = (bytes(down), bytes(up), bytes(bias));
        let view = |shape: Vec<usize>, data| TensorView::new(Dtype::F32, shape, data).unwrap();
        let tensors = [
            ("down", view(vec![2, 1], &down)),
            ("up", view(up_shape.to_vec(), &up)),
            ("bias", view(vec![2], &bias)),
        ];
        let metadata = HashMap::from([("model".to_owned(), "tiny".to_owned())]);
        safetensors::serialize(tensors, Some(metadata)).unwrap()
    }

    #[test]
    fn a_query_is_moved_and_stays_of_unit_length() {
        let map = QueryMap::parse(&file(&[1.0, 0.0], &[0.0, 1.0], &[0.0, 0.0], [1, 2])).unwrap();
        assert_eq!(map.model(), "tiny");
        let half = 0.5f32.sqrt();
        let moved = map.apply(&[1.0, 0.0]);
        assert!((moved[0] - half).abs() < 1e-6 && (moved[1] - half).abs() < 1e-6);
        assert_eq!(map.apply(&[0.0, 1.0]), [0.0, 1.0]);
        assert_eq!(map.apply(&[1.0]), [1.0], "another model's vector");
    }

    #[test]
    fn what_would_vanish_stays() {
        let map = QueryMap::parse(&file(&[0.0, 0.0], &[0.0, 0.0], &[-1.0, 0.0], [1, 2])).unwrap();
        assert_eq!(map.apply(&[1.0, 0.0]), [1.0, 0.0]);
    }

    #[test]
    fn a_broken_file_is_refused_by_name() {
        let misshapen = file(&[0.0, 0.0], &[0.0, 0.0], &[0.0, 0.0], [2, 1]);
        let error = QueryMap::parse(&misshapen).unwrap_err().to_string();
        assert!(error.contains("up has shape [2, 1]"), "{error}");
        let wild = file(&[f32::NAN, 0.0], &[0.0, 0.0], &[0.0, 0.0], [1, 2]);
        let error = QueryMap::parse(&wild).unwrap_err().to_string();
        assert!(error.contains("down"), "{error}");
        assert!(QueryMap::parse(b"no tensors").is_err());
    }
}
