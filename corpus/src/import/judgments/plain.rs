//! Judgments, indictments and the like as plain texts and documents: told by the
//! name of the document, its number and the voice of a court or procuratorate.

use super::record::Record;
use crate::document::{DocumentId, Provenance};
use crate::error::ImportError;
use crate::import::{Outcome, Sink, TextSource};
use crate::judgment::number;
use crate::normalize::{single_spaced, trim, without_spaces};

/// Lines at the beginning among which name and number stand.
const HEAD_LINES: usize = 15;

/// Longest line that is a name or a number.
const MAX_HEAD_CHARS: usize = 60;

/// Names of documents of courts and procuratorates.
const NAMES: &[&str] = &[
    "判决书",
    "裁定书",
    "调解书",
    "决定书",
    "起诉书",
    "抗诉书",
    "支付令",
];

/// Whether a text is such a document.
pub(in crate::import) fn recognises(source: &TextSource<'_>) -> bool {
    let head: Vec<String> = head(source.text).map(without_spaces).collect();
    let short = |line: &&String| line.chars().count() <= MAX_HEAD_CHARS;
    let named = head
        .iter()
        .filter(short)
        .any(|line| NAMES.iter().any(|name| line.ends_with(name)));
    // A number broken over two lines is one in the head as a whole.
    let numbered = || {
        head.iter()
            .filter(short)
            .any(|line| number::ends_with_number(line))
            || number::own_number(&head.join("\n")).is_some()
    };
    named && numbered() && source.text.contains("本院")
}

/// Reads one text.
pub(in crate::import) fn read(source: &TextSource<'_>, sink: &mut Sink<'_>) {
    let lines: Vec<&str> = source
        .text
        .lines()
        .map(clean)
        .filter(|line| !line.is_empty())
        .collect();
    // A heading of its own (张某盗窃案) stands above the name of the court.
    let own_title = lines.first().filter(|line| is_own_title(line));
    let text = lines[usize::from(own_title.is_some())..].join("\n");
    let record = Record {
        title: own_title.map(|line| single_spaced(line)),
        ..Record::default()
    };
    // White space differs between a document and its plain text, brackets and digits of its
    // number between copies.
    let id = DocumentId::hashed("judgment", &[&number::comparable(&text)]);
    let provenance = Provenance {
        path: source.display_path.to_owned(),
        line: None,
        sha256: source.sha256.to_owned(),
        importer: "judgments".to_owned(),
    };
    sink(match record.of_text(&text, None, id, provenance) {
        Ok(document) => Outcome::Document(Box::new(document)),
        Err(problem) => Outcome::Failed(ImportError::of_file(source.display_path, problem)),
    });
}

fn head(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .map(clean)
        .filter(|line| !line.is_empty())
        .take(HEAD_LINES)
}

fn clean(line: &str) -> &str {
    trim(line.trim_start_matches('#').trim_matches('*'))
}

fn is_own_title(line: &str) -> bool {
    let line = without_spaces(line);
    let issuer = line.ends_with("法院") || line.ends_with("检察院");
    let named = NAMES.iter().any(|name| line.ends_with(name));
    // 某某市人民法院刑事判决书 is the head itself, 张某盗窃一审刑事判决书 is a title.
    let head =
        named && (line.contains("法院") || line.contains("检察院") || line.chars().count() <= 12);
    !issuer && !head && !number::ends_with_number(&line) && line.chars().count() <= MAX_HEAD_CHARS
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::path::Path;

    use super::*;
    use crate::case::SectionRole;
    use crate::document::Body;

    const JUDGMENT: &str = "虚构市灯塔区人民法院\n刑 事 判 决 书\n（2024）虚0101刑初7号\n\
        公诉机关虚构市灯塔区人民检察院。\n被告人甲某。\n\
        虚构市灯塔区人民检察院指控：甲某于夜间拆走航标灯一盏。\n\
        经审理查明：上述事实属实。\n本院认为，被告人甲某的行为构成盗窃罪。\
        依照《中华人民共和国刑法》第二百六十四条之规定，判决如下：\n\
        被告人甲某犯盗窃罪，判处拘役三个月，并处罚金人民币一千元。\n\
        如不服本判决，可在接到判决书的第二日起十日内提出上诉。\n审判员乙某\n二〇二四年三月一日\n";

    fn source(text: &str) -> TextSource<'_> {
        TextSource {
            path: Path::new("x/a.txt"),
            display_path: "x/a.txt",
            text,
            sha256: "",
        }
    }

    #[test]
    fn judgment_as_text_has_the_sections_of_any_judgment() {
        assert!(recognises(&source(JUDGMENT)));
        let mut outcomes = Vec::new();
        read(&source(JUDGMENT), &mut |outcome| outcomes.push(outcome));
        let [Outcome::Document(document)] = &outcomes[..] else {
            panic!("{outcomes:?}")
        };
        let Body::Sections(sections) = &document.body else {
            panic!()
        };
        let roles: Vec<SectionRole> = sections.iter().map(|section| section.role).collect();
        use SectionRole::*;
        assert_eq!(
            roles,
            [Procedure, Accusation, Findings, Opinion, Disposition, Text]
        );
        assert!(
            sections[0]
                .text
                .starts_with("虚构市灯塔区人民法院\n刑 事 判 决 书\n（2024）")
        );
        let metadata = &document.metadata;
        assert_eq!(metadata.court.as_deref(), Some("虚构市灯塔区人民法院"));
        assert_eq!(metadata.charges, ["盗窃罪"]);
        assert_eq!(metadata.applied_articles, ["刑法第二百六十四条"]);
        assert_eq!(metadata.date.unwrap().to_string(), "2024-03-01");
    }

    #[test]
    fn heading_above_the_court_is_the_title() {
        let text = format!("# 甲某盗窃航标灯案\n\n{JUDGMENT}");
        let mut titles = Vec::new();
        read(&source(&text), &mut |outcome| {
            if let Outcome::Document(document) = outcome {
                titles.push((document.title, document.id));
            }
        });
        read(&source(JUDGMENT), &mut |outcome| {
            if let Outcome::Document(document) = outcome {
                titles.push((document.title, document.id));
            }
        });
        assert_eq!(titles[0].0, "甲某盗窃航标灯案");
        assert_eq!(
            titles[1].0,
            "盗窃罪刑事判决书：虚构市灯塔区人民法院（2024）虚0101刑初7号"
        );
        assert_eq!(titles[0].1, titles[1].1, "the same text has the same id");
    }

    fn imported(text: &str) -> crate::document::Document {
        assert!(recognises(&source(text)), "{text}");
        let mut outcomes = Vec::new();
        read(&source(text), &mut |outcome| outcomes.push(outcome));
        match outcomes.remove(0) {
            Outcome::Document(document) => *document,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn copies_with_another_form_of_the_number_are_one_text() {
        let first = imported(JUDGMENT);
        for form in [
            "【2024】虚0101刑初7号",
            "﹝2024﹞虚0101刑初7号",
            "[2024]虚0101刑初7号",
            "〔２０２４〕虚０１０１刑初７号",
            "（二〇二四）虚0101刑初7号",
            "（二○二四）虚0101刑初第007号",
            "（2024）虚0101\n刑初7号",
        ] {
            let copy = imported(&JUDGMENT.replace("（2024）虚0101刑初7号", form));
            assert_eq!(copy.id, first.id, "{form}");
        }
        let other = imported(&JUDGMENT.replace("刑初7号", "刑初7号之一"));
        assert_ne!(other.id, first.id);
        assert_eq!(
            other.metadata.case_number.as_deref(),
            Some("（2024）虚0101刑初7号之一")
        );
    }

    #[test]
    fn number_of_the_indictment_is_not_that_of_the_judgment() {
        let text = JUDGMENT
            .replace("（2024）虚0101刑初7号", "【2024】虚0101刑初7号")
            .replace(
                "人民检察院指控：",
                "人民检察院以虚检刑诉〔2024〕12号起诉书指控：",
            );
        let document = imported(&text);
        assert_eq!(
            document.metadata.case_number.as_deref(),
            Some("（2024）虚0101刑初7号")
        );
        assert!(!document.title.contains("12号"), "{}", document.title);
    }

    #[test]
    fn second_instance_has_day_and_charge() {
        let document = imported(
            "虚构省高级人民法院\n刑事裁定书\n（2023）虚刑终8号\n原公诉机关虚构市人民检察院。\n上诉人（原审被告人）甲某。\n\
             虚构市中级人民法院审理虚构市人民检察院指控原审被告人甲某犯抢劫罪一案，于2023年2月3日作出（2022）虚01刑初9号刑事判决，以抢劫罪判处甲某有期徒刑十二年。\n\
             本院认为，原判适当。裁定如下：\n驳回上诉，维持原判。\n本裁定为终审裁定。\n审判长乙某\n2023年5月6日\n",
        );
        let metadata = &document.metadata;
        assert_eq!(metadata.case_number.as_deref(), Some("（2023）虚刑终8号"));
        assert_eq!(metadata.charges, ["抢劫罪"]);
        assert_eq!(metadata.date.unwrap().to_string(), "2023-05-06");
    }

    #[test]
    fn texts_about_judgments_are_none() {
        for text in [
            "关于规范判决书的规定\n法发〔2024〕1号\n第一条 判决书应当写明本院认为。",
            "甲某盗窃案\n本院认为，构成盗窃。",
            "判决书\n（2024）虚0101刑初7号",
        ] {
            assert!(!recognises(&source(text)), "{text}");
        }
    }
}
