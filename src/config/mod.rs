//! `waypost.yaml`: what a directory's owner sets. Strict: an unknown key is an error with a suggestion.

mod fields;
mod read;

use crate::diagnostic::{Place, Severity};
use crate::forge::Repository;
use crate::geo::State;
use crate::listing::phone::Number;
use std::collections::BTreeMap;

pub use fields::SITE;
pub(crate) use read::names;
pub use read::{parse, read};

/// The name of the site file.
pub const FILE_NAME: &str = "waypost.yaml";

/// Days after which a confirmation grows old.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Freshness {
    /// Due for a call.
    pub aging_days: i32,
    /// Shown with a caution.
    pub stale_days: i32,
    /// Shown last in lists.
    pub demote_days: i32,
}

impl Default for Freshness {
    fn default() -> Self {
        Self { aging_days: 180, stale_days: 365, demote_days: 548 }
    }
}

/// A text of the site file: the same in all languages, or one for each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// With language codes; without one it is for all languages.
    texts: Vec<(Option<String>, String)>,
}

impl Words {
    /// The text in the language `code`, which is one of the site's.
    pub fn get(&self, code: &str) -> &str {
        let own = self.texts.iter().find(|(language, _)| language.as_deref() == Some(code));
        own.or(self.texts.first()).map_or("", |(_, text)| text)
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self { texts: vec![(None, text.to_owned())] }
    }
}

/// A line of thanks in the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// The words.
    pub text: Words,
    /// Where they lead.
    pub url: Option<String>,
}

/// A line for people in danger that a state has beside the national ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrisisLine {
    /// The state whose pages show it.
    pub state: State,
    /// What it is called.
    pub name: Words,
    /// Its number.
    pub phone: Number,
    /// When it is open, and for whom it is.
    pub hours: Option<Words>,
}

/// Who runs the directory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Owner {
    /// Name.
    pub name: Words,
    /// Their page.
    pub url: Option<String>,
    /// Where corrections are read.
    pub email: Option<String>,
    /// Who pays.
    pub funding: Option<Words>,
}

/// What a site sets of one of its theme's tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenSetting {
    /// The token's name, without hyphens before it.
    pub name: String,
    /// Where the name stands.
    pub place: Place,
    /// The value on light pages, and where it stands; the theme's own if absent.
    pub light: Option<(String, Place)>,
    /// The value on dark pages, in the same way.
    pub dark: Option<(String, Place)>,
}

/// The checked site file.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// The name of the directory.
    pub title: Words,
    /// One or two sentences about it.
    pub description: Words,
    /// The public address, ending with a slash.
    pub base_url: url::Url,
    /// Language codes; the first is at the root.
    pub languages: Vec<String>,
    /// The theme.
    pub theme: String,
    /// Where it is named.
    pub theme_place: Option<Place>,
    /// Settings for the theme: key, value, and where it stands.
    pub theme_params: Vec<(String, String, Place)>,
    /// What the site sets of the theme's tokens.
    pub theme_tokens: Vec<TokenSetting>,
    /// The listings are samples.
    pub demonstration: bool,
    /// The words of the sample banner.
    pub sample_notice: Option<Words>,
    /// Whom the site thanks.
    pub credits: Vec<Credit>,
    /// Crisis lines of states, in the order of the file.
    pub crisis_lines: Vec<CrisisLine>,
    /// Who runs it.
    pub owner: Option<Owner>,
    /// Where the files are kept.
    pub repository: Option<Repository>,
    /// Account names of those who may change any file.
    pub editors: Vec<String>,
    /// Where it is published.
    pub host: String,
    /// A domain of its own.
    pub domain: Option<String>,
    /// When confirmations grow old.
    pub freshness: Freshness,
    /// Listings on one page of a list.
    pub page_size: usize,
    /// The site has a search.
    pub search: bool,
    /// Pages have maps.
    pub maps: bool,
    /// Visitors can save programs and compare them.
    pub saved: bool,
    /// There is a form for new listings, if there is somewhere to send them: see [`Site::takes_listings`].
    pub submit: bool,
    /// Entries of the feed.
    pub feed_size: usize,
    /// Severities that differ from the rules' own; `None` switches a rule off.
    pub severity: BTreeMap<String, Option<Severity>>,
    /// The day for which the site is always built.
    pub date: Option<jiff::civil::Date>,
}

impl Site {
    /// The folder of the site on its host: `/` or `/sub/`.
    pub fn base_path(&self) -> &str {
        self.base_url.path()
    }

    /// Where corrections are read.
    pub fn email(&self) -> Option<&str> {
        self.owner.as_ref()?.email.as_deref()
    }

    /// True if there is a form for new listings.
    pub fn takes_listings(&self) -> bool {
        self.submit && (self.repository.is_some() || self.email().is_some())
    }
}
