//! Laws of other states and regions: 日本刑法 is not the 刑法 that its name ends with.

use super::names::Name;
use crate::document::LawKey;

/// Names of states and regions before the names of their laws. Behind 国 every name is one
/// of a state (德国, 美国), but for 我国, 中国 and the like.
const LANDS: &[&str] = &[
    "日本",
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
];

/// Ends of words in 国 that are none of another state.
const OWN: &[&str] = &[
    "我国",
    "中国",
    "本国",
    "全国",
    "各国",
    "共和国",
    "祖国",
    "建国",
    "爱国",
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

/// The land whose law is named behind `before`.
pub(super) fn at_end(before: &str) -> Option<&str> {
    let before = before.trim_end_matches(['的', ' ', '\u{3000}', '“', '"', '《']);
    if OWN
        .iter()
        .any(|own| before.ends_with(own) && !before.ends_with("民国"))
    {
        return None;
    }
    let lands = LANDS.iter().chain(STATES);
    let found = lands
        .filter(|land| before.ends_with(**land))
        .max_by_key(|land| land.len())?;
    Some(&before[before.len() - found.len()..])
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
