//! Invented texts. No law or case of these names exists.

use leian_corpus::{
    Article, ArticleNumber, Block, Body, Date, Document, DocumentId, DocumentKind, Heading,
    HeadingLevel, LawIdentity, Metadata, Provenance, Section, SectionRole, Statute,
};

/// What must never become markup.
pub const EVIL: &str = "<script>alert('题')</script>\"&";

/// A section with the usual label of its role.
pub fn section(role: SectionRole, text: &str) -> Section {
    Section {
        role,
        label: role.label().to_owned(),
        text: text.to_owned(),
    }
}

/// A case or question with some metadata.
pub fn case(kind: DocumentKind, id: &str, title: &str, sections: Vec<Section>) -> Document {
    Document {
        id: DocumentId::parse(id).unwrap(),
        kind,
        title: title.to_owned(),
        metadata: Metadata {
            number: Some("检例第901号".to_owned()),
            issuer: Some("最高人民检察院".to_owned()),
            date: "2023-05-11".parse().ok(),
            keywords: vec!["非法捕捞".to_owned(), "生态修复".to_owned()],
            ..Metadata::default()
        },
        body: Body::Sections(sections),
        provenance: Provenance {
            path: "invented/case.md".to_owned(),
            ..Provenance::default()
        },
    }
}

/// A guiding case that never was.
pub fn river_case() -> Document {
    case(
        DocumentKind::SppGuidingCase,
        "spp-901",
        "某某等人非法捕捞水产品刑事附带民事公益诉讼案",
        vec![
            section(
                SectionRole::KeyPoints,
                "在禁渔期使用禁用工具捕捞，情节严重的，应当依法追究刑事责任，并同时承担生态修复责任。",
            ),
            section(
                SectionRole::Facts,
                "某年四月，甲、乙二人在禁渔期内驾船至云州江段，使用电鱼装置捕捞水产品，先后三次，\
                 共计一百余公斤。\n二人归案后如实供述，自愿增殖放流。",
            ),
            section(
                SectionRole::Performance,
                "检察机关审查后认为，二人行为破坏水生生物资源，损害社会公共利益，依照《中华人民共和国刑法》\
                 第三百四十条提起公诉，并一并提起附带民事公益诉讼。",
            ),
            section(
                SectionRole::Significance,
                "办理此类案件，应当坚持惩治与修复并重，以修复效果检验办案效果。",
            ),
        ],
    )
}

/// A statute that never was, in force: with chapters and an inserted article.
pub fn law() -> Document {
    law_of("2022-03-01", "现行有效")
}

/// The version of [`law`] of this date.
pub fn law_of(date: &str, status: &str) -> Document {
    let version: Date = date.parse().unwrap();
    let identity = LawIdentity::new("中华人民共和国江河养护法", None, Some(version));
    let article = |base: u32, inserted: u32, text: &str| {
        let number = ArticleNumber { base, inserted };
        Block::Article(Article {
            number,
            label: number.chinese(),
            text: text.to_owned(),
        })
    };
    let heading = |level, text: &str| {
        Block::Heading(Heading {
            level,
            text: text.to_owned(),
        })
    };
    Document {
        id: DocumentId::of_law(&identity),
        kind: DocumentKind::Law,
        title: identity.title.clone(),
        metadata: Metadata {
            law: Some(identity),
            issuer: Some("全国人民代表大会常务委员会".to_owned()),
            promulgated: version.yesterday().ok(),
            effective: Some(version),
            status: Some(status.to_owned()),
            ..Metadata::default()
        },
        body: Body::Statute(Statute {
            blocks: vec![
                heading(HeadingLevel::Chapter, "第一章　总则"),
                article(1, 0, "为了养护江河，保护水生生物，制定本法。"),
                article(
                    2,
                    0,
                    "在禁渔期内，任何单位和个人不得捕捞水产品。\n因科学研究需要捕捞的，应当经过批准。",
                ),
                article(2, 1, "使用电鱼、毒鱼、炸鱼等方法捕捞的，从重处罚。"),
                heading(HeadingLevel::Chapter, "第二章　修复"),
                article(3, 0, "造成水生生物资源损害的，应当承担生态修复责任。"),
            ],
        }),
        provenance: Provenance::default(),
    }
}
