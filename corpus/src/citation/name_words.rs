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
    "验收意见",
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
    "申诉书",
    "优化方案",
    "我局",
];

/// First words of titles of lists that are law (名录、目录), and words within them.
pub(super) const LISTS: &[&str] = &[
    "国家",
    "中华人民共和国",
    "危险化学品",
    "品种目录",
    "指导目录",
];

/// Last words of rules that a company can make as well as a state.
pub(super) const HOUSE_ENDINGS: &[&str] = &[
    "办法", "规定", "规则", "细则", "规程", "规范", "标准", "准则", "指引",
];

/// What stands before a title in 《》 that a company made.
pub(super) const HOUSES: &[&str] = &[
    "公司的",
    "公司制定的",
    "公司内部",
    "该厂的",
    "本厂的",
    "单位的",
];

/// Words that show that an article belongs to something else than a law named before
/// in the same sentence.
pub(super) const OTHER_PAPERS: &[&str] = &[
    "合同", "协议", "章程", "约定", "决议", "判决", "裁定", "调解", "公告", "通告", "通知", "公约",
    "条款", "文件", "纪要", "决定", "方案", "遗嘱", "声明", "报告", "办法", "条例", "规则", "细则",
    "解释", "意见", "标准", "《", "》",
];

/// Titles that cases cite by their subject alone and the table of abbreviations lacks.
pub(super) const MORE_TITLES: &[&str] = &[
    "全国人民代表大会常务委员会关于严惩拐卖、绑架妇女、儿童的犯罪分子的决定",
    "全国人民代表大会常务委员会关于惩治违反公司法的犯罪的决定",
    "中共中央关于科学技术体制改革的决定",
];

/// Slips that occur in published cases.
pub(super) const SLIPS: &[(&str, &str)] = &[
    ("中国人民共和国", "中华人民共和国"),
    ("刑事讼法", "刑事诉讼法"),
    ("国际互联网安全保护管理办法", "国际联网安全保护管理办法"),
    (
        "商品房买卖合同纠纷案件适用法律若干问题的规定",
        "商品房买卖合同纠纷案件适用法律若干问题的解释",
    ),
];

/// Words for a law by its kind alone, which mean the last one of that kind.
pub(super) const KINDS: &[&str] = &[
    "补充规定",
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
