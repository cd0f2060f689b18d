//! The errors of this crate: [`CorpusError`] for values that callers pass,
//! [`ImportError`] for source files, always with path and, where known, line.

use std::io;

use thiserror::Error;

/// Result of this crate's functions on values.
pub type Result<T, E = CorpusError> = std::result::Result<T, E>;

/// A value that is not what its type says.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CorpusError {
    /// Not an article number (条号).
    #[error("cannot parse article number {text:?}")]
    ArticleNumber {
        /// What was to be parsed.
        text: String,
    },
    /// Not a document id: empty, too long, or with characters outside `[a-z0-9_-]`.
    #[error("cannot parse document id {text:?}")]
    DocumentId {
        /// What was to be parsed.
        text: String,
    },
    /// Not an entry id.
    #[error("cannot parse entry id {text:?}")]
    EntryId {
        /// What was to be parsed.
        text: String,
    },
    /// Entries that do not make one document.
    #[error("cannot rebuild document {document_id:?} from its entries: {problem}")]
    Entries {
        /// The document id of the first entry, empty when there is no entry.
        document_id: String,
        /// What does not fit.
        problem: &'static str,
    },
    /// A JSON value that cannot be written or read.
    #[error("cannot convert document {document_id:?} to or from JSON")]
    Json {
        /// The document concerned, empty when unknown.
        document_id: String,
        /// The cause.
        #[source]
        source: serde_json::Error,
    },
    /// Output that could not be written.
    #[error("cannot write document {document_id:?}")]
    Write {
        /// The document concerned.
        document_id: String,
        /// The cause.
        #[source]
        source: io::Error,
    },
}

/// Something in a source file that could not be imported; the rest of the file
/// and of the import goes on.
#[derive(Debug, Error)]
#[error("cannot import {path}{}: {problem}", Self::at(*.line))]
pub struct ImportError {
    /// The file as shown to the user (root folder name and relative path).
    pub path: String,
    /// 1-based line, where one is to blame.
    pub line: Option<u64>,
    /// What is wrong.
    #[source]
    pub problem: ImportProblem,
}

impl ImportError {
    /// A problem of a whole file.
    pub fn of_file(path: impl Into<String>, problem: ImportProblem) -> Self {
        Self {
            path: path.into(),
            line: None,
            problem,
        }
    }

    /// A problem of one line (from 1).
    pub fn at_line(path: impl Into<String>, line: u64, problem: ImportProblem) -> Self {
        Self {
            path: path.into(),
            line: Some(line),
            problem,
        }
    }

    fn at(line: Option<u64>) -> String {
        line.map(|line| format!(":{line}")).unwrap_or_default()
    }
}

/// What is wrong with a source file or line.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ImportProblem {
    /// The file or folder cannot be read.
    #[error("unreadable")]
    Unreadable {
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// A path that does not exist or is neither file nor folder.
    #[error("no such file or folder")]
    NotFound,
    /// A file whose suffix no importer knows.
    #[error("unsupported file type (see the readme for the supported ones)")]
    Unsupported,
    /// A symbolic link that leads out of the imported folder, or around in it.
    #[error("symbolic link is not followed")]
    Link,
    /// Bytes that are no text.
    #[error("binary data, not text")]
    Binary,
    /// Bytes in none of the supported encodings.
    #[error("text is neither UTF-8, UTF-16 nor GB18030")]
    Encoding,
    /// A line of JSON Lines, which are UTF-8 by definition, in another encoding.
    #[error("line is not UTF-8")]
    LineEncoding,
    /// The text stops in the middle of a character or structure.
    #[error("truncated: {detail}")]
    Truncated {
        /// Where the text stops.
        detail: String,
    },
    /// A file or line above the limit.
    #[error("{size_bytes} bytes are more than the limit of {limit_bytes}")]
    TooLarge {
        /// Size found; of a line, at least.
        size_bytes: u64,
        /// The limit.
        limit_bytes: u64,
    },
    /// An article whose number is no number, such as 第百条.
    #[error("cannot parse article number {text:?}")]
    ArticleNumber {
        /// The label as written.
        text: String,
    },
    /// A text without a title.
    #[error("no title found")]
    NoTitle,
    /// A text of which nothing is left when it has been read.
    #[error("no content found")]
    NoContent,
    /// A line that is not JSON of the expected form.
    #[error("not valid JSON of the expected form")]
    Json {
        /// The cause.
        #[source]
        source: serde_json::Error,
    },
    /// A record whose body is not exactly one of a statute and sections.
    #[error("the body holds not exactly one of \"statute\" and \"sections\"")]
    Body,
    /// A field whose value cannot be used.
    #[error("field {field:?} has the unusable value {value:?}")]
    Field {
        /// Name of the field or label.
        field: String,
        /// Its value, shortened.
        value: String,
    },
    /// A record in a schema version that this program does not know.
    #[error("unknown schema version {version}")]
    SchemaVersion {
        /// The version found.
        version: u64,
    },
    /// A database that cannot be read.
    #[error("unreadable database")]
    Database {
        /// The cause.
        #[source]
        source: rusqlite::Error,
    },
    /// A structure that no importer recognises.
    #[error("unrecognised structure: {detail}")]
    Unrecognised {
        /// What was looked for.
        detail: String,
    },
    /// A file of a format that is known but not read, such as the old .doc.
    #[error("a file of the format {}, which is not read", .format.code())]
    Foreign {
        /// What the bytes are, whatever the file's name says.
        format: ForeignFormat,
    },
    /// A file that its bytes do not bear out: a .pdf that is none.
    #[error("not a file of the format {expected}, as its name says")]
    Mismatch {
        /// Format that the name promises.
        expected: &'static str,
    },
    /// A file of a container format that is not put together as the format demands.
    #[error("damaged {format} file: {detail}")]
    Damaged {
        /// The format.
        format: &'static str,
        /// What is wrong with it.
        detail: String,
    },
    /// A file that only opens with a password.
    #[error("encrypted, a password is needed")]
    Encrypted,
    /// A PDF of pictures of pages.
    #[error("no text layer on {pages} pages: scanned, text recognition is needed first")]
    NoTextLayer {
        /// Number of pages.
        pages: usize,
    },
    /// More of something than is read, as archives made to exhaust a machine have.
    #[error("{} above the limit of {limit}", .bound.code())]
    Bound {
        /// Of what there is too much.
        bound: Bound,
        /// How much is allowed.
        limit: u64,
    },
    /// An archive inside an archive.
    #[error("an archive inside an archive is not opened")]
    NestedArchive,
    /// An entry whose name leads out of its archive.
    #[error("the entry's name leads out of the archive")]
    EntryName,
    /// A table that lacks columns.
    #[error("the table lacks the columns {}", .missing.join(", "))]
    Columns {
        /// Their names.
        missing: Vec<String>,
    },
    /// A row that has not the columns of its table.
    #[error("a row of {found} instead of {expected} fields, up to line {to_line}")]
    Row {
        /// Fields found.
        found: usize,
        /// Columns of the table.
        expected: usize,
        /// Last line of what could not be read.
        to_line: u64,
    },
    /// A field of a table above the limit.
    #[error("field {field:?} has {size_bytes} bytes, more than the limit of {limit_bytes}")]
    FieldSize {
        /// Name of the column.
        field: String,
        /// Size found.
        size_bytes: u64,
        /// The limit.
        limit_bytes: u64,
    },
    /// A quoted field that does not end.
    #[error("a quoted field without its closing quote, up to line {to_line}")]
    OpenQuote {
        /// Last line of what could not be read.
        to_line: u64,
    },
    /// More bad rows or entries than are named one by one.
    #[error("{count} more that could not be read")]
    Others {
        /// How many.
        count: u64,
    },
    /// A defect of ours: the importer panicked; the import goes on.
    #[error("the importer failed on this file: {detail}")]
    Internal {
        /// The panic's message.
        detail: String,
    },
}

/// A format that is recognised in order to be refused with advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForeignFormat {
    /// The compound file of old Word, Excel and WPS, and of encrypted .docx.
    Ole,
    /// Rich text.
    Rtf,
    /// Excel workbook.
    Xlsx,
    /// PowerPoint presentation.
    Pptx,
    /// OpenDocument text.
    Odt,
    /// 版式文档 of GB/T 33190.
    Ofd,
    /// Word 2003 XML.
    WordXml,
    /// Web page with its pictures in one file.
    Mhtml,
    /// A picture.
    Picture,
    /// RAR, 7z, gzip and the like.
    Archive,
}

impl ForeignFormat {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ole => "ole",
            Self::Rtf => "rtf",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
            Self::Odt => "odt",
            Self::Ofd => "ofd",
            Self::WordXml => "word_xml",
            Self::Mhtml => "mhtml",
            Self::Picture => "picture",
            Self::Archive => "archive",
        }
    }

    /// What it is, for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Ole => "旧版 Word、WPS 或 Excel 文件（.doc、.wps、.xls），或者加了密码的文档",
            Self::Rtf => "RTF 文件",
            Self::Xlsx => "Excel 工作簿",
            Self::Pptx => "PowerPoint 演示文稿",
            Self::Odt => "OpenDocument 文件",
            Self::Ofd => "OFD 版式文件",
            Self::WordXml => "Word 2003 的 XML 文件",
            Self::Mhtml => "单个文件的网页（.mht）",
            Self::Picture => "图片",
            Self::Archive => "RAR、7z、gzip 等压缩文件",
        }
    }

    /// What to do with it, for readers.
    pub fn advice(self) -> &'static str {
        match self {
            Self::Ole => "请用 Word 或 WPS 打开（加密的先取消密码），另存为 .docx 再导入",
            Self::Rtf | Self::Odt | Self::WordXml => "请用 Word 或 WPS 打开，另存为 .docx 再导入",
            Self::Xlsx => "请另存为 UTF-8 编码的 .csv 再导入",
            Self::Pptx => "请把文字另存为 .docx 或 .txt 再导入",
            Self::Ofd => "请用 OFD 阅读器转换为带文字的 PDF 或 .docx 再导入",
            Self::Mhtml => "请在浏览器中打开，另存为“网页，仅 HTML”再导入",
            Self::Picture => "请先做文字识别（OCR），把文字保存为 .txt 或 .docx 再导入",
            Self::Archive => "请解压后导入文件夹，或者改用 ZIP",
        }
    }
}

/// Of what there can be too much in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Elements inside elements.
    Depth,
    /// Entries of an archive.
    Entries,
    /// Bytes that a compressed part expands to.
    ExpandedBytes,
    /// Times that a compressed part grows.
    Ratio,
    /// Pages of a PDF.
    Pages,
    /// Objects of a PDF.
    Objects,
    /// Operations that draw a PDF.
    Operations,
    /// Elements, blocks or rows.
    Elements,
}

impl Bound {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Depth => "depth",
            Self::Entries => "entries",
            Self::ExpandedBytes => "expanded_bytes",
            Self::Ratio => "ratio",
            Self::Pages => "pages",
            Self::Objects => "objects",
            Self::Operations => "operations",
            Self::Elements => "elements",
        }
    }

    /// For readers, before the limit.
    pub fn label(self) -> &'static str {
        match self {
            Self::Depth => "嵌套层数",
            Self::Entries => "压缩包内的文件数",
            Self::ExpandedBytes => "解压后的字节数",
            Self::Ratio => "解压后与压缩前大小之比",
            Self::Pages => "页数",
            Self::Objects => "PDF 对象数",
            Self::Operations => "PDF 绘制指令数",
            Self::Elements => "元素个数",
        }
    }
}
