//! Bodies whose names stand before 《关于…》 and belong to the title.

use std::sync::LazyLock;

use regex::Regex;

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

/// 于2015年1月发布的 or 第十五次会议通过的, between the issuer and the title.
static DATED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:(?:于|在)?\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?)?(?:第[一二三四五六七八九十]{1,3}次(?:全体)?会议)?(?:联合)?(?:发布|颁布|印发|制定|公布|出台|下发|通过|作出)?的?$",
    )
    .expect("the pattern is a constant")
});

/// Other bodies, by their first and last words: 江苏省高级人民法院, 国家能源局.
static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    let first = "国家|中国|国务院|全国|中共|最高人民|北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆";
    let last = "人民法院|人民检察院|人民政府|办公厅|办公室|人大常委会|常务委员会|委员会|总局|局|厅|部|委|署|研究室";
    Regex::new(&format!(r"(?:{first})\p{{Han}}{{0,18}}?(?:{last})$"))
        .expect("the pattern is a constant")
});

/// Number of a document between issuer and title, from its year on: 法释〔2001〕24号.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[〔（(\[]\d{4}[〕）)\]]第?\d{1,5}号$").expect("the pattern is a constant")
});

/// Longest mark of such a number before its year (高检发释字), in characters.
const MAX_MARK_CHARS: usize = 8;

/// Shortest one: 法释.
const MIN_MARK_CHARS: usize = 2;

/// The issuers that stand at the end of `before`, as a title writes them; empty when
/// there is none. The number of the document may stand between.
pub(super) fn at_end(before: &str) -> String {
    let before = before.trim_end();
    let issuers = directly_at_end(before);
    let Some(number) = NUMBER.find(before).filter(|_| issuers.is_empty()) else {
        return issuers;
    };
    let head = &before[..number.start()];
    let mark = head.char_indices().rev().take(MAX_MARK_CHARS);
    mark.take_while(|(_, c)| c.is_alphanumeric() && !matches!(c, '在' | '于' | '以'))
        .skip(MIN_MARK_CHARS - 1)
        .map(|(cut, _)| directly_at_end(&head[..cut]))
        .find(|issuers| !issuers.is_empty())
        .unwrap_or_default()
}

fn directly_at_end(before: &str) -> String {
    let dated = DATED
        .find(before)
        .map_or(before.len(), |found| found.start());
    let mut rest = before[..dated].trim_end();
    let mut issuers = Vec::new();
    loop {
        let known = ISSUERS.iter().find(|(short, _)| rest.ends_with(short));
        let (length, issuer) = match known {
            Some((short, full)) => (short.len(), (*full).to_owned()),
            None => match OTHERS.find(rest) {
                Some(found) => (found.len(), found.as_str().to_owned()),
                None => break,
            },
        };
        issuers.push(issuer);
        rest = &rest[..rest.len() - length];
        rest = rest.trim_end_matches(['、', ' ', '\u{3000}', '和', '与', '及', '，']);
    }
    issuers.reverse();
    issuers.join("、")
}

/// A title with 、 between two issuers that only white space parts.
pub(crate) fn joined(title: &str) -> String {
    let mut pieces = title
        .split(char::is_whitespace)
        .filter(|piece| !piece.is_empty());
    let mut whole = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let ends = ISSUERS.iter().any(|(name, _)| whole.ends_with(name));
        if ends && ISSUERS.iter().any(|(name, _)| piece.starts_with(name)) {
            whole.push('、');
        }
        whole.push_str(piece);
    }
    whole
}

/// A title without the issuers before its 关于; `None` when it has none.
pub(super) fn without(title: &str) -> Option<&str> {
    let at = title.find("关于").filter(|&at| at > 0)?;
    ISSUERS
        .iter()
        .any(|(name, _)| title[..at].ends_with(name))
        .then(|| &title[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers_are_read_back_to_the_first() {
        assert_eq!(
            at_end("根据最高人民法院、最高人民检察院、公安部"),
            "最高人民法院、最高人民检察院、公安部"
        );
        assert_eq!(at_end("触犯全国人大常委会"), "全国人民代表大会常务委员会");
        assert_eq!(at_end("最高人民法院于2015年1月发布的"), "最高人民法院");
        assert_eq!(
            at_end("2000年4月29日第九届全国人大常委会第十五次会议通过的"),
            "全国人民代表大会常务委员会"
        );
        assert_eq!(
            at_end("最高人民法院、最高人民检察院法释〔2001〕24号"),
            "最高人民法院、最高人民检察院"
        );
        assert_eq!(
            at_end("江边省高级人民法院、江苏省公安厅联合发布苏高法〔2011〕382号"),
            "江苏省公安厅"
        );
        assert_eq!(at_end("依照〔2011〕3号"), "");
        assert_eq!(at_end("该厂制定的"), "");
        assert_eq!(
            at_end("参照江苏省高级人民法院、江苏省人民检察院"),
            "江苏省高级人民法院、江苏省人民检察院"
        );
        assert_eq!(
            without("最高人民法院关于某事的解释"),
            Some("关于某事的解释")
        );
        assert_eq!(without("关于某事的解释"), None);
    }
}
