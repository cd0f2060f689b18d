#![allow(clippy::unwrap_used)]

use super::*;

#[track_caller]
fn check_key(title: &str, expected: &str) {
    assert_eq!(LawKey::of(title).as_str(), expected, "{title}");
}

#[test]
fn law_key_forgets_what_does_not_tell_laws_apart() {
    check_key("《中华人民共和国刑法》", "刑法");
    check_key("中华人民共和国刑法修正案（十二）", "刑法修正案(十二)");
    check_key(
        "最高人民法院关于适用〈中华人民共和国刑事诉讼法〉的解释",
        "最高人民法院关于适用刑事诉讼法的解释",
    );
    check_key("人民检察院刑事诉讼规则（试行）", "人民检察院刑事诉讼规则");
    check_key(
        "关于执行《刑法》 确定罪名的补充规定（七）",
        "关于执行刑法确定罪名的补充规定(七)",
    );
    check_key("中华人民共和国", "中华人民共和国");
    check_key("中华人民共和国刑法（2015修正）", "刑法");
    check_key("《某办法》（2018年修订）", "某办法");
    check_key("《某办法（2018年修订）》", "某办法");
    check_key("宪法修正案（2018年）", "宪法修正案(2018年)");
    check_key(
        "最高人民法院 最高人民检察院·公安部关于某事的意见",
        "最高人民法院、最高人民检察院、公安部关于某事的意见",
    );
}

#[test]
fn ids_accept_only_what_is_safe_everywhere() {
    for good in ["spp-79", "law-0123456789ab", "qa-1-2", "teach-a_b"] {
        assert_eq!(DocumentId::parse(good).unwrap().as_str(), good);
    }
    for bad in ["", "SPP-1", "a b", "案", "a/b", "a.b"] {
        assert!(DocumentId::parse(bad).is_err(), "{bad}");
    }
    assert!(DocumentId::parse(&"a".repeat(121)).is_err());
}

#[test]
fn versions_and_parts_of_a_law_have_their_own_ids() {
    let law = |part: Option<&str>, year| {
        let version = Date::new(year, 3, 14).unwrap();
        DocumentId::of_law(&LawIdentity::new("中华人民共和国某法", part, Some(version)))
    };
    assert_eq!(law(None, 1997), law(None, 1997));
    assert_ne!(law(None, 1997), law(None, 2020));
    assert_ne!(law(None, 1997), law(Some("总则编"), 1997));
    let other_writing = LawIdentity::new("《某法》（试行）", None, Date::new(1997, 3, 14).ok());
    assert_eq!(law(None, 1997), DocumentId::of_law(&other_writing));
}

#[test]
fn kinds_have_distinct_codes_that_are_read_back() {
    for &kind in DocumentKind::ALL {
        assert_eq!(DocumentKind::from_code(kind.code()), Some(kind));
        assert_eq!(
            serde_json::to_string(&kind).unwrap(),
            format!("{:?}", kind.code())
        );
        assert!(!(kind.is_statute() && kind.is_case()));
    }
    assert!(DocumentKind::Judgment.is_case() && !DocumentKind::Question.is_case());
}
