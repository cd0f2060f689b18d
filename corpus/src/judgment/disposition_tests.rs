use super::*;

/// `name: charge months+fine, … = kind months fine probation`
fn told(text: &str) -> Vec<String> {
    let months = |sentence: &Sentence| sentence.term.map_or(0, |term| term.months);
    let fine = |sentence: &Sentence| sentence.fine.map_or(0, Money::whole_yuan);
    defendants(text)
        .iter()
        .map(|defendant| {
            let charges: Vec<_> = defendant
                .convictions
                .iter()
                .map(|each| {
                    format!(
                        "{} {}+{}",
                        each.charge,
                        months(&each.sentence),
                        fine(&each.sentence)
                    )
                })
                .collect();
            let total = &defendant.total;
            format!(
                "{}: {} = {} {} {} {}",
                defendant.name,
                charges.join(", "),
                total.kind.map_or("-", SentenceKind::label),
                months(total),
                fine(total),
                total.probation.map_or(0, |term| term.months)
            )
        })
        .collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(told(text), expected, "{text}");
}

#[test]
fn each_defendant_has_its_sentence() {
    check(
        "一、被告人赵某犯盗窃罪，判处有期徒刑一年，缓刑二年，并处罚金人民币二千元（已缴纳）。\n（缓刑考验期限，从判决确定之日起计算。）\n二、被告人钱某某（绰号老钱）犯盗窃罪，判处拘役三个月（刑期从判决执行之日起计算。）；\n三、没收手机一部。",
        &[
            "赵某: 盗窃罪 12+2000 = 有期徒刑 12 2000 24",
            "钱某某: 盗窃罪 3+0 = 拘役 3 0 0",
        ],
    );
}

#[test]
fn combined_sentence_is_the_total() {
    check(
        "被告人孙甲犯抢劫罪，判处有期徒刑三年，并处罚金三千元；犯掩饰、隐瞒犯罪所得罪，判处有期徒刑一年，并处罚金二千元。决定执行有期徒刑三年六个月，并处罚金五千元。",
        &["孙甲: 抢劫罪 36+3000, 掩饰、隐瞒犯罪所得罪 12+2000 = 有期徒刑 42 5000 0"],
    );
    check(
        "被告人孙甲犯侵犯公民个人信息罪，判处有期徒刑一年，并处罚金三千元；犯伪造国家机关证件、印章罪，判处有期徒刑一年，并处罚金一千元；决定执行有期徒刑一年六个月。",
        &[
            "孙甲: 侵犯公民个人信息罪 12+3000, 伪造国家机关证件、印章罪 12+1000 = 有期徒刑 18 4000 0",
        ],
    );
}

#[test]
fn earlier_sentence_counts_through_the_combined_one() {
    check(
        "被告人李乙犯诈骗罪，判处有期徒刑一年四个月；与前罪寻衅滋事罪判处的刑罚一年二个月合并执行，决定执行有期徒刑二年，并处罚金人民币3万元。",
        &["李乙: 诈骗罪 16+0 = 有期徒刑 24 30000 0"],
    );
    check(
        "三、上诉人李乙犯故意伤害罪，判处有期徒刑四年，与某县人民法院（2012）某刑初字第1号刑事判决中对李乙犯聚众斗殴罪，判处有期徒刑三年数罪并罚，决定执行有期徒刑六年。",
        &["李乙: 故意伤害罪 48+0 = 有期徒刑 72 0 0"],
    );
}

#[test]
fn revoked_sentence_is_not_counted_and_a_kept_fine_is() {
    check(
        "一、撤销某县人民法院（2019）某刑初1号刑事判决主文第一项，即：被告人周某犯敲诈勒索罪，判处有期徒刑三年，并处罚金人民币三万元。\n二、上诉人（原审被告人）周某犯敲诈勒索罪，判处有期徒刑二年（刑期略），并处罚金人民币二万元。",
        &["周某: 敲诈勒索罪 24+20000 = 有期徒刑 24 20000 0"],
    );
    check(
        "一、维持本院刑事判决主文中罚金部分，即被告人吴某犯贩卖毒品罪，并处罚金人民币10000元。\n二、撤销本院刑事判决主文中有期徒刑的内容，即被告人吴某犯贩卖毒品罪，判处有期徒刑三年。\n三、原审被告人吴某犯贩卖毒品罪，判处有期徒刑二年三个月。",
        &["吴某: 贩卖毒品罪 0+10000, 贩卖毒品罪 27+0 = 有期徒刑 27 10000 0"],
    );
    check(
        "一、撤销本院缓刑判决；被告人郑某犯盗窃罪，判处拘役五个月。",
        &["郑某: 盗窃罪 5+0 = 拘役 5 0 0"],
    );
}

#[test]
fn two_persons_and_two_charges_can_share_a_clause() {
    check(
        "被告人冯某、陈某犯赌博罪，各判处拘役三个月，并处罚金一千元。",
        &[
            "冯某: 赌博罪 3+1000 = 拘役 3 1000 0",
            "陈某: 赌博罪 3+1000 = 拘役 3 1000 0",
        ],
    );
    check(
        "被告人冯某犯盗窃罪、诈骗罪，免予刑事处罚。",
        &["冯某: 盗窃罪 0+0, 诈骗罪 0+0 = 免予刑事处罚 0 0 0"],
    );
}

#[test]
fn hidden_names_are_told_and_ranges_lie_in_the_text() {
    let text = "一、被告人褚X犯盗窃罪，判处拘役三个月。二、被告人卫东犯盗窃罪，判处拘役三个月。";
    let found = defendants(text);
    assert_eq!(
        found.iter().map(|one| one.hidden).collect::<Vec<_>>(),
        [true, false]
    );
    let part = text.get(found[1].byte_range.clone());
    assert_eq!(part, Some("被告人卫东犯盗窃罪，判处拘役三个月。"));
}

#[test]
fn text_without_conviction_has_no_defendant() {
    check("被告人蒋某无罪。", &[]);
    check("驳回上诉，维持原判。", &[]);
    check("", &[]);
}
