//! Which letters before a year (机关代字) and which organs before 令 make a number that of
//! a normative text. Papers of one case (刑诉, 行罚决, 鉴, 仲裁) are told apart by their words.

use std::sync::LazyLock;

use regex::Regex;

/// Letters that no other word ends in: what stands before them is not looked at.
static PLAIN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:法释|法发|高检发\p{Han}{0,3}|高检会|公通字)$")
        .expect("the pattern is a constant")
});

/// Letters of central organs, where a number may begin.
static CERTAIN: LazyLock<Regex> = LazyLock::new(|| {
    let marks = [
        r"法(?:[民经行刑研司]字|释|发|办发?|函|复|明传|研|经|民|行|政|司|组|工委\p{Han}{1,3}|工办\p{Han}{1,3})",
        r"法\(\p{Han}{1,3}\)\p{Han}{0,3}",
        r"高检(?:院)?(?:\(\p{Han}{1,3}\))?\p{Han}{0,6}(?:字|会|发|研|办|函|厅|诉)",
        r"高检(?:会|发|办)",
        r"公(?:通字|发|复字|传发|交管|经|信安|治|监管|禁毒|境|消|法|刑)",
        r"司(?:发通|发函|发|法通|规|办通|复|公通|律通)",
        r"国(?:发|办发|函|办函|税发|税函|税地字|土资\p{Han}{1,4}|资\p{Han}{1,5}|环\p{Han}{1,4}|质检\p{Han}{1,3}|食药监\p{Han}{1,4}|卫\p{Han}{1,6}|知发\p{Han}{1,4}|能\p{Han}{1,4}|市监\p{Han}{1,5}|汇\p{Han}{0,2}发|未保办发|权办?)",
        r"中(?:发|办发|办|政委|纪发|组发|宣发)",
        r"财(?:税字?|会|法字?|综|建|行|社|资|农|库|教|预|企)",
        r"(?:税总\p{Han}{0,4}|银(?:发|监发|保监\p{Han}{0,2}发|办发)|证监发|保监\p{Han}{0,2}发|汇发|厅字)",
        r"环(?:发|监|函|办\p{Han}{0,4}|政法函|执法|综合|土壤|水体|大气|评|环评)",
        r"(?:劳社\p{Han}{0,2}[发函]|劳社部发|劳部发|劳办发|劳人\p{Han}|人社\p{Han}{1,3}[发函]|人薪发|人发|民发|民函|民办发)",
        r"(?:教\p{Han}{1,4}[发厅函]|卫\p{Han}{1,5}发|农\p{Han}{1,4}发|商\p{Han}{1,4}发|工信部\p{Han}{1,4}|发改\p{Han}{1,5}|安监总\p{Han}{1,5}|应急\p{Han}{0,3}|署\p{Han}{1,2}发|文旅\p{Han}{1,4}发|工商\p{Han}{1,3}字|林\p{Han}{1,4}发|建(?:市|房|村|城|质|法|住房|规)|食药监\p{Han}{1,4}|国家版权局公告|证监会公告|最高人民检察院公告)",
    ];
    Regex::new(&format!("(?:{})$", marks.join("|"))).expect("the pattern is a constant")
});

/// Letters of organs of provinces and cities: 苏高法, 京政办发, 浙检发研字.
static LOCAL: LazyLock<Regex> = LazyLock::new(|| {
    let province = "[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇藏陕甘青宁新]";
    let organ = r"(?:高法|高检|检|法|政|府|公|司|人社|劳社|人大|委|卫|环|建|国土|地税|国税|财|民|教|价|发改|市监|工商)";
    Regex::new(&format!(
        r"{province}\p{{Han}}{{0,2}}{organ}\p{{Han}}{{0,4}}?(?:发|规|办|函|通|通字|字|会|法|民一|研|民事)?$"
    ))
    .expect("the pattern is a constant")
});

/// Letters that are not known and look like those of rules: 某某发.
static LIKELY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^\p{Han}])(?P<mark>\p{Han}{1,8}(?:发|规|通字|办函))$")
        .expect("the pattern is a constant")
});

/// Words of papers of one case, of applications and permits.
const OF_ONE_CASE: &[&str] = &[
    "诉", "捕", "罚", "鉴", "仲", "裁", "证", "赔", "拘", "侦", "立", "移", "价", "审", "执", "押",
    "破", "终", "初", "复决", "复议", "行复", "决字", "告字", "监听", "许准", "函件", "请示",
    "不补", "公决", "停", "搜", "扣", "询", "讯", "信核", "查字", "登字", "保字", "强", "监居",
    "撤",
];

/// 法〔2019〕254号: one letter, which other words end in too.
const ALONE: &str = "法";

/// Characters before a mark of one letter, and before letters that are only likely:
/// an organ or a word that leads to a number.
const BEFORE_MARK: &str = "日院部会局署厅府委办的据照依及和与按以见即于称对由是用将布印下件文为在";

/// Where the letters begin that end `head`, and the letters, with inner brackets in
/// full width; `spaced` are the bytes before which space was left out.
pub(super) fn at_end(head: &str, spaced: &[usize]) -> Option<(usize, String)> {
    let leads = |start: usize| spaced.contains(&start) || leads(&head[..start]);
    let of_case = |mark: &str| OF_ONE_CASE.iter().any(|word| mark.contains(word));
    if let Some(found) = PLAIN
        .find(head)
        .filter(|found| !is_local(&head[..found.start()]))
    {
        return Some((found.start(), full_width(found.as_str())));
    }
    let mut from = 0;
    while let Some(found) = CERTAIN.find_at(head, from) {
        if leads(found.start()) {
            return Some((found.start(), full_width(found.as_str())));
        }
        from = found.start()
            + head[found.start()..]
                .chars()
                .next()
                .map_or(1, char::len_utf8);
    }
    if head.ends_with(ALONE) && leads(head.len() - ALONE.len()) {
        return Some((head.len() - ALONE.len(), ALONE.to_owned()));
    }
    if let Some(found) = LOCAL.find(head)
        && !of_case(found.as_str())
        && leads(found.start())
    {
        return Some((found.start(), full_width(found.as_str())));
    }
    let found = LIKELY.captures(head)?.name("mark")?;
    (!of_case(found.as_str())).then(|| (found.start(), found.as_str().to_owned()))
}

/// Whether the letters are those of an organ of a province: 苏司发.
fn is_local(before: &str) -> bool {
    before.chars().next_back().is_some_and(|c| {
        "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇藏陕甘青宁新".contains(c)
    })
}

/// Whether a number may begin behind `before`.
fn leads(before: &str) -> bool {
    let Some(last) = before.chars().next_back() else {
        return true;
    };
    !('\u{4e00}'..='\u{9fff}').contains(&last) || BEFORE_MARK.contains(last)
}

fn full_width(mark: &str) -> String {
    mark.replace('(', "（").replace(')', "）")
}

/// An organ that gives orders, or several.
static ORGANS: LazyLock<Regex> = LazyLock::new(|| {
    let named = "国务院|国家主席|主席|中央军事委员会|中央军委|公安部|国家安全部|司法部|民政部|财政部|人事部|劳动部|劳动和社会保障部|人力资源和社会保障部|人力资源社会保障部|国土资源部|自然资源部|环境保护部|生态环境部|建设部|住房和城乡建设部|住房城乡建设部|交通部|交通运输部|铁道部|信息产业部|工业和信息化部|水利部|农业部|农业农村部|商务部|对外贸易经济合作部|文化部|文化和旅游部|卫生部|教育部|科学技术部|监察部|外交部|国防部|能源部|化学工业部|广播电影电视部|应急管理部|退役军人事务部|海关总署|审计署|中国人民银行|中国民用航空总局|中国民用航空局|中国证券监督管理委员会|中国银行业监督管理委员会|中国银行保险监督管理委员会|中国保险监督管理委员会|食品药品监管局|总后勤部|最高人民法院|最高人民检察院";
    let state = r"国家\p{Han}{2,14}?(?:总局|局|委员会|办公室|总署)";
    let local = r"(?:北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆)\p{Han}{0,8}?人民政府";
    let one = format!("(?:中华人民共和国)?(?:{named}|{state}|{local})");
    Regex::new(&format!("{one}(?:[、,和与及]?{one})*$")).expect("the pattern is a constant")
});

/// Where the organ begins that ends `head`, and its canonical name. The State Council
/// counts the orders that it gives together with the Military Commission among its own.
pub(super) fn organ_at_end(head: &str) -> Option<(usize, String)> {
    if let Some(before) = head.strip_suffix('国')
        && leads(before)
        && !before.ends_with("人民共和")
    {
        return Some((before.len(), "国务院".to_owned()));
    }
    let found = ORGANS.find(head)?;
    let name = found
        .as_str()
        .replace("中华人民共和国", "")
        .replace("中央军委", "中央军事委员会")
        .replace([',', '和', '与', '及'], "、");
    let name = match name.as_str() {
        "国家主席" | "主席" => "主席".to_owned(),
        joint if joint.starts_with("国务院") && joint.contains("军事委员会") => {
            "国务院".to_owned()
        }
        _ => name,
    };
    Some((found.start(), name))
}
