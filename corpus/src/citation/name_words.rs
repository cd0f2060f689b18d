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
    "决定", "意见", "通知", "批复", "复函", "答复", "纪要", "决议", "公告", "通告", "规划", "安排",
    "方案", "程序", "制度", "要点",
];

/// Last characters of words behind which a name can begin: 违反了, 认定为.
pub(super) const FUNCTION_CHARS: &[char] = &[
    '了', '为', '于', '以', '和', '与', '及', '或', '对', '将', '在', '的', '是', '依', '即', '而',
    '并', '且', '但', '又', '也', '还', '就', '被', '把', '该', '此', '其', '这', '之', '如', '若',
    '从', '至', '到', '则', '因', '由', '犯', '按', '向', '无', '未', '不', '仍', '均', '应', '可',
    '等', '经',
];

/// Words with such an end that are parts of names themselves.
pub(super) const WITHIN_WORDS: &[&str] = &[
    "行为", "参与", "规则", "原则", "细则", "准则", "通则", "总则", "守则", "自由", "理由", "基因",
    "普及", "合并", "返还", "归还", "偿还", "成就", "罪犯", "共和", "报到", "其实", "目的", "标的",
    "原因", "服从", "面向", "方向", "许可", "供应", "适应", "认可", "平等", "高等", "中等", "对等",
    "财经",
];

/// Words behind which a name can begin.
pub(super) const FUNCTION_WORDS: &[&str] = &[
    "依照", "根据", "按照", "依据", "违反", "适用", "参照", "符合", "触犯", "比照", "构成", "遵守",
    "我国", "中国", "现行", "修订", "修正", "修改", "援引", "引用", "遵循", "违背", "结合", "执行",
    "实施", "具有", "具备", "达到", "承担", "对抗", "涉及", "规定", "认定", "存在", "考虑", "满足",
    "对应", "遵照", "仿照", "参考", "参见", "详见", "对照", "比较", "援用", "引述", "运用", "因此",
    "同时", "依法", "仍按", "有违", "应当", "可以", "包括", "例如", "犯有", "依", "据此", "查阅",
    "理解", "解读", "把握", "掌握", "基于", "鉴于", "虽然", "既然", "显然", "当然", "只有", "是否",
    "能否", "另外", "此外", "其次", "首先", "同样", "关于", "参酌", "触及", "贯彻", "说明", "所称",
    "下称", "简称", "如下", "见", "查",
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
    "教材",
    "教科书",
    "教程",
    "讲义",
    "日记",
    "日志",
    "笔录",
    "记录",
    "起诉书",
    "起诉状",
    "答辩状",
    "上诉状",
    "辩护词",
    "判决书",
    "裁定书",
    "决定书",
    "通知书",
    "意见书",
    "承诺书",
    "保证书",
    "说明书",
    "委托书",
    "备忘录",
    "意向书",
    "遗嘱",
    "清单",
    "对账单",
    "账本",
    "账册",
    "台账",
    "案卷",
    "卷宗",
    "标书",
    "须知",
    "借条",
    "欠条",
    "收条",
    "收据",
    "订单",
    "保险单",
    "保单",
    "提单",
    "信用证",
    "保函",
    "调解书",
    "建议书",
    "谅解书",
    "抗诉书",
    "申请书",
    "举报信",
    "审查报告",
    "招标文件",
    "证据目录",
    "村规民约",
    "权利要求书",
    "股东会决议",
    "股东大会决议",
    "董事会决议",
    "管理制度",
    "工作方案",
    "鉴定意见",
    "操作规程",
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
    "指导意见",
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
