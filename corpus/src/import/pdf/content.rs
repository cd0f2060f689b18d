//! The characters of a page with their places: an interpreter of the operators that
//! place text (ISO 32000-1, 9.4), and of those that move what they are placed in.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::fonts::Font;
use super::ink::Ink;
use super::matrix::Matrix;
use super::{bound, number, problem, resolve};
use crate::error::{Bound, ImportProblem};

/// Most bytes that the content of one page expands to.
const MAX_CONTENT_BYTES: usize = 32 << 20;

/// Most bytes that the contents of all pages of a file, and the forms on them, expand
/// to. Pages may share a content, and a form counts whenever it is drawn.
const MAX_FILE_CONTENT_BYTES: usize = 512 << 20;

/// Most operations of a file.
const MAX_OPERATIONS: usize = 20_000_000;

/// Most characters of a file.
const MAX_GLYPHS: usize = 10_000_000;

/// Most bytes of all font maps of a file.
const MAX_FONT_MAP_BYTES: usize = 32 << 20;

/// Most widths, and ranges of them, of all fonts of a file.
const MAX_FILE_WIDTHS: usize = 20_000_000;

/// Deepest form in a form.
const MAX_FORMS: usize = 8;

/// Most saved states of graphics.
const MAX_STATES: usize = 256;

/// A character, or the few that one code stands for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    pub text: String,
    /// Left end of its baseline, in points from the lower left of the page.
    pub x: f32,
    pub y: f32,
    /// Right end.
    pub x_end: f32,
    /// Height of the font as it appears.
    pub size: f32,
    /// Whether it is so light that what stands over it can be read: a watermark.
    pub faint: bool,
}

/// Most times that forms are drawn.
const MAX_DRAWN_FORMS: usize = 100_000;

/// What was used up and learnt while a file is read.
#[derive(Default)]
pub(super) struct Session<'d> {
    operations: usize,
    glyphs: usize,
    forms: usize,
    content_bytes: usize,
    /// Streams that cannot be expanded, by their address; each is tried once.
    damaged: HashSet<*const Stream>,
    /// By the address of their dictionary, which lives as long as the file.
    fonts: HashMap<*const Dictionary, Rc<Font<'d>>>,
    font_map_bytes: usize,
    widths: usize,
    /// Characters whose meaning nothing tells.
    pub unknown_characters: usize,
    /// Characters that run across the page.
    pub slanted: usize,
}

impl<'d> Session<'d> {
    fn count_operation(&mut self) -> Result<(), ImportProblem> {
        self.operations += 1;
        if self.operations > MAX_OPERATIONS {
            return Err(bound(Bound::Operations, MAX_OPERATIONS));
        }
        Ok(())
    }

    /// What a stream expands to, `None` where it is damaged; `left` is what is left of
    /// the bytes of its page.
    fn expand(
        &mut self,
        stream: &'d Stream,
        left: usize,
    ) -> Result<Option<Vec<u8>>, ImportProblem> {
        if self.damaged.contains(&std::ptr::from_ref(stream)) {
            return Ok(None);
        }
        let left_of_file = MAX_FILE_CONTENT_BYTES.saturating_sub(self.content_bytes);
        match stream.get_plain_content_with_limit(left.min(left_of_file)) {
            Ok(content) => {
                self.content_bytes += content.len();
                Ok(Some(content))
            }
            Err(error) => match problem(error) {
                ImportProblem::Bound {
                    bound: exceeded, ..
                } => Err(if left_of_file < left {
                    bound(exceeded, MAX_FILE_CONTENT_BYTES)
                } else {
                    bound(exceeded, MAX_CONTENT_BYTES)
                }),
                _ => {
                    // What fails may have expanded to the limit first.
                    self.content_bytes += MAX_CONTENT_BYTES;
                    self.damaged.insert(stream);
                    Ok(None)
                }
            },
        }
    }

    /// The content of a page, whose streams are one text. A page without content is
    /// an empty page.
    fn page_content(
        &mut self,
        document: &'d Document,
        page: ObjectId,
    ) -> Result<Vec<u8>, ImportProblem> {
        let mut content: Vec<u8> = Vec::new();
        for id in document.get_page_contents(page) {
            self.count_operation()?;
            let Some(stream) = document
                .get_object(id)
                .ok()
                .and_then(|object| object.as_stream().ok())
            else {
                continue;
            };
            let left = MAX_CONTENT_BYTES.saturating_sub(content.len());
            if let Some(expanded) = self.expand(stream, left)? {
                content.extend_from_slice(&expanded);
                content.push(b'\n');
            }
        }
        Ok(content)
    }
}

/// The characters of a page in the order they are drawn.
pub(super) fn read_page<'d>(
    document: &'d Document,
    page: ObjectId,
    session: &mut Session<'d>,
) -> Result<Vec<Glyph>, ImportProblem> {
    let content = session.page_content(document, page)?;
    let mut interpreter = Interpreter {
        document,
        session,
        glyphs: Vec::new(),
        expanded_bytes: content.len(),
    };
    let state = State {
        ctm: turned(document, page),
        ..State::default()
    };
    let resources =
        inherited(document, page, b"Resources").and_then(|object| object.as_dict().ok());
    interpreter.content(&content, resources, state, 0)?;
    Ok(interpreter.glyphs)
}

/// An entry of a page, or of a node above it.
fn inherited<'d>(document: &'d Document, page: ObjectId, name: &[u8]) -> Option<&'d Object> {
    const MAX_NODES: usize = 64;
    let mut node = document.get_dictionary(page).ok()?;
    for _ in 0..MAX_NODES {
        if let Some(found) = node
            .get(name)
            .ok()
            .and_then(|object| resolve(document, object))
        {
            return Some(found);
        }
        node = resolve(document, node.get(b"Parent").ok()?)?
            .as_dict()
            .ok()?;
    }
    None
}

/// How the page is turned for reading.
fn turned(document: &Document, page: ObjectId) -> Matrix {
    let angle = inherited(document, page, b"Rotate").and_then(|object| object.as_i64().ok());
    match angle.unwrap_or(0).rem_euclid(360) {
        90 => Matrix([0.0, -1.0, 1.0, 0.0, 0.0, 0.0]),
        180 => Matrix([-1.0, 0.0, 0.0, -1.0, 0.0, 0.0]),
        270 => Matrix([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]),
        _ => Matrix::IDENTITY,
    }
}

/// What graphics operators set and `q` saves.
#[derive(Clone)]
struct State<'d> {
    ctm: Matrix,
    font: Option<Rc<Font<'d>>>,
    size: f32,
    character_spacing: f32,
    word_spacing: f32,
    /// 1 is as designed.
    stretch: f32,
    leading: f32,
    rise: f32,
    ink: Ink,
}

impl Default for State<'_> {
    fn default() -> Self {
        Self {
            ctm: Matrix::IDENTITY,
            font: None,
            size: 0.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            ink: Ink::default(),
        }
    }
}

struct Interpreter<'d, 'b> {
    document: &'d Document,
    session: &'b mut Session<'d>,
    glyphs: Vec<Glyph>,
    /// Of the page, with the forms on it.
    expanded_bytes: usize,
}

/// What one content stream is drawn with.
struct Scope<'d> {
    resources: Option<&'d Dictionary>,
    state: State<'d>,
    saved: Vec<State<'d>>,
    text: Matrix,
    line: Matrix,
    depth: usize,
}

impl<'d> Interpreter<'d, '_> {
    fn content(
        &mut self,
        content: &[u8],
        resources: Option<&'d Dictionary>,
        state: State<'d>,
        depth: usize,
    ) -> Result<(), ImportProblem> {
        let mut scope = Scope {
            resources,
            state,
            saved: Vec::new(),
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            depth,
        };
        // What follows a malformed operation is lost; what stands before it is not.
        for operation in Content::decode_iter(content).map_while(Result::ok) {
            self.session.count_operation()?;
            self.operation(&operation, &mut scope)?;
        }
        Ok(())
    }

    fn operation(
        &mut self,
        operation: &Operation,
        scope: &mut Scope<'d>,
    ) -> Result<(), ImportProblem> {
        let operands = operation.operands.as_slice();
        match operation.operator.as_str() {
            "Tf" => {
                let font = operands.first().and_then(|name| name.as_name().ok());
                scope.state.font = match font {
                    Some(name) => self.font(name, scope)?,
                    None => None,
                };
                scope.state.size = self.value(operands, 1);
            }
            "Tj" => self.show_all(operands, scope)?,
            "'" => {
                scope.next_line(0.0, -scope.state.leading);
                self.show_all(operands, scope)?;
            }
            "\"" => {
                scope.state.word_spacing = self.value(operands, 0);
                scope.state.character_spacing = self.value(operands, 1);
                scope.next_line(0.0, -scope.state.leading);
                self.show_all(operands.get(2..).unwrap_or_default(), scope)?;
            }
            "TJ" => {
                if let Some(Object::Array(pieces)) = operands.first() {
                    self.show_all(pieces, scope)?;
                }
            }
            "Do" => self.form(operands, scope)?,
            "gs" => self.graphics_state(operands, scope),
            "cs" => {
                let mixes = self.mixes(operands, scope);
                scope.state.ink.choose_space(mixes);
            }
            other => self.set(other, operands, scope),
        }
        Ok(())
    }

    /// Operators that only move or set something.
    fn set(&self, operator: &str, operands: &[Object], scope: &mut Scope<'d>) {
        let (first, second) = (self.value(operands, 0), self.value(operands, 1));
        match operator {
            "q" if scope.saved.len() < MAX_STATES => scope.saved.push(scope.state.clone()),
            "Q" => {
                if let Some(state) = scope.saved.pop() {
                    scope.state = state;
                }
            }
            "cm" => {
                if let Some(matrix) = self.matrix(operands) {
                    scope.state.ctm = matrix.then(scope.state.ctm);
                }
            }
            "BT" => scope.place(Matrix::IDENTITY),
            "Tc" => scope.state.character_spacing = first,
            "Tw" => scope.state.word_spacing = first,
            "Tz" => scope.state.stretch = first / 100.0,
            "TL" => scope.state.leading = first,
            "Ts" => scope.state.rise = first,
            "Tm" => {
                if let Some(matrix) = self.matrix(operands) {
                    scope.place(matrix);
                }
            }
            "Td" => scope.next_line(first, second),
            "TD" => {
                scope.state.leading = -second;
                scope.next_line(first, second);
            }
            "T*" => scope.next_line(0.0, -scope.state.leading),
            "g" | "rg" | "k" | "sc" | "scn" => {
                let values = operands
                    .iter()
                    .map(|operand| number(self.document, operand));
                scope.state.ink.paint(operator, values.collect());
            }
            _ => {}
        }
    }

    /// `/ca` of a named graphics state: how opaque what is filled is.
    fn graphics_state(&self, operands: &[Object], scope: &mut Scope<'d>) {
        let states = self.resource(scope, b"ExtGState", operands);
        let opacity = states
            .and_then(|state| state.as_dict().ok()?.get(b"ca").ok())
            .and_then(|opacity| number(self.document, opacity));
        if let Some(opacity) = opacity {
            scope.state.ink.opacity = opacity.clamp(0.0, 1.0);
        }
    }

    /// Whether the numbers of a colour space are amounts of light or of printing inks.
    fn mixes(&self, operands: &[Object], scope: &Scope<'d>) -> bool {
        let name = operands.first().and_then(|name| name.as_name().ok());
        if name.is_some_and(Ink::is_device) {
            return true;
        }
        let space = self.resource(scope, b"ColorSpace", operands);
        let family = space.and_then(|space| match space {
            Object::Array(parts) => resolve(self.document, parts.first()?)?.as_name().ok(),
            other => other.as_name().ok(),
        });
        family.is_some_and(Ink::is_calibrated)
    }

    /// The resource of a kind that the first operand names.
    fn resource(&self, scope: &Scope<'d>, kind: &[u8], operands: &[Object]) -> Option<&'d Object> {
        let name = operands.first()?.as_name().ok()?;
        let all = resolve(self.document, scope.resources?.get(kind).ok()?)?;
        resolve(self.document, all.as_dict().ok()?.get(name).ok()?)
    }

    fn value(&self, operands: &[Object], place: usize) -> f32 {
        let operand = operands.get(place);
        operand
            .and_then(|operand| number(self.document, operand))
            .unwrap_or(0.0)
    }

    fn matrix(&self, operands: &[Object]) -> Option<Matrix> {
        let mut values = [0.0; 6];
        for (value, operand) in values.iter_mut().zip(operands.get(..6)?) {
            *value = number(self.document, operand)?;
        }
        Some(Matrix(values))
    }

    /// The font with this name, read at its first use in the file.
    fn font(
        &mut self,
        name: &[u8],
        scope: &Scope<'d>,
    ) -> Result<Option<Rc<Font<'d>>>, ImportProblem> {
        let document = self.document;
        let entry = |dictionary: &'d Dictionary, name: &[u8]| {
            let object = resolve(document, dictionary.get(name).ok()?)?;
            object.as_dict().ok()
        };
        let fonts = scope.resources.and_then(|found| entry(found, b"Font"));
        let Some(font) = fonts.and_then(|fonts| entry(fonts, name)) else {
            return Ok(None);
        };
        if let Some(known) = self.session.fonts.get(&std::ptr::from_ref(font)) {
            return Ok(Some(Rc::clone(known)));
        }
        let read = Rc::new(Font::of(document, font));
        self.session.font_map_bytes += read.map_bytes;
        if self.session.font_map_bytes > MAX_FONT_MAP_BYTES {
            return Err(bound(Bound::ExpandedBytes, MAX_FONT_MAP_BYTES));
        }
        self.session.widths += read.read_widths;
        if self.session.widths > MAX_FILE_WIDTHS {
            return Err(bound(Bound::Elements, MAX_FILE_WIDTHS));
        }
        self.session.fonts.insert(font, Rc::clone(&read));
        Ok(Some(read))
    }

    /// Strings to show, and numbers that move what follows.
    fn show_all(&mut self, pieces: &[Object], scope: &mut Scope<'d>) -> Result<(), ImportProblem> {
        for piece in pieces {
            match piece {
                Object::String(text, _) => self.show(text, scope)?,
                other => {
                    if let Some(back) = number(self.document, other) {
                        let state = &scope.state;
                        let x = -back / 1000.0 * state.size * state.stretch;
                        scope.text = Matrix::shift(x, 0.0).then(scope.text);
                    }
                }
            }
        }
        Ok(())
    }

    fn show(&mut self, text: &[u8], scope: &mut Scope<'d>) -> Result<(), ImportProblem> {
        let state = scope.state.clone();
        let Some(font) = &state.font else {
            return Ok(());
        };
        for code in font.codes(text) {
            self.session.glyphs += 1;
            if self.session.glyphs > MAX_GLYPHS {
                return Err(bound(Bound::Elements, MAX_GLYPHS));
            }
            let spacing = state.character_spacing
                + if code.is_space {
                    state.word_spacing
                } else {
                    0.0
                };
            let advance = (code.width / 1000.0 * state.size) * state.stretch;
            let at = Matrix::shift(0.0, state.rise)
                .then(scope.text)
                .then(state.ctm);
            match code.text {
                Some(text) => self.place(text, at, advance, &state),
                None => self.session.unknown_characters += 1,
            }
            let x = advance + spacing * state.stretch;
            scope.text = Matrix::shift(x, 0.0).then(scope.text);
        }
        Ok(())
    }

    fn place(&mut self, text: String, at: Matrix, advance: f32, state: &State<'_>) {
        // Turned text is a stamp, a watermark or a label of a drawing.
        if at.turns() {
            self.session.slanted += 1;
            return;
        }
        let (x, y) = at.origin();
        let (wide, high) = at.scales();
        let glyph = Glyph {
            text,
            x,
            y,
            x_end: x + advance * wide,
            size: (state.size * high).abs(),
            faint: state.ink.is_faint(),
        };
        let usable = [glyph.x, glyph.y, glyph.x_end]
            .iter()
            .all(|place| place.abs() < 1e6);
        if usable && glyph.size > 0.1 && glyph.size < 1e4 {
            self.glyphs.push(glyph);
        }
    }

    /// A form: content of its own that is drawn here.
    fn form(&mut self, operands: &[Object], scope: &Scope<'d>) -> Result<(), ImportProblem> {
        let document = self.document;
        let name = operands.first().and_then(|name| name.as_name().ok());
        let found = || {
            let forms = resolve(document, scope.resources?.get(b"XObject").ok()?)?;
            let form = resolve(document, forms.as_dict().ok()?.get(name?).ok()?)?;
            let form = form.as_stream().ok()?;
            let kind = form.dict.get(b"Subtype").ok()?.as_name().ok()?;
            (kind == b"Form").then_some(form)
        };
        let Some(form) = found().filter(|_| scope.depth < MAX_FORMS) else {
            return Ok(());
        };
        self.session.forms += 1;
        if self.session.forms > MAX_DRAWN_FORMS {
            return Err(bound(Bound::Operations, MAX_DRAWN_FORMS));
        }
        let left = MAX_CONTENT_BYTES.saturating_sub(self.expanded_bytes);
        let Some(content) = self.session.expand(form, left)? else {
            return Ok(());
        };
        self.expanded_bytes += content.len();
        let own = form.dict.get(b"Matrix").ok();
        let own = own
            .and_then(|object| resolve(document, object)?.as_array().ok())
            .and_then(|values| self.matrix(values))
            .unwrap_or(Matrix::IDENTITY);
        let state = State {
            ctm: own.then(scope.state.ctm),
            ..scope.state.clone()
        };
        let resources = form.dict.get(b"Resources").ok();
        let resources = resources
            .and_then(|object| resolve(document, object)?.as_dict().ok())
            .or(scope.resources);
        self.content(&content, resources, state, scope.depth + 1)
    }
}

impl Scope<'_> {
    fn place(&mut self, matrix: Matrix) {
        self.text = matrix;
        self.line = matrix;
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.place(Matrix::shift(x, y).then(self.line));
    }
}
