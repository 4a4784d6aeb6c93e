//! The plural forms of a language, by the rules of CLDR.

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules, PluralRulesOptions};
use std::collections::BTreeSet;

/// The categories of CLDR, in its order, by the names that strings files use.
pub(super) const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The place of `other`, which every language has.
pub(super) const OTHER: usize = 5;

/// How many counts are looked up once for all.
const SMALL: u64 = 1_000;

/// Which form a count takes. ICU's own rules cannot be shared between threads, so the small counts, which are nearly
/// all there are, are kept as a table.
#[derive(Debug)]
pub(super) struct Plurals {
    locale: Locale,
    small: Vec<usize>,
    possible: Vec<&'static str>,
}

impl Plurals {
    /// The rules of the language `code`. `None` if that is not a language code.
    pub(super) fn new(code: &str) -> Option<Self> {
        let locale: Locale = code.parse().ok()?;
        let rules = rules(&locale)?;
        let mut possible: Vec<usize> = rules.categories().map(index).collect();
        possible.sort_unstable();
        Some(Self {
            small: (0..SMALL).map(|count| index(rules.category_for(count))).collect(),
            possible: possible.into_iter().map(|i| CATEGORIES[i]).collect(),
            locale,
        })
    }

    /// The place in [`CATEGORIES`] of the form for `count`.
    pub(super) fn category(&self, count: u64) -> usize {
        let small = usize::try_from(count).ok().and_then(|count| self.small.get(count));
        small.copied().unwrap_or_else(|| rules(&self.locale).map_or(OTHER, |rules| index(rules.category_for(count))))
    }

    /// The forms the language has at all.
    pub(super) fn possible(&self) -> &[&'static str] {
        &self.possible
    }

    /// The forms that a translator has to write: those that some small count takes, and `other`. In Spanish or French
    /// `many` begins at a million, where `other` reads well enough.
    pub(super) fn needed(&self) -> BTreeSet<&'static str> {
        self.small.iter().copied().chain([OTHER]).map(|i| CATEGORIES[i]).collect()
    }
}

fn rules(locale: &Locale) -> Option<PluralRules> {
    PluralRules::try_new(locale.into(), PluralRulesOptions::default()).ok()
}

fn index(category: PluralCategory) -> usize {
    match category {
        PluralCategory::Zero => 0,
        PluralCategory::One => 1,
        PluralCategory::Two => 2,
        PluralCategory::Few => 3,
        PluralCategory::Many => 4,
        PluralCategory::Other => OTHER,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{CATEGORIES, Plurals};

    fn needed(code: &str) -> Vec<&'static str> {
        Plurals::new(code).unwrap().needed().into_iter().collect()
    }

    #[test]
    fn the_forms_follow_the_language() {
        assert_eq!(needed("en"), ["one", "other"]);
        assert_eq!(needed("es"), ["one", "other"]);
        assert_eq!(Plurals::new("es").unwrap().possible(), ["one", "many", "other"]);
        assert_eq!(needed("ru"), ["few", "many", "one", "other"]);
        assert_eq!(needed("ar").len(), 6);
        assert_eq!(needed("ja"), ["other"]);
        assert!(Plurals::new("not a code").is_none());
    }

    #[test]
    fn large_counts_follow_the_rules_too() {
        let form = |code: &str, count| CATEGORIES[Plurals::new(code).unwrap().category(count)];
        assert_eq!((form("ru", 21), form("ru", 10_021), form("ru", 10_012)), ("one", "one", "many"));
        assert_eq!((form("en", 1), form("en", 0), form("en", 1_001)), ("one", "other", "other"));
        assert_eq!(form("es", 1_000_000), "many");
    }
}
