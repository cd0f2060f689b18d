//! How far an import has come, told to whoever shows it.

/// The stretches of an import, each with a unit of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Reading sources and writing the text index; counts files.
    Read,
    /// Embedding passages; counts passages.
    Embed,
    /// Building the vectors of each index segment; counts vectors.
    Vectors,
}

impl Phase {
    /// What a person reads beside the bar.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Read => "读取与索引",
            Self::Embed => "生成向量",
            Self::Vectors => "建立向量索引",
        }
    }

    /// The unit that is counted.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::Read => "个文件",
            Self::Embed => "段",
            Self::Vectors => "个向量",
        }
    }
}

/// Receives progress. Calls come from one thread, often; an implementation
/// decides how seldom it shows something.
pub trait Progress {
    /// A phase begins with `total` units.
    fn begin(&mut self, phase: Phase, total: u64);
    /// `done` units of the phase are done, counted from its beginning;
    /// `detail` says what is in hand.
    fn update(&mut self, done: u64, detail: &str);
    /// The phase is over.
    fn end(&mut self);
    /// Something worth a line of its own, in Chinese.
    fn note(&mut self, text: &str);
}

/// Shows nothing.
#[derive(Debug, Default)]
pub struct SilentProgress;

impl Progress for SilentProgress {
    fn begin(&mut self, _: Phase, _: u64) {}
    fn update(&mut self, _: u64, _: &str) {}
    fn end(&mut self) {}
    fn note(&mut self, _: &str) {}
}
