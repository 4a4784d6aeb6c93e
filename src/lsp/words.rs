//! What may be written at a place, and what a word there means: from the shape and the vocabulary, as in the check.

use super::cursor::Cursor;
use crate::geo::State;
use crate::shape::{Field, Kind, Object, values};
use crate::vocabulary::Vocabulary;

/// A word that may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// What is written.
    pub(super) text: String,
    /// Its label for people.
    pub(super) label: String,
    /// What it means.
    pub(super) about: String,
    /// It is a key, and a colon follows.
    pub(super) key: bool,
}

/// The mapping below these keys.
fn object(shape: &'static Object, above: &[String]) -> Option<&'static Object> {
    above.iter().try_fold(shape, |object, key| inner(&object.field(key)?.kind))
}

fn inner(kind: &'static Kind) -> Option<&'static Object> {
    match kind {
        Kind::Object(object) | Kind::Named(object) => Some(object),
        Kind::List(kind) | Kind::OneOrMany(kind) => inner(kind),
        _ => None,
    }
}

/// Everything that may be written at `cursor`.
pub(super) fn choices(shape: &'static Object, cursor: &Cursor, vocabulary: &Vocabulary) -> Vec<Word> {
    let Some(object) = object(shape, &cursor.above) else { return Vec::new() };
    let Some(key) = &cursor.key else { return keys(object) };
    let Some(field) = object.field(key) else { return Vec::new() };
    match inner(&field.kind) {
        // The first key of an item.
        Some(object) => keys(object),
        None => of(&field.kind, field, vocabulary),
    }
}

fn keys(object: &'static Object) -> Vec<Word> {
    object.fields.iter().map(key).collect()
}

fn key(field: &Field) -> Word {
    let about = format!("{}\n\n`{}: {}`", field.about, field.key, field.example);
    Word { text: field.key.to_owned(), label: field.about.to_owned(), about, key: true }
}

fn of(kind: &'static Kind, field: &Field, vocabulary: &Vocabulary) -> Vec<Word> {
    match kind {
        Kind::List(kind) | Kind::OneOrMany(kind) => of(kind, field, vocabulary),
        Kind::Term(facet) => vocabulary
            .terms(*facet)
            .map(|id| {
                let term = vocabulary.get(id);
                let (label, about) = (term.label.get("en").to_owned(), term.about.get("en").to_owned());
                Word { text: term.slug.clone(), label, about, key: false }
            })
            .collect(),
        Kind::Choice(words) => words
            .iter()
            .map(|word| Word {
                text: (*word).to_owned(),
                label: String::new(),
                about: field.about.to_owned(),
                key: false,
            })
            .collect(),
        Kind::Value(form) if std::ptr::eq(*form, &raw const values::STATE) => State::all()
            .map(|state| Word {
                text: state.code().to_owned(),
                label: state.name().to_owned(),
                about: String::new(),
                key: false,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// What the word `text` at `cursor` means.
pub(super) fn meaning(shape: &'static Object, cursor: &Cursor, text: &str, vocabulary: &Vocabulary) -> Option<Word> {
    let object = object(shape, &cursor.above)?;
    if let Some(of_key) = cursor.key.as_deref().and_then(|key| object.field(key)) {
        let word = choices(shape, cursor, vocabulary).into_iter().find(|word| word.text == text);
        return word.or_else(|| Some(key(of_key)));
    }
    object.field(text).map(key)
}
