//! One term: its name, its meaning, what people call it, and the survey codes that stand for it.

use super::Facet;
use std::collections::BTreeMap;
use std::fmt;

/// The language whose text stands in for a missing one.
const FALLBACK: &str = "en";

/// A term by its number in one [`Vocabulary`](super::Vocabulary).
///
/// Ids sort by facet, then by the order of the facet's file, a site's own terms last. An id means nothing in
/// another vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(pub(super) u16);

impl TermId {
    /// The number, for tables with one row a term.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// One text in several languages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts(BTreeMap<String, String>);

impl Texts {
    /// The text in `lang` (`es`, or `es-US`, which falls back to `es`), or else in English, or else nothing.
    pub fn get(&self, lang: &str) -> &str {
        let primary = || lang.split('-').next().unwrap_or_default();
        self.exact(lang).or_else(|| self.exact(primary())).or_else(|| self.exact(FALLBACK)).unwrap_or_default()
    }

    /// The text written in `lang` itself.
    pub fn exact(&self, lang: &str) -> Option<&str> {
        self.0.get(lang).map(String::as_str)
    }

    /// Language codes and texts, in the order of the codes.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(lang, text)| (lang.as_str(), text.as_str()))
    }

    pub(super) fn overlay(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

impl FromIterator<(String, String)> for Texts {
    /// Blank texts count as absent.
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        Self(pairs.into_iter().filter(|(_, text)| !text.trim().is_empty()).collect())
    }
}

/// What people call a term, by language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synonyms(BTreeMap<String, Vec<String>>);

impl Synonyms {
    /// The synonyms in `lang`. There is no fallback: a name in another language is another name.
    pub fn get(&self, lang: &str) -> &[String] {
        self.0.get(lang).map_or(&[], Vec::as_slice)
    }

    /// Language codes and synonyms, in the order of the codes and of the file.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(lang, all)| all.iter().map(move |text| (lang.as_str(), text.as_str())))
    }
}

impl Synonyms {
    pub(super) fn overlay(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

impl FromIterator<(String, Vec<String>)> for Synonyms {
    fn from_iter<I: IntoIterator<Item = (String, Vec<String>)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

/// A set of survey codes. The survey renamed 30 codes for 2025, and two of them took over the name of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Generation {
    /// Directories up to the year 2024.
    To2024,
    /// Directories and interfaces from 2025 on.
    From2025,
}

/// A survey code with the category that gives it its meaning. Written `SET:IOP`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code {
    /// The category, such as `SET` (service setting).
    pub category: String,
    /// The code, such as `IOP`. Capitals matter.
    pub code: String,
}

impl Code {
    /// Reads `SET:IOP`.
    pub fn parse(text: &str) -> Option<Self> {
        let (category, code) = text.split_once(':')?;
        let fine = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        (fine(category) && fine(code)).then(|| Self { category: category.to_owned(), code: code.to_owned() })
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.category, self.code)
    }
}

/// The survey codes that stand for a term.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Codes {
    /// Codes of [`Generation::To2024`].
    pub to_2024: Vec<Code>,
    /// Codes of [`Generation::From2025`].
    pub from_2025: Vec<Code>,
}

impl Codes {
    /// The codes of one generation.
    pub fn of(&self, generation: Generation) -> &[Code] {
        match generation {
            Generation::To2024 => &self.to_2024,
            Generation::From2025 => &self.from_2025,
        }
    }
}

/// One entry of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The facet it belongs to.
    pub facet: Facet,
    /// What listings write. Unique within the facet only.
    pub slug: String,
    /// What a person reads.
    pub label: Texts,
    /// One plain sentence: what it means for a person. Empty where a site has not written one.
    pub about: Texts,
    /// What people type for it.
    pub synonyms: Synonyms,
    /// The survey codes that stand for it.
    pub codes: Codes,
}

impl Term {
    /// Everything the term is called: slug, labels, synonyms.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let labels = self.label.iter().map(|(_, text)| text);
        std::iter::once(self.slug.as_str()).chain(labels).chain(self.synonyms.iter().map(|(_, text)| text))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Code, Texts};

    fn texts(pairs: &[(&str, &str)]) -> Texts {
        pairs.iter().map(|&(lang, text)| (lang.to_owned(), text.to_owned())).collect()
    }

    #[test]
    fn a_missing_language_falls_back_to_its_main_form_and_then_to_english() {
        let both = texts(&[("en", "Women"), ("es", "Mujeres")]);
        assert_eq!(both.get("es"), "Mujeres");
        assert_eq!(both.get("es-PR"), "Mujeres");
        assert_eq!(both.get("vi"), "Women");
        assert_eq!(texts(&[("es", "Mujeres"), ("en", "  ")]).get("en"), "");
    }

    #[test]
    fn a_code_needs_its_category() {
        assert_eq!(Code::parse("SG:MHSU").unwrap().to_string(), "SG:MHSU");
        for bad in ["MHSU", "SG:", ":MHSU", "SG:MH SU", "SG:MH:SU"] {
            assert_eq!(Code::parse(bad), None, "{bad}");
        }
    }
}
