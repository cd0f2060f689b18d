//! Laws of other states and regions: 日本刑法 is not the 刑法 that its name ends with.

use std::sync::LazyLock;

use regex::Regex;

use super::names::Name;
use crate::document::LawKey;

/// Names of states and regions before the names of their laws. Behind 国 every name is one
/// of a state (德国, 美国), but for 我国, 中国 and the like.
const LANDS: &[&str] = &[
    "日本",
    "日本国",
    "苏联",
    "苏俄",
    "俄罗斯",
    "俄罗斯联邦",
    "意大利",
    "瑞士",
    "奥地利",
    "西班牙",
    "葡萄牙",
    "荷兰",
    "比利时",
    "瑞典",
    "挪威",
    "丹麦",
    "芬兰",
    "希腊",
    "土耳其",
    "波兰",
    "匈牙利",
    "捷克",
    "罗马尼亚",
    "保加利亚",
    "乌克兰",
    "印度",
    "印度尼西亚",
    "越南",
    "老挝",
    "缅甸",
    "柬埔寨",
    "菲律宾",
    "马来西亚",
    "新加坡",
    "蒙古",
    "朝鲜",
    "哈萨克斯坦",
    "巴基斯坦",
    "伊朗",
    "伊拉克",
    "以色列",
    "埃及",
    "南非",
    "加拿大",
    "澳大利亚",
    "新西兰",
    "巴西",
    "阿根廷",
    "墨西哥",
    "古巴",
    "欧盟",
    "欧洲",
    "联邦",
    "台湾",
    "台湾地区",
    "台湾省",
    "香港",
    "香港特区",
    "香港特别行政区",
    "澳门",
    "澳门特区",
    "澳门特别行政区",
    "民国",
    "中华民国",
    "国民政府",
    "伪满",
    "大清",
    "阿富汗",
    "阿联酋",
    "阿拉伯联合酋长国",
    "阿曼",
    "阿塞拜疆",
    "巴林",
    "巴勒斯坦",
    "不丹",
    "东帝汶",
    "格鲁吉亚",
    "吉尔吉斯斯坦",
    "吉尔吉斯",
    "卡塔尔",
    "科威特",
    "黎巴嫩",
    "马尔代夫",
    "孟加拉",
    "尼泊尔",
    "塞浦路斯",
    "沙特",
    "沙特阿拉伯",
    "斯里兰卡",
    "塔吉克斯坦",
    "土库曼斯坦",
    "文莱",
    "乌兹别克斯坦",
    "叙利亚",
    "亚美尼亚",
    "也门",
    "约旦",
    "印尼",
    "阿尔及利亚",
    "埃塞俄比亚",
    "安哥拉",
    "贝宁",
    "博茨瓦纳",
    "布基纳法索",
    "布隆迪",
    "赤道几内亚",
    "多哥",
    "厄立特里亚",
    "佛得角",
    "冈比亚",
    "刚果",
    "刚果（金）",
    "刚果（布）",
    "吉布提",
    "几内亚",
    "几内亚比绍",
    "加纳",
    "加蓬",
    "津巴布韦",
    "喀麦隆",
    "科摩罗",
    "科特迪瓦",
    "肯尼亚",
    "莱索托",
    "利比里亚",
    "利比亚",
    "卢旺达",
    "马达加斯加",
    "马拉维",
    "马里",
    "毛里求斯",
    "毛里塔尼亚",
    "摩洛哥",
    "莫桑比克",
    "纳米比亚",
    "尼日尔",
    "尼日利亚",
    "南苏丹",
    "塞拉利昂",
    "塞内加尔",
    "塞舌尔",
    "斯威士兰",
    "苏丹",
    "索马里",
    "坦桑尼亚",
    "突尼斯",
    "乌干达",
    "赞比亚",
    "乍得",
    "中非",
    "阿尔巴尼亚",
    "爱尔兰",
    "爱沙尼亚",
    "安道尔",
    "白俄罗斯",
    "北马其顿",
    "波黑",
    "冰岛",
    "黑山",
    "克罗地亚",
    "拉脱维亚",
    "立陶宛",
    "列支敦士登",
    "卢森堡",
    "马耳他",
    "摩尔多瓦",
    "摩纳哥",
    "塞尔维亚",
    "圣马力诺",
    "斯洛伐克",
    "斯洛文尼亚",
    "梵蒂冈",
    "科索沃",
    "英格兰",
    "苏格兰",
    "威尔士",
    "北爱尔兰",
    "巴巴多斯",
    "巴哈马",
    "巴拿马",
    "泽西岛",
    "根西岛",
    "马恩岛",
    "直布罗陀",
    "东盟",
    "非盟",
    "百慕大",
    "伯利兹",
    "玻利维亚",
    "多米尼加",
    "多米尼克",
    "厄瓜多尔",
    "哥伦比亚",
    "哥斯达黎加",
    "格林纳达",
    "圭亚那",
    "海地",
    "洪都拉斯",
    "开曼",
    "开曼群岛",
    "秘鲁",
    "尼加拉瓜",
    "萨尔瓦多",
    "圣卢西亚",
    "苏里南",
    "特立尼达和多巴哥",
    "危地马拉",
    "委内瑞拉",
    "乌拉圭",
    "牙买加",
    "智利",
    "巴拉圭",
    "安提瓜和巴布达",
    "英属维尔京群岛",
    "维尔京群岛",
    "BVI",
    "波多黎各",
    "关岛",
    "斐济",
    "基里巴斯",
    "马绍尔群岛",
    "密克罗尼西亚",
    "瑙鲁",
    "帕劳",
    "萨摩亚",
    "所罗门群岛",
    "汤加",
    "图瓦卢",
    "瓦努阿图",
    "巴布亚新几内亚",
    "德意志",
    "德意志联邦",
    "法兰西",
    "英吉利",
    "美利坚",
    "美利坚合众国",
    "大不列颠",
    "联合王国",
    "沙俄",
    "俄国",
    "南越",
    "北越",
    "东德",
    "西德",
    "捷克斯洛伐克",
    "南斯拉夫",
    "当地",
    "国外",
    "境外",
    "域外",
    "外国",
    "行为地国家",
    "旧中国",
    "纽约州",
    "加利福尼亚州",
    "加州",
    "特拉华州",
    "得克萨斯州",
    "路易斯安那州",
    "魁北克",
    "魁北克省",
    "清朝",
    "清末",
    "北洋政府",
    "日治",
    "伪满洲国",
    "北朝鲜",
    "南朝鲜",
    "韩国",
    "大韩",
];

/// Ends of words in 国 that are none of another state.
const OWN: &[&str] = &[
    "我国", "中国", "本国", "全国", "各国", "祖国", "建国", "爱国",
];

/// States in 国, which can stand before a name.
const STATES: &[&str] = &[
    "德国",
    "法国",
    "英国",
    "美国",
    "韩国",
    "泰国",
    "大韩民国",
    "联邦德国",
    "外国",
    "该国",
];

/// What may stand between a land and the name of its law: 韩国现行, 日本1907年,
/// 德意志联邦共和国.
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:现行|最新|新修订|新|旧|当时|有关|相关|本地|共和国|合众国|联合王国|王国|公国|联邦|人民|民主|社会主义|伊斯兰|阿拉伯|国|\\d{4}年|[《〈“\"的 \u{3000}])$")
        .expect("the pattern is a constant")
});

/// A part of a state that makes laws of its own: 美国纽约州.
static STATE_OF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:美国|加拿大|澳大利亚|德国|印度|墨西哥|巴西|瑞士)[^，。；、《》的在]{1,10}(?:州|省|邦|领地|特区)$")
        .expect("the pattern is a constant")
});

/// The land whose law is named behind `before`.
pub(super) fn at_end(before: &str) -> Option<&str> {
    let mut words = before;
    loop {
        if let Some(found) = STATE_OF.find(words) {
            return Some(found.as_str());
        }
        let lands = LANDS.iter().chain(STATES);
        let found = lands
            .filter(|land| words.ends_with(**land))
            .max_by_key(|land| land.len());
        if let Some(land) = found {
            return Some(&words[words.len() - land.len()..]);
        }
        // 我国现行 is no other state.
        if OWN.iter().any(|own| words.ends_with(own)) {
            return None;
        }
        words = &words[..BETWEEN.find(words)?.start()];
    }
}

/// The name behind `before`; one of another land is that of no law that is known.
pub(super) fn unless_of_one(name: Name, before: &str) -> Name {
    match at_end(before) {
        Some(land) => Name {
            key: Some(LawKey::of(&format!("{land}{}", name.written))),
            ..name
        },
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn land_is_read_before_a_law() {
        for (before, land) in [
            ("依照日本", Some("日本")),
            ("参考德国", Some("德国")),
            ("俄罗斯联邦", Some("俄罗斯联邦")),
            ("台湾地区“", Some("台湾地区")),
            ("澳门的", Some("澳门")),
            ("依照韩国现行", Some("韩国")),
            ("日本1907年", Some("日本")),
            ("德意志联邦共和国", Some("德意志联邦")),
            ("越南社会主义共和国", Some("越南")),
            ("日本国《", Some("日本国")),
            ("美国纽约州", Some("美国纽约州")),
            ("英属维尔京群岛", Some("英属维尔京群岛")),
            ("巴拿马", Some("巴拿马")),
            ("依照我国现行", None),
            ("依照2015年", None),
            ("违反新", None),
            ("适用中华人民共和国", None),
            ("加强全国", None),
            ("依照我国", None),
            ("根据中华人民共和国", None),
            ("在全国适用", None),
            ("在香港适用", None),
            ("", None),
        ] {
            assert_eq!(at_end(before), land, "{before}");
        }
    }
}
