//! Names of the bodies that issue laws and interpretations, and the heads of titles that
//! several of them issued together.

/// Names as titles have them, and the short forms of texts. A name that ends in
/// another one comes first.
pub(crate) const ISSUERS: &[(&str, &str)] = &[
    ("最高人民法院", "最高人民法院"),
    ("最高人民检察院", "最高人民检察院"),
    ("最高法", "最高人民法院"),
    ("最高检", "最高人民检察院"),
    ("两高", "最高人民法院、最高人民检察院"),
    ("全国人民代表大会常务委员会", "全国人民代表大会常务委员会"),
    ("全国人大常委会", "全国人民代表大会常务委员会"),
    ("全国人民代表大会", "全国人民代表大会"),
    ("全国人大", "全国人民代表大会"),
    ("中共中央办公厅", "中共中央办公厅"),
    ("国务院办公厅", "国务院办公厅"),
    ("中共中央", "中共中央"),
    ("国务院", "国务院"),
    ("国家监察委员会", "国家监察委员会"),
    ("公安部", "公安部"),
    ("司法部", "司法部"),
    ("国家安全部", "国家安全部"),
    ("海关总署", "海关总署"),
    ("财政部", "财政部"),
    ("教育部", "教育部"),
    ("民政部", "民政部"),
    ("商务部", "商务部"),
    ("水利部", "水利部"),
    ("卫生部", "卫生部"),
    ("文化和旅游部", "文化和旅游部"),
    ("文化部", "文化部"),
    ("农业农村部", "农业农村部"),
    ("农业部", "农业部"),
    ("交通运输部", "交通运输部"),
    ("交通部", "交通部"),
    ("铁道部", "铁道部"),
    ("住房和城乡建设部", "住房和城乡建设部"),
    ("城乡建设环境保护部", "城乡建设环境保护部"),
    ("建设部", "建设部"),
    ("自然资源部", "自然资源部"),
    ("国土资源部", "国土资源部"),
    ("生态环境部", "生态环境部"),
    ("环境保护部", "环境保护部"),
    ("应急管理部", "应急管理部"),
    ("退役军人事务部", "退役军人事务部"),
    ("工业和信息化部", "工业和信息化部"),
    ("信息产业部", "信息产业部"),
    ("人力资源和社会保障部", "人力资源和社会保障部"),
    ("劳动和社会保障部", "劳动和社会保障部"),
    ("劳动部", "劳动部"),
    ("国家税务总局", "国家税务总局"),
    ("国家市场监督管理总局", "国家市场监督管理总局"),
    ("国家工商行政管理总局", "国家工商行政管理总局"),
    ("国家工商行政管理局", "国家工商行政管理局"),
    ("国家环境保护总局", "国家环境保护总局"),
    ("国家安全生产监督管理总局", "国家安全生产监督管理总局"),
    ("国家食品药品监督管理总局", "国家食品药品监督管理总局"),
    ("国家药品监督管理局", "国家药品监督管理局"),
    ("国家版权局", "国家版权局"),
    ("国家知识产权局", "国家知识产权局"),
    ("国家林业和草原局", "国家林业和草原局"),
    ("国家林业局", "国家林业局"),
    ("国家烟草专卖局", "国家烟草专卖局"),
    ("国家外汇管理局", "国家外汇管理局"),
    ("国家发展和改革委员会", "国家发展和改革委员会"),
    ("国家卫生健康委员会", "国家卫生健康委员会"),
    ("国家互联网信息办公室", "国家互联网信息办公室"),
    ("中国人民银行", "中国人民银行"),
    ("中国证券监督管理委员会", "中国证券监督管理委员会"),
    ("中国银行业监督管理委员会", "中国银行业监督管理委员会"),
    ("中国银行保险监督管理委员会", "中国银行保险监督管理委员会"),
];

/// Last characters of names that are in no table: 国家某局.
const ORGAN_ENDS: &[char] = &['院', '部', '局', '署', '会', '厅', '办', '委', '室', '行'];

/// Shortest such name, in characters.
const MIN_ORGAN_CHARS: usize = 3;

/// What parts the issuers of one title: 、, dots, spaces, line breaks.
fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '、' | '，' | ',' | '·' | '・' | '•' | '‧' | '．')
}

/// The title with 、 between the bodies that issued it together, whatever stood there;
/// `None` when there are not several, or when they cannot be told apart.
pub(crate) fn joined(title: &str) -> Option<String> {
    let (head, _) = title.split_once("关于")?;
    let issuers = several(head)?;
    Some(format!("{}{}", issuers.join("、"), &title[head.len()..]))
}

/// The bodies that a head of a title consists of, if they are several.
pub(crate) fn several(head: &str) -> Option<Vec<&str>> {
    let mut issuers = Vec::new();
    let mut rest = head.trim_start_matches(is_separator);
    let mut parted = true;
    while !rest.is_empty() {
        let length = match in_table(rest) {
            Some(length) => length,
            None if parted => of_form(rest)?,
            None => return None,
        };
        issuers.push(rest[..length].trim_end());
        let behind = &rest[length..];
        rest = behind.trim_start_matches(is_separator);
        parted = rest.len() < behind.len();
        if let Some(next) = rest.strip_prefix(['和', '与', '及'])
            && in_table(next.trim_start()).is_some()
        {
            rest = next.trim_start();
        }
    }
    (issuers.len() > 1).then_some(issuers)
}

/// Whether a title begins with the name of a body.
pub(crate) fn begins_with_one(title: &str) -> bool {
    in_table(title).is_some() || title.starts_with("人民检察院")
}

/// Length of the longest name of the table that `text` begins with.
fn in_table(text: &str) -> Option<usize> {
    let state = "中华人民共和国";
    let bare = text.strip_prefix(state).unwrap_or(text);
    let lengths = ISSUERS.iter().filter(|(name, full)| name == full);
    let longest = lengths
        .filter(|(name, _)| bare.starts_with(name))
        .map(|(name, _)| name.len())
        .max()?;
    Some(text.len() - bare.len() + longest)
}

/// Length of the name before the next separator, if it ends as names of bodies do.
fn of_form(text: &str) -> Option<usize> {
    let length = text.find(is_separator).unwrap_or(text.len());
    let name = &text[..length];
    (name.chars().count() >= MIN_ORGAN_CHARS && name.ends_with(ORGAN_ENDS)).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers_are_joined_whatever_stands_between() {
        let right = "最高人民法院、最高人民检察院、公安部关于某事的意见";
        for head in [
            "最高人民法院 最高人民检察院 公安部",
            "最高人民法院\u{3000}最高人民检察院\u{3000}公安部",
            "最高人民法院·最高人民检察院·公安部",
            "最高人民法院\n最高人民检察院\n公安部\n",
            "最高人民法院最高人民检察院公安部",
            "最高人民法院、最高人民检察院和公安部",
            "最高人民法院，最高人民检察院，公安部",
        ] {
            let title = format!("{head}关于某事的意见");
            assert_eq!(joined(&title).as_deref(), Some(right), "{head:?}");
        }
    }

    #[test]
    fn one_body_or_a_body_within_another_is_left_alone() {
        for title in [
            "最高人民法院关于某事的解释",
            "国务院国有资产监督管理委员会关于某事的通知",
            "公安部办公厅关于某事的通知",
            "全国人民代表大会常务委员会关于某事的决定",
            "中共中央办公厅、国务院办公厅印发《关于某事的意见》",
            "某某条例",
        ] {
            assert_eq!(joined(title), None, "{title}");
        }
        assert_eq!(several("国务院 中央军委"), Some(vec!["国务院", "中央军委"]));
    }
}
