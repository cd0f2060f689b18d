//! Words by which names of laws are told from other words and titles.

/// Last words of titles of statutes and the like.
pub(super) const ENDINGS: &[&str] = &[
    "法",
    "法典",
    "条例",
    "办法",
    "规定",
    "规则",
    "细则",
    "解释",
    "公约",
    "条约",
    "协定",
    "议定书",
    "修正案",
    "通则",
    "总则",
    "规程",
    "标准",
    "限值",
    "规范",
    "指引",
    "准则",
    "宪法",
];

/// Last words of titles that are such only when they say what they are about (关于…):
/// 《处罚决定》 and 《鉴定意见》 are none.
pub(super) const ABOUT_ENDINGS: &[&str] = &[
    "决定", "意见", "通知", "批复", "复函", "答复", "纪要", "决议", "公告", "通告", "规划",
];

/// Last words of what has articles and is no law.
pub(super) const OTHER_ENDINGS: &[&str] = &[
    "合同",
    "协议",
    "章程",
    "合同书",
    "协议书",
    "约定",
    "公约",
    "条款",
    "守则",
    "手册",
];

/// Ends of titles that look like those of laws: 《操作方法》, a body's view of one case.
pub(super) const NO_LAW_ENDINGS: &[&str] = &[
    "方法",
    "用法",
    "作业法",
    "书法",
    "疗法",
    "公示意见",
    "审查意见",
    "鉴定意见",
    "答复意见",
    "评估意见",
    "处罚决定",
    "处理决定",
    "复议决定",
];

/// Words that show a reply or notice about one case.
pub(super) const ONE_CASE: &[&str] = &[
    "同意",
    "公司",
    "某",
    "工程",
    "建设用地",
    "责令",
    "立项",
    "可行性",
    "工伤认定",
    "系列产品",
    "事故调查",
];

/// Titles that cases cite by their subject alone and the table of abbreviations lacks.
pub(super) const MORE_TITLES: &[&str] = &[
    "最高人民法院关于执行〈中华人民共和国刑事诉讼法〉若干问题的解释",
    "全国人民代表大会常务委员会关于惩治走私罪的补充规定",
    "全国人民代表大会常务委员会关于惩治贪污罪贿赂罪的补充规定",
    "全国人民代表大会常务委员会关于严惩严重破坏经济的罪犯的决定",
    "全国人民代表大会常务委员会关于严惩严重危害社会治安的犯罪分子的决定",
    "全国人民代表大会常务委员会关于严惩拐卖、绑架妇女、儿童的犯罪分子的决定",
    "全国人民代表大会常务委员会关于禁毒的决定",
    "中共中央关于科学技术体制改革的决定",
];

/// Slips that occur in published cases.
pub(super) const SLIPS: &[(&str, &str)] =
    &[("国际互联网安全保护管理办法", "国际联网安全保护管理办法")];

/// Words for a law by its kind alone, which mean the last one of that kind.
pub(super) const KINDS: &[&str] = &[
    "实施条例",
    "实施细则",
    "实施办法",
    "司法解释",
    "条例",
    "办法",
    "规定",
    "规则",
    "细则",
    "解释",
    "决定",
    "意见",
    "通知",
    "批复",
    "纪要",
    "公约",
    "标准",
    "通则",
];

/// Words after which a name begins.
pub(super) const BEFORE_NAMES: &[&str] = &[
    "依照",
    "由于",
    "但是",
    "根据",
    "按照",
    "依据",
    "违反",
    "适用",
    "参照",
    "符合",
    "触犯",
    "比照",
    "属于",
    "构成",
    "遵守",
    "以及",
    "或者",
    "我国",
    "现行",
    "修订后的",
    "修正后的",
    "修订的",
    "修正的",
    "认定为",
    "通过的",
    "发布的",
    "颁布的",
    "公布的",
    "作出的",
    "制定的",
    "原",
    "和",
    "与",
    "及",
    "或",
    "对",
    "在",
    "将",
    "即",
    "以",
    "据",
    "依",
];
