//! The form for a new listing.

use super::StateName;
use serde::Serialize;
use tera::Value;

/// The form for a new listing, made from the fields of listings.
#[derive(Debug, Serialize)]
pub struct Form<'a> {
    /// Its parts, in order.
    pub parts: Vec<FormPart<'a>>,
    /// All states and territories.
    pub states: Vec<StateName>,
    /// What the script needs to know of fields and addresses, safe inside a script element.
    pub table: Value,
    /// What people call the place of the repository: `GitHub`, `GitLab`, `Codeberg`; null without one.
    pub forge: Option<&'a str>,
    /// Address of an issue, or of a letter where there is no repository, for those who do not use the form.
    pub new_url: Option<String>,
    /// The folder of the listings in the repository, for those who write the file by hand.
    pub folder_url: Option<String>,
    /// Where a listing may be sent by mail.
    pub email: Option<&'a str>,
}

/// A part of the form.
#[derive(Debug, Serialize)]
pub struct FormPart<'a> {
    /// Which: `place`, `contact`, `program`, `paying`, `access`, `words`, `checked`.
    pub key: &'static str,
    /// Fields that are always in view.
    pub fields: Vec<FormField<'a>>,
    /// Fields that most listings leave out; to be folded.
    pub more: Vec<FormField<'a>>,
}

/// A field of the form.
#[derive(Debug, Serialize)]
pub struct FormField<'a> {
    /// The path with underscores, for ids and for the keys of texts: `location_city`.
    pub key: String,
    /// Its place in the file: `location.city`; below a program, within the program.
    pub path: &'static str,
    /// What it holds: `text`, `zip`, `phone`, `url`, `email`, `date`, `state`, `choice`, `place`, `range`, `terms`, `states`.
    pub kind: &'static str,
    /// The form cannot be sent without it.
    pub required: bool,
    /// Characters of a text, at most.
    pub most: Option<usize>,
    /// Words to choose from.
    pub choices: &'static [&'static str],
    /// Terms to choose from, as a list of terms.
    pub terms: Vec<Value>,
    /// Name of the facet of the terms; null for other fields, whose names are texts of the theme.
    pub label: Option<&'a str>,
    /// What the facet means.
    pub about: Option<&'a str>,
}
