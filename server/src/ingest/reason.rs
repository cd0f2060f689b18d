//! Reasons in words: what the corpus reports by type, a reader gets as a Chinese
//! sentence with a stable code.

use std::error::Error;

use leian_corpus::import::{Oddity, Remark, SkipReason};
use leian_corpus::{Document, DocumentId, ImportError, ImportProblem};

use super::log::DocumentRow;
use super::report::{Issue, IssueKind};

/// A failure of an importer, or a file that is none of its own.
pub(super) fn of_error(error: &ImportError) -> Issue {
    let (code, reason) = problem(&error.problem);
    Issue {
        kind: match error.problem {
            ImportProblem::Unsupported => IssueKind::Skipped,
            _ => IssueKind::Failed,
        },
        path: error.path.clone(),
        line: error.line,
        code: code.to_owned(),
        reason,
        document: None,
        other_path: None,
    }
}

/// Something left out on purpose.
pub(super) fn of_skip(path: &str, reason: SkipReason, detail: String) -> Issue {
    let words = match reason {
        SkipReason::IndexPage => "目录页",
        SkipReason::Empty => "空文件",
        SkipReason::Notice => "说明文件，不是法律或案例",
        SkipReason::Duplicate => "同一来源内重复的记录",
        SkipReason::NoFullText => "没有公开全文的记录",
    };
    Issue {
        kind: match reason {
            SkipReason::Duplicate => IssueKind::Duplicate,
            _ => IssueKind::Skipped,
        },
        path: path.to_owned(),
        line: None,
        code: reason.code().to_owned(),
        reason: match reason {
            // Which record it was; of the others, the words say it all.
            SkipReason::Duplicate | SkipReason::NoFullText => format!("{words}：{detail}"),
            _ => words.to_owned(),
        },
        document: None,
        other_path: None,
    }
}

/// Gaps and numbers that are named one by one; the rest is counted.
const MAX_NAMED: usize = 8;

/// Something odd about a text that was read.
pub(super) fn of_remark(remark: &Remark) -> Issue {
    let what = match &remark.what {
        Oddity::Gaps(gaps) => {
            let named = listed(gaps, |&(first, last)| match first == last {
                true => first.chinese(),
                false => format!("{}至{}", first.chinese(), last.chinese()),
            });
            format!("条号不连续，缺{named}；可能是原文已删去或没有分开，请与原件核对")
        }
        Oddity::Doubled(numbers) => {
            let named = listed(numbers, |number| number.chinese());
            format!("条号重复：{named}；请与原件核对")
        }
        Oddity::BreaksOff => "最后一句没有结束，文本可能不完整".to_owned(),
        Oddity::FurtherText { parted: true } => {
            "的标题出现在同一文件的另一部文本之后，已作为单独的一部读取；请与原件核对".to_owned()
        }
        Oddity::FurtherText { parted: false } => {
            "的标题在同一文件中再次出现，其后又从第一条起，没有分开；可能是两个版本，请分成两个文件"
                .to_owned()
        }
        Oddity::Text(note) => note.label().to_owned(),
    };
    Issue {
        kind: IssueKind::Remark,
        path: remark.path.clone(),
        line: remark.line,
        code: remark.what.code().to_owned(),
        reason: match remark.title.is_empty() {
            true => what,
            false => format!("《{}》{what}", remark.title),
        },
        document: None,
        other_path: None,
    }
}

fn listed<T>(items: &[T], name: impl Fn(&T) -> String) -> String {
    let named: Vec<String> = items.iter().take(MAX_NAMED).map(name).collect();
    let named = named.join("、");
    match items.len() > MAX_NAMED {
        true => format!("{named}等 {} 处", items.len()),
        false => named,
    }
}

/// A document that another file owns.
pub(super) fn turned_away(path: &str, document: &Document, same: bool, owner: String) -> Issue {
    let title = &document.title;
    Issue {
        kind: if same {
            IssueKind::Duplicate
        } else {
            IssueKind::Conflict
        },
        path: path.to_owned(),
        line: document.provenance.line,
        code: if same {
            "same_content"
        } else {
            "same_document"
        }
        .to_owned(),
        reason: if same {
            format!("与 {owner} 中的《{title}》内容相同，未再收入")
        } else {
            format!("与 {owner} 中的《{title}》是同一版本或同一案例而文字不同，保留先收入的")
        },
        document: Some(document.id.to_string()),
        other_path: Some(owner),
    }
}

/// A document whose text another one has too.
pub(super) fn same_text(document: &Document, twin: &DocumentRow) -> Issue {
    Issue {
        kind: IssueKind::SameText,
        path: document.provenance.path.clone(),
        line: document.provenance.line,
        code: "same_text".to_owned(),
        reason: format!(
            "标题和正文与 {} 中的 {} 相同，其他信息不同，两份都已收入",
            twin.display_path, twin.id
        ),
        document: Some(document.id.to_string()),
        other_path: Some(twin.display_path.clone()),
    }
}

/// A document that stays although its file, which has errors, lacks it.
pub(super) fn kept(path: &str, id: &DocumentId) -> Issue {
    Issue {
        kind: IssueKind::Kept,
        path: path.to_owned(),
        line: None,
        code: "kept".to_owned(),
        reason: "文件这次没有完整读出，保留上次收入的文本".to_owned(),
        document: Some(id.to_string()),
        other_path: None,
    }
}

/// What is wrong with a file, as a stable code and in words for whoever handed it in,
/// with what to do about it.
pub fn problem(problem: &ImportProblem) -> (&'static str, String) {
    document_problem(problem)
        .or_else(|| table_problem(problem))
        .unwrap_or_else(|| text_problem(problem))
}

/// Problems of documents and archives.
fn document_problem(problem: &ImportProblem) -> Option<(&'static str, String)> {
    Some(match problem {
        ImportProblem::Foreign { format } => (
            "foreign_format",
            format!("这是{}，不能直接读取。{}", format.label(), format.advice()),
        ),
        ImportProblem::Mismatch { expected } => (
            "mismatch",
            format!("内容不是 {expected}，与文件名不符；可能没有下载完整，请重新下载"),
        ),
        ImportProblem::Damaged { format, detail } => (
            "damaged",
            format!("{format} 文件已损坏或不完整，请重新下载或另存一次（{detail}）"),
        ),
        ImportProblem::Encrypted => ("encrypted", "文件加了密码，请先取消密码再导入".to_owned()),
        ImportProblem::NoTextLayer { pages } => (
            "no_text_layer",
            format!(
                "这个 PDF 共 {pages} 页，都没有文字，只有图片（扫描件）；\
                 请先做文字识别（OCR），另存为带文字的 PDF 或 .docx 再导入"
            ),
        ),
        ImportProblem::Bound { bound, limit } => (
            "bound",
            format!(
                "{}超过上限 {limit}，为防止损坏或恶意的文件耗尽资源，没有读取；请拆分后再导入",
                bound.label()
            ),
        ),
        ImportProblem::NestedArchive => (
            "nested_archive",
            "压缩包里的压缩包不读取，请先解压这一层".to_owned(),
        ),
        ImportProblem::EntryName => (
            "entry_name",
            "压缩包内的文件名指向压缩包以外，没有读取；请改名后重新打包".to_owned(),
        ),
        _ => return None,
    })
}

/// Problems of tables.
fn table_problem(problem: &ImportProblem) -> Option<(&'static str, String)> {
    Some(match problem {
        ImportProblem::Columns { missing } => (
            "columns",
            format!(
                "表头缺少这些列：{}；首行应是列名，用英文逗号分隔",
                missing.join("、")
            ),
        ),
        ImportProblem::Row {
            found,
            expected,
            to_line,
        } => (
            "row",
            format!("应有 {expected} 个字段，实有 {found} 个（到第 {to_line} 行为止），没有收入"),
        ),
        ImportProblem::FieldSize {
            field,
            size_bytes,
            limit_bytes,
        } => (
            "field_size",
            format!("字段“{field}”有 {size_bytes} 字节，超过上限 {limit_bytes} 字节，没有收入"),
        ),
        ImportProblem::OpenQuote { to_line } => (
            "open_quote",
            format!("字段的引号没有结束，到第 {to_line} 行为止没有收入；请补上引号"),
        ),
        ImportProblem::Others { count } => {
            ("others", format!("另有 {count} 处不能读取，不再逐一列出"))
        }
        _ => return None,
    })
}

fn text_problem(problem: &ImportProblem) -> (&'static str, String) {
    match problem {
        ImportProblem::Unreadable { source } => ("unreadable", format!("无法读取：{source}")),
        ImportProblem::NotFound => ("not_found", "没有这个文件或文件夹".to_owned()),
        ImportProblem::Unsupported => (
            "unsupported",
            "不支持的文件类型（支持 .md .txt .html .docx .pdf .json .jsonl .csv .zip .db .sqlite）"
                .to_owned(),
        ),
        ImportProblem::Link => ("link", "符号链接，不跟随".to_owned()),
        ImportProblem::Binary => ("binary", "是二进制数据，不是文本".to_owned()),
        ImportProblem::Encoding => (
            "encoding",
            "文字编码不是 UTF-8、UTF-16 或 GB18030".to_owned(),
        ),
        ImportProblem::LineEncoding => (
            "encoding",
            "不是 UTF-8 编码；JSON Lines 须为 UTF-8".to_owned(),
        ),
        ImportProblem::Truncated { detail } => ("truncated", format!("内容不完整：{detail}")),
        ImportProblem::TooLarge {
            size_bytes,
            limit_bytes,
        } => (
            "too_large",
            format!("{size_bytes} 字节，超过上限 {limit_bytes} 字节"),
        ),
        ImportProblem::ArticleNumber { text } => {
            ("article_number", format!("无法识别的条号“{text}”"))
        }
        ImportProblem::NoTitle => ("no_title", "没有找到标题".to_owned()),
        ImportProblem::NoContent => ("no_content", "没有正文".to_owned()),
        ImportProblem::Json { source } => ("json", json(source)),
        ImportProblem::Body => (
            "body",
            "“body”应有“statute”或“sections”，且只有一个".to_owned(),
        ),
        ImportProblem::Field { field, value } => {
            ("field", format!("字段“{field}”的值“{value}”无法使用"))
        }
        ImportProblem::SchemaVersion { version } => {
            ("schema_version", format!("不认识的格式版本 {version}"))
        }
        ImportProblem::Database { source } => ("database", format!("数据库无法读取：{source}")),
        ImportProblem::Unrecognised { detail } => (
            "unrecognised",
            format!(
                "无法识别的结构，不像法律、案例、问答或裁判文书（{detail}）；\
                 可以转换成 docs/jsonl.md 所述的 JSON Lines 再导入"
            ),
        ),
        ImportProblem::Internal { detail } => ("internal", format!("程序内部错误：{detail}")),
        // Problems added later read in English until they are named here.
        other => ("other", chain(other)),
    }
}

/// What is wrong with a line of JSON. The parser, which gets one line at a time,
/// always says "line 1"; which line it is, the issue itself says.
fn json(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(what, _)| what);
    format!(
        "不是所要求格式的 JSON（第 {} 字节处）：{what}",
        error.column()
    )
}

/// An error with its causes, in one line.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
