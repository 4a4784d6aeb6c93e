//! One text of the interface: words with holes in them, in as many plural forms as the language has.

use super::plurals::{CATEGORIES, OTHER, Plurals};
use std::collections::BTreeSet;

/// A text, cut into pieces once.
#[derive(Debug, Clone)]
pub(super) enum Text {
    /// No holes: ready to be handed out.
    Fixed(tera::Value),
    /// The same for every count.
    Filled(Pieces),
    /// One form a category, in the order of [`CATEGORIES`].
    Plural(Box<[Option<Pieces>; CATEGORIES.len()]>),
}

/// Words and holes in turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pieces(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Words(String),
    Hole(String),
}

/// Why a text could not be filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unfilled {
    /// Nothing was given for this hole.
    Missing(String),
    /// A text with plural forms needs a whole number.
    Count,
}

impl Pieces {
    /// Cuts `text` at its placeholders. `{{` and `}}` stand for braces.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut words = String::new();
        let mut rest = text;
        while let Some(brace) = rest.find(['{', '}']) {
            words.push_str(&rest[..brace]);
            rest = &rest[brace..];
            if rest.starts_with("{{") || rest.starts_with("}}") {
                words.push_str(&rest[..1]);
                rest = &rest[2..];
            } else if rest.starts_with('}') {
                return Err("a `}` has no `{` before it".to_owned());
            } else {
                let Some(end) = rest.find('}') else { return Err("a `{` has no `}` after it".to_owned()) };
                let name = &rest[1..end];
                if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
                    return Err(format!("`{{{name}}}` is not a placeholder"));
                }
                if !words.is_empty() {
                    pieces.push(Piece::Words(std::mem::take(&mut words)));
                }
                pieces.push(Piece::Hole(name.to_owned()));
                rest = &rest[end + 1..];
            }
        }
        words.push_str(rest);
        if !words.is_empty() {
            pieces.push(Piece::Words(words));
        }
        Ok(Self(pieces))
    }

    /// The names of the placeholders.
    pub(super) fn holes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Hole(name) => Some(&**name),
            Piece::Words(_) => None,
        })
    }

    /// The words as a strings file has them, with `{names}`.
    fn written(&self) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Hole(name) => format!("{{{name}}}"),
        };
        self.0.iter().map(piece).collect()
    }

    /// Writes the words to `out` and lets `value` write what belongs in each hole; it says whether it had something.
    pub(super) fn fill(
        &self,
        out: &mut String,
        mut value: impl FnMut(&str, &mut String) -> bool,
    ) -> Result<(), Unfilled> {
        for piece in &self.0 {
            match piece {
                Piece::Words(words) => out.push_str(words),
                Piece::Hole(name) if value(name, out) => {}
                Piece::Hole(name) => return Err(Unfilled::Missing(name.clone())),
            }
        }
        Ok(())
    }
}

impl Text {
    /// A text with one form.
    pub(super) fn plain(pieces: Pieces) -> Self {
        match &*pieces.0 {
            [] => Self::Fixed(tera::Value::from("")),
            [Piece::Words(words)] => Self::Fixed(tera::Value::from(&**words)),
            _ => Self::Filled(pieces),
        }
    }

    /// The names of the placeholders of all forms.
    pub(super) fn holes(&self) -> BTreeSet<&str> {
        match self {
            Self::Fixed(_) => BTreeSet::new(),
            Self::Filled(pieces) => pieces.holes().collect(),
            Self::Plural(forms) => forms.iter().flatten().flat_map(Pieces::holes).collect(),
        }
    }

    /// Whether the text needs a count to choose its form.
    pub(super) fn needs_count(&self) -> bool {
        matches!(self, Self::Plural(_))
    }

    /// The text for a script, which fills the holes itself: a line, or one for each plural form.
    pub(super) fn for_script(&self) -> serde_json::Value {
        match self {
            Self::Fixed(value) => value.as_str().unwrap_or_default().into(),
            Self::Filled(pieces) => pieces.written().into(),
            Self::Plural(forms) => {
                let forms = CATEGORIES.iter().zip(&**forms);
                forms.filter_map(|(name, form)| Some(((*name).to_owned(), form.as_ref()?.written()))).collect()
            }
        }
    }

    /// The words of a text without holes.
    pub(super) fn fixed(&self) -> Option<&str> {
        match self {
            Self::Fixed(value) => value.as_str(),
            Self::Filled(_) | Self::Plural(_) => None,
        }
    }

    /// The form for `count`.
    pub(super) fn form(&self, plurals: &Plurals, count: Option<u64>) -> Result<Option<&Pieces>, Unfilled> {
        match self {
            Self::Fixed(_) => Ok(None),
            Self::Filled(pieces) => Ok(Some(pieces)),
            Self::Plural(forms) => {
                let chosen = plurals.category(count.ok_or(Unfilled::Count)?);
                Ok(forms[chosen].as_ref().or(forms[OTHER].as_ref()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Pieces, Plurals, Text, Unfilled};

    fn filled(text: &str) -> Result<String, Unfilled> {
        let mut out = String::new();
        Pieces::parse(text).unwrap().fill(&mut out, |name, out| {
            out.push('X');
            name == "name"
        })?;
        Ok(out)
    }

    #[test]
    fn placeholders_are_filled_and_braces_can_be_written() {
        assert_eq!(filled("Call {name} {{now}}").unwrap(), "Call X {now}");
        assert_eq!(filled("{nam}"), Err(Unfilled::Missing("nam".into())));
    }

    #[test]
    fn broken_placeholders_are_refused() {
        for text in ["{", "a } b", "{a b}", "{}", "{a"] {
            assert!(Pieces::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn scripts_get_the_words_with_their_holes() {
        let form = |text: &str| Pieces::parse(text).unwrap();
        assert_eq!(Text::plain(form("Hello")).for_script(), "Hello");
        assert_eq!(Text::plain(form("Call {name}")).for_script(), "Call {name}");
        let plural = Text::Plural(Box::new([None, Some(form("{n} mile")), None, None, None, Some(form("{n} miles"))]));
        assert_eq!(plural.for_script(), serde_json::json!({ "one": "{n} mile", "other": "{n} miles" }));
    }

    #[test]
    fn a_category_without_its_own_form_is_shown_as_other() {
        let form = |text: &str| Some(Pieces::parse(text).unwrap());
        let text = Text::Plural(Box::new([None, form("uno"), None, None, None, form("otros")]));
        let plurals = Plurals::new("es").unwrap();
        let chosen = |n| text.form(&plurals, Some(n)).unwrap().cloned();
        assert_eq!(chosen(1), form("uno"));
        assert_eq!(chosen(1_000_000), form("otros"));
        assert_eq!(text.form(&plurals, None), Err(Unfilled::Count));
    }
}
