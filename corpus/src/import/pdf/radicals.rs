//! Radicals that stand for characters: a font has one glyph for 一 and for the radical
//! ⼀, and programs that write PDF often name the radical.

/// The characters of the radicals U+2F00 to U+2FD5 (Unicode, Kangxi Radicals), in their
/// order, by their compatibility decompositions.
const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢\
    尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火\
    爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿\
    肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹\
    雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// Radicals of U+2E80 to U+2EFF (CJK Radicals Supplement) that look like a character,
/// each followed by it.
const SUPPLEMENT: &str = "⺁厂⺇几⺌小⺎尢⺕彐⺗心⺙攵⺜日⺝月⺟母⺠民⺡氵⺣灬⺩王⺫目⺬示⺮竹⺯糸⺰纟⺱网\
    ⺶羊⺷羊⺸羊⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃西⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车\
    ⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阜⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻠饣⻢马\
    ⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟";

/// The character that a radical stands for; any other character is itself.
pub(crate) fn character(c: char) -> char {
    match c {
        '\u{2f00}'..='\u{2fd5}' => {
            let place = c as usize - 0x2f00;
            KANGXI.chars().nth(place).unwrap_or(c)
        }
        '\u{2e80}'..='\u{2eff}' => {
            let mut pairs = SUPPLEMENT.chars();
            while let (Some(radical), Some(character)) = (pairs.next(), pairs.next()) {
                if radical == c {
                    return character;
                }
            }
            c
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_become_characters() {
        let text: String = "⼀⽇⽤⼈⺠⻔龠⿕甲a".chars().map(character).collect();
        assert_eq!(text, "一日用人民门龠龠甲a");
        assert_eq!(KANGXI.chars().count(), 214);
        assert_eq!(SUPPLEMENT.chars().count() % 2, 0);
    }
}
