//! Kind, issuer and region of a law: from the folder that holds it, where its name
//! says so, else from title and header.

use std::path::Path;

use crate::document::DocumentKind;

/// Folders of LawRefBook and of collections like it, with the kind of what they hold.
const FOLDERS: &[(&str, DocumentKind)] = &[
    ("宪法", DocumentKind::Constitution),
    ("宪法相关法", DocumentKind::Law),
    ("民法典", DocumentKind::Law),
    ("民法商法", DocumentKind::Law),
    ("民商法", DocumentKind::Law),
    ("刑法", DocumentKind::Law),
    ("行政法", DocumentKind::Law),
    ("经济法", DocumentKind::Law),
    ("社会法", DocumentKind::Law),
    ("诉讼与非诉讼程序法", DocumentKind::Law),
    ("法律", DocumentKind::Law),
    ("行政法规", DocumentKind::AdministrativeRegulation),
    ("监察法规", DocumentKind::SupervisionRegulation),
    ("司法解释", DocumentKind::JudicialInterpretation),
    ("部门规章", DocumentKind::DepartmentalRule),
    ("地方性法规", DocumentKind::LocalRegulation),
    ("其他", DocumentKind::Normative),
];

/// Bodies whose names open the titles of judicial interpretations.
const TITLE_MAKERS: &[(&str, &str)] = &[
    ("最高人民法院", "最高人民法院"),
    ("最高人民检察院", "最高人民检察院"),
    ("公安部", "公安部"),
    ("国家安全部", "国家安全部"),
    ("司法部", "司法部"),
    ("海关总署", "海关总署"),
    ("国家监察委员会", "国家监察委员会"),
    ("全国人民代表大会常务委员会", "全国人民代表大会常务委员会"),
    ("国务院", "国务院"),
];

/// The names of the folders above a file, nearest first.
pub(super) fn folders<'a>(path: &'a Path, display_path: &'a str) -> Vec<&'a str> {
    let shown: Vec<&str> = display_path.split('/').collect();
    let shown = shown[..shown.len() - 1].iter().rev().copied();
    let real = path.parent().into_iter().flat_map(Path::components).rev();
    shown
        .chain(real.filter_map(|part| part.as_os_str().to_str()))
        .collect()
}

/// The kind of a law.
pub(super) fn kind(folders: &[&str], title: &str, issuer: Option<&str>) -> DocumentKind {
    if issuer == Some("国家监察委员会") {
        return DocumentKind::SupervisionRegulation;
    }
    let by_folder = folders.iter().find_map(|folder| {
        FOLDERS
            .iter()
            .find(|(name, _)| name == folder)
            .map(|(_, kind)| *kind)
    });
    by_folder.unwrap_or_else(|| by_text(title, issuer))
}

/// The kind where no folder says it.
fn by_text(title: &str, issuer: Option<&str>) -> DocumentKind {
    let issuer = issuer.unwrap_or("");
    if title == "中华人民共和国宪法" || title.starts_with("中华人民共和国宪法修正案")
    {
        DocumentKind::Constitution
    } else if issuer.starts_with("最高人民") || title.starts_with("最高人民") {
        DocumentKind::JudicialInterpretation
    } else if issuer.starts_with("全国人民代表大会") {
        DocumentKind::Law
    } else if issuer.starts_with("国务院") {
        DocumentKind::AdministrativeRegulation
    } else if issuer.contains("人民代表大会") {
        DocumentKind::LocalRegulation
    } else if !issuer.is_empty() {
        DocumentKind::DepartmentalRule
    } else if title.starts_with("中华人民共和国") && title.ends_with('法') {
        DocumentKind::Law
    } else {
        DocumentKind::Normative
    }
}

/// Who made the law: as its title opens with them, else as the header says, else as
/// its kind implies, else the ministry whose folder it is in.
pub(super) fn issuer(title: &str, maker: Option<String>, folders: &[&str]) -> Option<String> {
    makers_in_title(title)
        .or(maker)
        .or_else(|| implied(title, folders))
        .or_else(|| ministry(folders))
}

/// 最高人民法院、最高人民检察院关于…
fn makers_in_title(title: &str) -> Option<String> {
    let mut makers = Vec::new();
    let mut rest = title;
    while let Some((name, maker)) = TITLE_MAKERS.iter().find(|(name, _)| rest.starts_with(name)) {
        makers.push(*maker);
        rest = rest[name.len()..].trim_start_matches(['、', ' ', '\u{3000}', '\u{2002}']);
    }
    (!makers.is_empty()).then(|| makers.join("、"))
}

/// 人民检察院 and 人民法院 rules are made by the highest of each; regulations of the
/// folder 行政法规 by the State Council (立法法).
fn implied(title: &str, folders: &[&str]) -> Option<String> {
    let nearest = folders.first().copied().unwrap_or("");
    let issuer = match nearest {
        "司法解释" if title.starts_with("人民检察院") => "最高人民检察院",
        "司法解释" if title.starts_with("人民法院") => "最高人民法院",
        "行政法规" => "国务院",
        _ => return None,
    };
    Some(issuer.to_owned())
}

/// 部门规章/公安部
fn ministry(folders: &[&str]) -> Option<String> {
    let below = folders
        .iter()
        .position(|&folder| folder == "部门规章")?
        .checked_sub(1)?;
    let name = folders[below];
    Some(match name {
        "市场监督管理总局" => "国家市场监督管理总局".to_owned(),
        _ => name.to_owned(),
    })
}

/// The province whose local regulation it is: 地方性法规/北京.
pub(super) fn region(folders: &[&str]) -> Option<String> {
    let at = folders.iter().position(|&folder| folder == "地方性法规")?;
    let name = match at.checked_sub(1) {
        Some(below) => folders[below],
        None => folders.get(at + 1)?.strip_suffix("地方法规")?,
    };
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(
        display_path: &str,
        title: &str,
        maker: Option<&str>,
        expected: (DocumentKind, Option<&str>),
    ) {
        let folders = folders(Path::new("/x"), display_path);
        let issuer = issuer(title, maker.map(str::to_owned), &folders);
        let kind = kind(&folders, title, issuer.as_deref());
        assert_eq!((kind, issuer.as_deref()), expected, "{display_path}");
    }

    #[test]
    fn folder_and_text_tell_kind_and_issuer() {
        use DocumentKind::*;
        check(
            "laws/宪法/宪法.md",
            "中华人民共和国宪法",
            None,
            (Constitution, None),
        );
        check("laws/其他/标准.md", "某标准", None, (Normative, None));
        check(
            "laws/行政法规/某条例.md",
            "某条例",
            None,
            (AdministrativeRegulation, Some("国务院")),
        );
        check(
            "laws/司法解释/甲.md",
            "最高人民法院、最高人民检察院关于某事的解释",
            None,
            (JudicialInterpretation, Some("最高人民法院、最高人民检察院")),
        );
        check(
            "laws/部门规章/公安部/乙.md",
            "乙规定",
            None,
            (DepartmentalRule, Some("公安部")),
        );
    }

    #[test]
    fn text_alone_tells_the_kind_elsewhere() {
        use DocumentKind::*;
        let npc = Some("全国人民代表大会常务委员会");
        check("new/甲法.md", "中华人民共和国甲法", npc, (Law, npc));
        check(
            "new/甲.md",
            "甲实施条例",
            Some("国家监察委员会"),
            (SupervisionRegulation, Some("国家监察委员会")),
        );
        let local = Some("某市人民代表大会常务委员会");
        check("new/乙.md", "某市乙条例", local, (LocalRegulation, local));
        check("new/丙.md", "丙指南", None, (Normative, None));
        let court = Some("最高人民法院");
        check(
            "new/丁.md",
            "最高人民法院关于丁的批复",
            None,
            (JudicialInterpretation, court),
        );
    }

    #[test]
    fn region_is_the_folder_below_local_regulations() {
        let path = "laws/DLC/某某地方法规/地方性法规/某某/甲.md";
        assert_eq!(
            region(&folders(Path::new("/x"), path)).as_deref(),
            Some("某某")
        );
    }
}
