use super::*;

#[test]
fn one_number_has_one_key_in_every_form() {
    let forms = [
        "（2020）京0105刑初123号",
        "(2020)京0105刑初123号",
        "〔2020〕京0105刑初123号",
        "[2020]京0105刑初123号",
        "【2020】京0105刑初123号",
        "﹝2020﹞京0105刑初123号",
        "［2020］京0105刑初123号",
        "（２０２０）京０１０５刑初１２３号",
        "（二〇二〇）京0105刑初123号",
        "（二○二○）京0105刑初123号",
        "( 2020 ) 京0105 刑初 123 号",
        "（2020）京0105\n刑初123号",
        "（2020）京0105刑初第123号",
        "（2020）京0105刑初00123号",
    ];
    for form in forms {
        assert_eq!(key(form), key(forms[0]), "{form}");
    }
    assert_eq!(
        key("（2015）朝刑初字第00123号"),
        key("(2015)朝刑初字第123号")
    );
}

#[test]
fn different_numbers_have_different_keys() {
    let base = key("（2020）京0105刑初123号");
    for other in [
        "（2020）京0105刑初123号之一",
        "（2020）京0105刑初123-1号",
        "（2020）京0105刑初1230号",
        "（2020）京105刑初123号",
        "（2021）京0105刑初123号",
        "（2020）京0105刑终123号",
        "（2020）京0115刑初123号",
    ] {
        assert_ne!(key(other), base, "{other}");
    }
}

#[test]
fn numbers_are_shown_in_one_form() {
    assert_eq!(
        written("【2020】京0105刑初00123号"),
        "（2020）京0105刑初00123号"
    );
    assert_eq!(
        written("（二〇一八）豫1002刑初 9 号之一"),
        "（2018）豫1002刑初9号之一"
    );
    assert_eq!(written("某检刑诉［2020］１２号"), "某检刑诉（2020）12号");
}

#[track_caller]
fn own(top: &str, expected: Option<&str>) {
    let found = own_number(top);
    assert_eq!(
        found.as_ref().map(|found| found.0.as_str()),
        expected,
        "{top}"
    );
    if let Some((value, range)) = found {
        assert_eq!(key(&top[range]), key(&value));
    }
}

#[test]
fn number_of_the_head_is_its_own() {
    own(
        "某县人民法院\n刑事判决书\n【2020】某0001刑初9号\n公诉机关某县人民检察院。以某检刑诉〔2020〕12号起诉书指控",
        Some("（2020）某0001刑初9号"),
    );
    own(
        "某县人民法院\n刑事判决书\n﹝2020﹞某0001\n刑初9号之二\n公诉机关",
        Some("（2020）某0001刑初9号之二"),
    );
    own(
        "某市中级人民法院\n刑事裁定书\n（二○二一）某01刑终7号\n原公诉机关某县人民检察院。某县人民法院作出（2020）某0001刑初9号刑事判决",
        Some("（2021）某01刑终7号"),
    );
    own(
        "某县人民检察院\n起诉书\n某检刑诉〔2020〕12号\n被告人甲",
        Some("某检刑诉〔2020〕12号"),
    );
    own(
        "（2020）某0001刑初9号刑事判决书\n公诉机关某县人民检察院",
        Some("（2020）某0001刑初9号"),
    );
}

#[test]
fn numbers_that_the_text_speaks_of_are_not_its_own() {
    own(
        "某县人民法院\n刑事判决书\n公诉机关某县人民检察院。某县人民检察院以某检刑诉〔2020〕12号起诉书指控被告人甲",
        None,
    );
    own(
        "某市中级人民法院\n刑事裁定书\n原公诉机关某县人民检察院。某县人民法院作出（2020）某0001刑初9号刑事判决",
        None,
    );
    own(
        "某县人民法院\n判决书\n被告人甲。依照法释〔2013〕8号、法发(2010)36号的规定",
        None,
    );
}

#[test]
fn copies_compare_equal_and_other_texts_do_not() {
    let text = "某县人民法院 判决书 （2020）某0001刑初9号 被告人甲";
    for copy in [
        "某县人民法院\n判决书\n【2020】某0001刑初9号\n被告人甲",
        "某县人民法院 判决书 [２０２０]某0001刑初第009号 被告人甲",
        "某县人民法院 判决书 （二〇二〇）某0001刑初9号 被告人甲",
    ] {
        assert_eq!(comparable(copy), comparable(text), "{copy}");
    }
    assert_ne!(
        comparable(&text.replace("9号", "9号之一")),
        comparable(text)
    );
    assert_ne!(comparable(&text.replace('甲', "乙")), comparable(text));
}

#[test]
fn number_without_brackets_on_a_line_of_its_own_is_one() {
    for line in [
        "2020京0105刑初123号",
        "２０２０京0105刑初 123 号",
        "二〇二〇京0105刑初123号",
        "（2020京0105刑初123号",
        "2020）京0105刑初第123号",
    ] {
        assert!(ends_with_number(line), "{line}");
        assert_eq!(key(line), key("（2020）京0105刑初123号"), "{line}");
        own(
            &format!("某县人民法院\n刑事判决书\n{line}\n公诉机关某检察院。"),
            Some(&written(line)),
        );
    }
    own(
        "某县人民法院\n2015朝刑初字123号之一\n被告人甲。",
        Some("（2015）朝刑初字123号之一"),
    );
    for line in [
        "2020年第123号",
        "2020年度司法解释123号",
        "2020京0105刑初123号判决",
        "灯塔2020号",
        "法释2020第3号",
    ] {
        assert_eq!(Squeezed::of(line).text.matches('(').count(), 0, "{line}");
    }
}

#[test]
fn number_without_brackets_keeps_its_place() {
    let top = "某县人民法院\n 2020京0105刑初123号 \n公诉机关某检察院。";
    let (_, place) = own_number(top).unwrap_or_default();
    assert_eq!(&top[place], "2020京0105刑初123号");
}

#[test]
fn number_of_the_indictment_above_it_is_not_the_own_one() {
    let of_court = "（2020）苏0102刑初78号";
    for above in [
        "宁玄检刑诉〔2020〕77号",
        "宁玄检公诉刑诉〔2020〕77号",
        "宁玄检一部刑诉[2020]Z77号",
        "公诉刑诉〔2020〕77号",
        "起诉书：宁玄检未检刑诉﹝2020﹞77号",
    ] {
        own(
            &format!("某区人民法院\n刑事判决书\n{above}\n{of_court}\n公诉机关某检察院。"),
            Some(of_court),
        );
    }
    // A protest speaks of the judgment that it is against.
    own(
        "某市人民检察院\n刑事抗诉书\n某检刑抗〔2020〕1号\n某区人民法院以（2020）苏0102刑初78号刑事判决书对被告人甲判决如下",
        Some("某检刑抗〔2020〕1号"),
    );
}
