//! The numbers of a checkpoint: safetensors, mapped, or `pytorch_model.bin`.
//!
//! Every tensor is asked for by name and shape, and refused by name when it is
//! missing or does not fit. The word table stays in the mapped file; only the
//! rows of the words at hand are read.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use candle_core::pickle::PthTensors;
use candle_core::{DType, Device};
use memmap2::Mmap;
use safetensors::{Dtype, SafeTensors};

use crate::error::{ModelError, Result};

/// Prefixes that checkpoints put before the names of an encoder's tensors.
const PREFIXES: [&str; 4] = ["", "bert.", "roberta.", "model."];

/// Where a tensor lies in the mapped file.
struct Place {
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Range<usize>,
}

enum Source {
    Mapped {
        map: Mmap,
        places: HashMap<String, Place>,
    },
    Pickle(PthTensors),
}

/// An open checkpoint.
pub(crate) struct Weights {
    path: PathBuf,
    source: Source,
    prefix: &'static str,
}

impl Weights {
    /// Opens `model.safetensors`, else `pytorch_model.bin`, of a folder.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        let path = weights_file(folder)?;
        let source = if path
            .extension()
            .is_some_and(|extension| extension == "safetensors")
        {
            open_safetensors(&path)?
        } else {
            let tensors = PthTensors::new(&path, None).map_err(|source| ModelError::Candle {
                action: "read pytorch_model.bin",
                source,
            })?;
            Source::Pickle(tensors)
        };
        let mut weights = Self {
            path,
            source,
            prefix: "",
        };
        let table = "embeddings.word_embeddings.weight";
        weights.prefix = (PREFIXES.into_iter())
            .find(|prefix| weights.has(&format!("{prefix}{table}")))
            .unwrap_or_default();
        Ok(weights)
    }

    fn has(&self, full_name: &str) -> bool {
        match &self.source {
            Source::Mapped { places, .. } => places.contains_key(full_name),
            Source::Pickle(tensors) => tensors.tensor_infos().contains_key(full_name),
        }
    }

    /// The name in the file. Old checkpoints call a norm's weights gamma and beta.
    fn full_name(&self, name: &str) -> Option<String> {
        let prefix = self.prefix;
        let old = match name.rsplit_once("LayerNorm.") {
            Some((stem, "weight")) => format!("{prefix}{stem}LayerNorm.gamma"),
            Some((stem, "bias")) => format!("{prefix}{stem}LayerNorm.beta"),
            _ => String::new(),
        };
        [format!("{prefix}{name}"), old]
            .into_iter()
            .find(|name| self.has(name))
    }

    /// A tensor's numbers, row by row.
    ///
    /// # Errors
    /// Names the tensor, the shape expected and the shape found.
    pub(crate) fn tensor(&self, name: &str, shape: &[usize]) -> Result<Cow<'_, [f32]>> {
        let full_name = self.checked_name(name, shape)?;
        match &self.source {
            Source::Mapped { map, places } => {
                let place = &places[&full_name];
                widen(&map[place.bytes.clone()], place.dtype).ok_or_else(|| {
                    ModelError::TensorFormat {
                        path: self.path.clone(),
                        name: name.to_owned(),
                        found: format!("{:?}", place.dtype),
                    }
                })
            }
            Source::Pickle(tensors) => {
                let read = || {
                    let Some(tensor) = tensors.get(&full_name)? else {
                        return Ok(Vec::new());
                    };
                    tensor
                        .to_device(&Device::Cpu)?
                        .to_dtype(DType::F32)?
                        .flatten_all()?
                        .to_vec1()
                };
                let read = read().map_err(|source| ModelError::Candle {
                    action: "read a tensor",
                    source,
                })?;
                Ok(Cow::Owned(read))
            }
        }
    }

    fn checked_name(&self, name: &str, shape: &[usize]) -> Result<String> {
        let Some(full_name) = self.full_name(name) else {
            return Err(ModelError::MissingTensor {
                path: self.path.clone(),
                name: name.to_owned(),
                expected: shape.to_vec(),
            });
        };
        let found = match &self.source {
            Source::Mapped { places, .. } => places[&full_name].shape.as_slice(),
            Source::Pickle(tensors) => tensors.tensor_infos()[&full_name].layout.dims(),
        };
        if found != shape {
            return Err(ModelError::TensorShape {
                path: self.path.clone(),
                name: name.to_owned(),
                expected: shape.to_vec(),
                found: found.to_vec(),
            });
        }
        Ok(full_name)
    }

    /// Turns the checkpoint into its word table `[vocabulary, dim]`, once every
    /// other tensor has been read: pages that were only read for packing go back
    /// to the system.
    pub(crate) fn into_word_table(self, vocabulary: usize, dim: usize) -> Result<WordTable> {
        let name = "embeddings.word_embeddings.weight";
        let full_name = self.checked_name(name, &[vocabulary, dim])?;
        // Refuses a number format that is not read; nothing is copied for f32.
        if let Source::Mapped { places, .. } = &self.source
            && number_bytes(places[&full_name].dtype).is_none()
        {
            return Err(ModelError::TensorFormat {
                path: self.path.clone(),
                name: name.to_owned(),
                found: format!("{:?}", places[&full_name].dtype),
            });
        }
        let path = self.path.clone();
        let rows = match self.source {
            Source::Pickle(_) => Rows::Owned(self.tensor(name, &[vocabulary, dim])?.into_owned()),
            Source::Mapped { map, places } => {
                #[cfg(unix)]
                {
                    let _ = map.advise(memmap2::Advice::Random);
                    // SAFETY: the map is a read-only view of a file; pages given
                    // back are read from the file again when they are touched.
                    unsafe {
                        let _ = map.unchecked_advise(memmap2::UncheckedAdvice::DontNeed);
                    }
                }
                let Place { dtype, bytes, .. } = &places[&full_name];
                Rows::Mapped {
                    bytes: bytes.clone(),
                    dtype: *dtype,
                    map,
                }
            }
        };
        Ok(WordTable {
            path,
            rows,
            vocabulary,
            dim,
        })
    }
}

/// The file of weights that [`Weights::open`] would open.
pub(crate) fn weights_file(folder: &Path) -> Result<PathBuf> {
    (["model.safetensors", "pytorch_model.bin"]
        .iter()
        .map(|file| folder.join(file)))
    .find(|path| path.is_file())
    .ok_or_else(|| ModelError::MissingFile {
        folder: folder.to_owned(),
        file: "model.safetensors or pytorch_model.bin",
    })
}

fn open_safetensors(path: &Path) -> Result<Source> {
    let io = |action| {
        move |source| ModelError::Io {
            action,
            path: path.to_owned(),
            source,
        }
    };
    let file = std::fs::File::open(path).map_err(io("read"))?;
    // SAFETY: the map is only read. If another process shortened the file while
    // it is mapped, a read would end this process; model folders are written
    // under temporary names and renamed, never changed in place.
    let map = unsafe { Mmap::map(&file) }.map_err(io("map"))?;
    let broken = |source| ModelError::Safetensors {
        path: path.to_owned(),
        source,
    };
    let tensors = SafeTensors::deserialize(&map).map_err(broken)?;
    let base = map.as_ptr() as usize;
    let places = (tensors.iter())
        .map(|(name, view)| {
            let start = view.data().as_ptr() as usize - base;
            let bytes = start..start + view.data().len();
            (
                name.to_owned(),
                Place {
                    dtype: view.dtype(),
                    shape: view.shape().to_vec(),
                    bytes,
                },
            )
        })
        .collect();
    Ok(Source::Mapped { map, places })
}

fn number_bytes(dtype: Dtype) -> Option<usize> {
    match dtype {
        Dtype::F32 => Some(4),
        Dtype::F16 | Dtype::BF16 => Some(2),
        _ => None,
    }
}

/// Numbers of any supported format as f32; borrowed where they already are.
fn widen(bytes: &[u8], dtype: Dtype) -> Option<Cow<'_, [f32]>> {
    let half = |widen: fn(u16) -> f32| {
        let numbers = bytes
            .chunks_exact(2)
            .map(|b| widen(u16::from_le_bytes([b[0], b[1]])));
        Some(Cow::Owned(numbers.collect()))
    };
    match dtype {
        Dtype::F32 => match bytemuck::try_cast_slice(bytes) {
            Ok(numbers) if cfg!(target_endian = "little") => Some(Cow::Borrowed(numbers)),
            _ => {
                let read = |b: &[u8]| f32::from_le_bytes([b[0], b[1], b[2], b[3]]);
                Some(Cow::Owned(bytes.chunks_exact(4).map(read).collect()))
            }
        },
        Dtype::F16 => half(half_to_f32),
        Dtype::BF16 => half(|bits| f32::from_bits(u32::from(bits) << 16)),
        _ => None,
    }
}

/// IEEE 754 half precision to single, exactly.
pub(crate) fn half_to_f32(bits: u16) -> f32 {
    let sign = u32::from(bits >> 15) << 31;
    let exponent = u32::from(bits >> 10) & 31;
    let fraction = u32::from(bits & 0x3ff);
    match exponent {
        0 => {
            let magnitude = fraction as f32 * 2f32.powi(-24);
            f32::from_bits(sign | magnitude.to_bits())
        }
        31 => f32::from_bits(sign | 0x7f80_0000 | fraction << 13),
        _ => f32::from_bits(sign | (exponent + 112) << 23 | fraction << 13),
    }
}

enum Rows {
    Mapped {
        map: Mmap,
        bytes: Range<usize>,
        dtype: Dtype,
    },
    Owned(Vec<f32>),
}

/// The table `[vocabulary, dim]` of word embeddings.
pub(crate) struct WordTable {
    path: PathBuf,
    rows: Rows,
    vocabulary: usize,
    dim: usize,
}

impl WordTable {
    /// One row, read from disk if need be.
    ///
    /// # Errors
    /// If the table has no such row.
    pub(crate) fn row(&self, token: u32) -> Result<Cow<'_, [f32]>> {
        let index = token as usize;
        let beyond = || ModelError::TokenBeyondVocabulary {
            path: self.path.clone(),
            token,
            vocabulary: self.vocabulary,
        };
        if index >= self.vocabulary {
            return Err(beyond());
        }
        match &self.rows {
            Rows::Owned(numbers) => Ok(Cow::Borrowed(&numbers[index * self.dim..][..self.dim])),
            Rows::Mapped { map, bytes, dtype } => {
                let size = number_bytes(*dtype).unwrap_or(0) * self.dim;
                widen(&map[bytes.clone()][index * size..][..size], *dtype).ok_or_else(beyond)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_widened_exactly() {
        for (bits, value) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x3555, 0.333_251_95),
            (0x0001, 5.960_464_5e-8),
            (0x8000, -0.0),
        ] {
            assert_eq!(
                half_to_f32(bits).to_bits(),
                f32::to_bits(value),
                "{bits:#x}"
            );
        }
    }
}
