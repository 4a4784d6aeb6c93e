//! The functions and filters that templates have besides Tera's own: `t`, `texts`, `asset`, `date` and `number`.

use super::assets::Assets;
use super::nearest::did_you_mean;
use super::strings::{self, GROUP, Language, Strings};
use super::templates::Template;
use super::text::Unfilled;
use crate::diagnostic::{Diagnostic, Place, rules};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// The pattern of a date, with {day}, {month} and {year}.
const DATE: &str = "date_long";

fn month_key(month: usize) -> String {
    format!("month_{month}")
}

/// Gives `tera` the functions and filters of one language. What was there before is replaced.
pub(super) fn register(tera: &mut Tera, language: &Arc<Language>, assets: &Arc<Assets>) {
    let words = Arc::clone(language);
    tera.register_function("t", move |arguments: Kwargs, _: &State<'_>| translate(&words, &arguments));
    let words = Arc::clone(language);
    tera.register_function("texts", move |arguments: Kwargs, _: &State<'_>| {
        let prefix = arguments.must_get::<&str>("prefix")?;
        Ok(Value::safe_string(&words.for_script(prefix)))
    });
    let assets = Arc::clone(assets);
    tera.register_function("asset", move |arguments: Kwargs, _: &State<'_>| {
        let path = arguments.must_get::<&str>("path")?;
        let unknown = || Error::message(or_help(format!("there is no asset `{path}`"), path, assets.paths()));
        assets.value(path).cloned().ok_or_else(unknown)
    });
    let dates = Dates::new(language);
    tera.register_filter("date", move |value: Value, _: Kwargs, _: &State<'_>| dates.format(&value));
    let words = Arc::clone(language);
    tera.register_filter("number", move |value: Value, _: Kwargs, _: &State<'_>| number(&words, &value));
}

fn or_help<'a>(message: String, word: &str, known: impl Iterator<Item = &'a str>) -> String {
    match did_you_mean(word, known) {
        Some(help) => format!("{message}; {help}"),
        None => message,
    }
}

fn translate(language: &Language, arguments: &Kwargs) -> TeraResult<Value> {
    let key = arguments.must_get::<&str>("key")?;
    let Some(text) = language.get(key) else {
        return Err(Error::message(or_help(format!("there is no text `{key}`"), key, language.keys())));
    };
    if let super::text::Text::Fixed(value) = text {
        return Ok(value.clone());
    }
    let count = match arguments.get::<&Value>("count")? {
        None => None,
        Some(value) => Some(whole(value).ok_or_else(|| {
            Error::message(format!("the `count` of the text `{key}` is not a number but {}", value.name()))
        })?),
    };
    // Ten and a half hours are counted like eleven, and shown as they are.
    let fraction = arguments.get::<&Value>("count")?.filter(|value| value.as_i128().is_none());
    let mut out = String::with_capacity(64);
    let filled = language.fill(text, count, &mut out, |name, out| match (name, count) {
        ("count", Some(_)) if fraction.is_some() => fraction.is_some_and(|value| write(value, out)),
        ("count", Some(count)) => {
            language.write_number(count.into(), out);
            true
        }
        // A key is never a value.
        ("key", _) => false,
        _ => arguments.get::<&Value>(name).ok().flatten().is_some_and(|value| write(value, out)),
    });
    match filled {
        Ok(()) => Ok(Value::from(out)),
        Err(Unfilled::Missing(name)) => Err(Error::message(format!("the text `{key}` needs a value for {{{name}}}"))),
        Err(Unfilled::Count) => Err(Error::message(format!("the text `{key}` has plural forms and needs a `count`"))),
    }
}

/// Writes a value that a person can read. Nothing, lists and maps are not.
fn write(value: &Value, out: &mut String) -> bool {
    if let Some(text) = value.as_str() {
        out.push_str(text);
        return true;
    }
    // Writing to a String cannot fail.
    value.is_number() && write!(out, "{value}").is_ok()
}

/// The number that chooses a plural form.
fn whole(value: &Value) -> Option<u64> {
    if let Some(number) = value.as_i128() {
        return u64::try_from(number).ok();
    }
    let number = value.as_f64().filter(|n| (0.0..1e9).contains(n))?;
    // In bounds by the line above.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    Some(number.ceil() as u64)
}

fn number(language: &Language, value: &Value) -> TeraResult<String> {
    let mut out = String::new();
    if let Some(number) = value.as_i128() {
        language.write_number(number, &mut out);
        return Ok(out);
    }
    Err(Error::message(format!("`number` needs a whole number, found {}", value.name())))
}

/// What a language needs to write dates, gathered once.
struct Dates {
    language: Arc<Language>,
    months: Vec<String>,
}

impl Dates {
    fn new(language: &Arc<Language>) -> Self {
        let month = |n| language.get(&month_key(n)).and_then(|text| text.fixed()).unwrap_or_default().to_owned();
        Self { language: Arc::clone(language), months: (1..=12).map(month).collect() }
    }

    fn format(&self, value: &Value) -> TeraResult<String> {
        let Some(date) = value.as_str().and_then(parse) else {
            return Err(Error::message(match value.as_str() {
                Some(text) => format!("`{text}` is not a date such as 2026-09-01"),
                None => format!("`date` needs a text such as 2026-09-01, found {}", value.name()),
            }));
        };
        let month = usize::try_from(date.month()).ok().and_then(|n| self.months.get(n - 1));
        let (Some(month), Some(pattern)) = (month, self.language.get(DATE)) else {
            return Err(Error::message(format!("there is no text `{DATE}`")));
        };
        let mut out = String::new();
        let filled = self.language.fill(pattern, None, &mut out, |name, out| {
            // Writing to a String cannot fail.
            match name {
                "day" => write!(out, "{}", date.day()).is_ok(),
                "month" => write!(out, "{month}").is_ok(),
                "year" => write!(out, "{}", date.year()).is_ok(),
                _ => false,
            }
        });
        filled
            .map(|()| out)
            .map_err(|_| Error::message(format!("the text `{DATE}` may use {{day}}, {{month}} and {{year}}")))
    }
}

fn parse(text: &str) -> Option<jiff::civil::Date> {
    // jiff would also take a date with a time.
    if text.len() == 10 { text.parse().ok() } else { None }
}

/// Checks what can be known of `t`, `asset`, `date` and `number` before a page is made. A text or asset that is missing
/// is one finding, however often it is asked for.
pub(super) fn check(templates: &[Template], strings: &Strings, assets: &Assets, findings: &mut Vec<Diagnostic>) {
    let mut no_text = Places::new();
    let mut no_asset = Places::new();
    let calls = templates.iter().flat_map(|template| &template.facts.calls).filter(|call| call.function.name == "t");
    let slips = strings::check_overrides(strings, &calls.collect::<Vec<_>>(), findings);
    for template in templates {
        let file = template.file();
        for call in &template.facts.calls {
            match &*call.function.name {
                "t" => strings::check_call(strings, call, file, &slips, &mut no_text, findings),
                "texts" => strings::check_texts(strings, call, file, &mut no_text, findings),
                "asset" => {
                    if let Some(path) = call.literal("path")
                        && assets.output(&path.name).is_none()
                    {
                        no_asset.entry(path.name.clone()).or_default().push(file.place(&path.at));
                    }
                }
                _ => {}
            }
        }
    }
    findings.extend(no_text.iter().filter_map(|(key, places)| Some(at_all(strings::check_key(strings, key)?, places))));
    findings.extend(no_asset.iter().map(|(path, places)| at_all(assets.unknown(path), places)));
    check_filter(
        "date",
        &(1..=12).map(month_key).chain([DATE.to_owned()]).collect::<Vec<_>>(),
        templates,
        strings,
        findings,
    );
    check_filter("number", &[GROUP.to_owned()], templates, strings, findings);
    check_pattern(strings, findings);
}

/// Where each missing name is asked for.
pub(super) type Places = BTreeMap<String, Vec<Place>>;

/// Puts a finding at the first place and names a few of the others.
fn at_all(mut finding: Diagnostic, places: &[Place]) -> Diagnostic {
    finding.place = places.first().cloned();
    places.iter().skip(1).take(3).fold(finding, |finding, place| finding.related(place.clone(), "also asked for here"))
}

/// Checks that every language has the texts `keys` if a template uses `filter`.
fn check_filter(
    filter: &str,
    keys: &[String],
    templates: &[Template],
    strings: &Strings,
    findings: &mut Vec<Diagnostic>,
) {
    let uses = templates.iter().flat_map(|template| {
        let named = template.facts.filters.iter().filter(|named| named.name == filter);
        named.map(|named| template.file().place(&named.at))
    });
    let Some(place) = uses.into_iter().next() else { return };
    for language in &strings.languages {
        let lacks = |key: &&str| language.get(key).is_none() && !strings::is_known(strings, key);
        let lacking: Vec<&str> = keys.iter().map(String::as_str).filter(lacks).collect();
        if !lacking.is_empty() {
            let message = format!("the filter `{filter}` needs texts that the language `{}` lacks", language.code);
            let help = format!("add to strings/{}.yaml: {}", language.code, lacking.join(", "));
            findings.push(Diagnostic::new(&rules::THEME_STRING, message).at(place.clone()).help(help));
        }
    }
}

/// Checks the texts that `date` is made of.
fn check_pattern(strings: &Strings, findings: &mut Vec<Diagnostic>) {
    for language in &strings.languages {
        let unknown = language
            .get(DATE)
            .into_iter()
            .flat_map(|text| text.holes())
            .find(|name| !["day", "month", "year"].contains(name));
        if let Some(name) = unknown {
            let message = format!("the text `{DATE}` of `{}` uses {{{name}}}", language.code);
            let finding = Diagnostic::new(&rules::THEME_STRING, message).help("use {day}, {month} and {year}");
            findings.push(match language.place(DATE) {
                Some(place) => finding.at(place.clone()),
                None => finding,
            });
        }
    }
}
