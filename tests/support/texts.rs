//! Invented texts in the forms of real sources. No law or case of these names
//! exists.

use std::path::Path;

use leian_corpus::ArticleNumber;
use serde_json::{Value, json};

/// 云州省灯塔管理条例: a statute with chapters, an inserted article (第六条之一)
/// and articles that tests look for.
pub const LIGHTHOUSE_RULES: &str = "\
# 云州省灯塔管理条例

2019年5月10日 云州省第十届人民代表大会常务委员会第三次会议通过

<!-- INFO END -->

## 第一章 总则

第一条 为了规范灯塔的建设和守护，保障夜间航行安全，制定本条例。

第二条 本条例所称灯塔，是指设置在岸线、岛礁上，以灯光引导船舶航行的固定设施。

第三条 县级以上人民政府应当将灯塔守护经费列入预算。

## 第二章 守护

第四条 守塔人应当在日落前三十分钟点亮塔灯，在日出后熄灭。

遇有浓雾的，守塔人应当全天点亮塔灯。

第五条 任何单位和个人不得遮挡灯塔的灯光。

第六条 擅自熄灭塔灯的，处五百元以上五千元以下罚款。

第六条之一 因擅自熄灭塔灯造成船舶触礁的，依法承担赔偿责任；构成犯罪的，依法追究刑事责任。

## 第三章 附则

第七条 本条例自2019年9月1日起施行。
";

/// 云州省河灯燃放规定: a second, shorter statute.
pub const RIVER_LANTERN_RULES: &str = "\
# 云州省河灯燃放规定

2021年3月2日 云州省人民政府第十二次常务会议通过

<!-- INFO END -->

第一条 为了保护河道环境，防止火灾，制定本规定。

第二条 燃放河灯应当使用可以降解的材料。

第三条 在饮用水水源保护区内燃放河灯的，责令改正，可以处二百元以下罚款。

第四条 本规定自2021年6月1日起施行。
";

/// A teaching case about a lighthouse.
pub const LIGHTHOUSE_CASE: &str = "\
# （教例第901号）周某某擅自熄灭塔灯公益诉讼案

虚构教学案例

检察职能：公益诉讼
案由：安全生产

【关键词】

公益诉讼　灯塔　航行安全

【要旨】

守塔人长期擅自熄灭塔灯，危及不特定船舶航行安全的，检察机关可以依法督促主管部门履行监管职责。

【基本案情】

周某某受雇看守云州省北礁灯塔。2023年冬，周某某为节省电费，多次在大雾天熄灭塔灯，三艘渔船险些触礁。

【检察机关履职过程】

云州省北礁县人民检察院在履行职责中发现该线索，向海事主管部门制发检察建议，督促其恢复塔灯并建立巡查制度。

【指导意义】

办理此类案件，应当查明灯光熄灭与航行危险之间的联系，用好检察建议。

【相关规定】

《云州省灯塔管理条例》第四条、第六条、第六条之一
";

/// A teaching case about river lanterns.
pub const RIVER_LANTERN_CASE: &str = "\
# （教例第902号）吴某某水源地燃放河灯不起诉案

虚构教学案例

检察职能：审查起诉
案由：失火罪

【关键词】

失火　情节轻微　不起诉

【要旨】

在水源保护区燃放河灯引起小范围草木燃烧，行为人主动报警并参与扑救，情节轻微的，可以依法作出不起诉决定。

【基本案情】

吴某某为纪念亲人，在柳溪水源保护区燃放自制纸河灯十二盏，其中一盏引燃岸边芦苇，过火面积约八平方米。

【检察机关履职过程】

柳溪县人民检察院经审查并召开公开听证会，决定对吴某某不起诉，并移送行政机关处理。

【指导意义】

审查此类案件，应当结合过火面积、扑救情况和生态修复情况综合判断。

【相关规定】

《云州省河灯燃放规定》第三条
";

/// Writes all of them into `folder`: two statutes and two cases.
pub fn write_all(folder: &Path) {
    for (name, text) in ALL {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).expect("a folder can be made");
        }
        std::fs::write(path, text).expect("a file can be written");
    }
}

/// File names and texts of [`write_all`].
pub const ALL: [(&str, &str); 4] = [
    (
        "laws/地方性法规/云州省灯塔管理条例(2019-05-10).md",
        LIGHTHOUSE_RULES,
    ),
    (
        "laws/地方性法规/云州省河灯燃放规定(2021-03-02).md",
        RIVER_LANTERN_RULES,
    ),
    ("cases/901.md", LIGHTHOUSE_CASE),
    ("cases/902.md", RIVER_LANTERN_CASE),
];

/// Documents that real citations lead to, in the JSON Lines of `leian export`: two
/// versions of a 刑法 whose articles say that they are invented, and 检例第901号,
/// which cites one of them.
pub fn cited_documents() -> String {
    let case = json!({
        "leian": 1, "id": "spp-901", "kind": "spp_guiding_case", "title": "郑某某盗窃航标灯案",
        "metadata": {
            "number": "检例第901号", "issuer": "最高人民检察院", "date": "2022-05-01",
            "keywords": ["盗窃", "航标灯"]
        },
        "body": { "sections": [
            { "role": "keywords", "label": "关键词", "text": "盗窃\n航标灯" },
            { "role": "key_points", "label": "要旨",
              "text": "盗窃正在使用的航标灯，应当结合航道情况审查是否危害航行安全。" },
            { "role": "facts", "label": "基本案情",
              "text": "郑某某夜间撑船至云州江心洲，拆走航标灯两盏。\n一艘货船因此搁浅。" },
            { "role": "related_law", "label": "相关规定",
              "text": "《中华人民共和国刑法》第二百六十四条、第一百三十三条之一" },
        ] }
    });
    [
        case,
        criminal_law("2020-12-26", "已修改", "三盏"),
        criminal_law("2023-12-29", "现行有效", "两盏"),
    ]
    .map(|document| format!("{document}\n"))
    .concat()
}

fn criminal_law(version: &str, status: &str, lamps: &str) -> Value {
    let title = "中华人民共和国刑法";
    let article = |number: &str, label: &str, text: String| json!({ "article": { "number": number, "label": label, "text": text } });
    json!({
        "leian": 1, "kind": "law", "title": title,
        "metadata": {
            "law": { "title": title, "version": version }, "status": status,
            "issuer": "全国人民代表大会", "promulgated": version
        },
        "body": { "statute": { "blocks": [
            { "heading": { "level": "chapter", "text": "第一章 航行" } },
            article("133", "第一百三十三条", "（虚构条文）撑船不点灯的，处训诫。".to_owned()),
            article("133-1", "第一百三十三条之一", "（虚构条文）在江心追逐竞驶的，处罚金。".to_owned()),
            { "heading": { "level": "chapter", "text": "第二章 财物" } },
            article("264", "第二百六十四条", format!("（虚构条文）拆走航标灯{lamps}以上的，处罚金。")),
        ] } }
    })
}

/// A statute of `articles` articles of very different length.
pub fn long_statute(articles: u32) -> String {
    let blocks: Vec<Value> = (1..=articles)
        .map(|base| {
            let number = ArticleNumber { base, inserted: 0 };
            let text = "渡工应当逐项检查缆绳、船板和灯火。".repeat(1 + base as usize * 7 % 11);
            json!({ "article": {
                "number": base.to_string(), "label": number.chinese(),
                "text": format!("本条规定渡口第{base}号事项。{text}")
            } })
        })
        .collect();
    let title = "云州省渡口管理条例";
    json!({
        "leian": 1, "kind": "local_regulation", "title": title,
        "metadata": { "law": { "title": title, "version": "2018-01-01" } },
        "body": { "statute": { "blocks": blocks } }
    })
    .to_string()
}

/// Many statutes of many short articles, so that an import takes a while.
/// Deterministic; every article's text differs from every other.
pub fn write_many(folder: &Path, laws: usize, articles: usize) {
    const THINGS: [&str; 12] = [
        "风车", "水渠", "茶园", "驿站", "石桥", "渡船", "窑炉", "粮仓", "钟楼", "牧场", "盐田",
        "竹林",
    ];
    std::fs::create_dir_all(folder).expect("a folder can be made");
    for law in 0..laws {
        let thing = THINGS[law % THINGS.len()];
        let title = format!("虚构第{}号{thing}管理办法", law + 1);
        let mut text =
            format!("# {title}\n\n2020年1月1日 云州省人民政府公布\n\n<!-- INFO END -->\n");
        for article in 1..=articles {
            text.push_str(&format!(
                "\n第{}条 {thing}的第{}项守护事项由第{}巡查组负责，每隔{}日检查一次，并将结果记入第{}册。\n",
                chinese(article),
                article,
                law * articles + article,
                article % 29 + 1,
                law + article
            ));
        }
        let name = format!("{title}(2020-01-01).md");
        std::fs::write(folder.join(name), text).expect("a file can be written");
    }
}

/// Chinese numeral of 1 to 99.
fn chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    assert!((1..100).contains(&number), "articles are numbered 1 to 99");
    match number {
        1..10 => DIGITS[number].to_owned(),
        10..20 => format!("十{}", DIGITS[number % 10]),
        _ => format!("{}十{}", DIGITS[number / 10], DIGITS[number % 10]),
    }
}
