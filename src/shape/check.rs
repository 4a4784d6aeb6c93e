//! Checks a YAML tree against a shape and reports everything that does not fit.

use super::{Field, Kind, Object, values};
use crate::diagnostic::limit::{self, Limit, Room};
use crate::diagnostic::{Diagnostic, Fix, Place, Rule, rules};
use crate::vocabulary::{Vocabulary, closest, same};
use crate::yaml::{self, Key, Node, Value};
use std::ops::Range;

/// What a check needs and what it found.
pub struct Check<'a> {
    /// The path shown to people.
    pub path: &'a str,
    /// The whole text of the file.
    pub text: &'a str,
    /// The terms that may be used.
    pub vocabulary: &'a Vocabulary,
    /// What was found.
    pub findings: Vec<Diagnostic>,
    limit: Limit,
}

impl<'a> Check<'a> {
    /// A check of the file `path` with `text`.
    pub fn new(path: &'a str, text: &'a str, vocabulary: &'a Vocabulary) -> Self {
        Self { path, text, vocabulary, findings: Vec::new(), limit: Limit::default() }
    }

    /// The place of the bytes `range`.
    pub fn place(&self, range: &Range<usize>) -> Place {
        Place::span(self.path, self.text, range.clone())
    }

    /// Reports a finding at `range`.
    pub fn report(&mut self, rule: &Rule, range: &Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.find(rule, range, |place| Diagnostic::new(rule, message).at(place).help(help));
    }

    /// Reports what `make` makes of the place of `range`, unless the file has enough findings of `rule`.
    pub fn find(&mut self, rule: &Rule, range: &Range<usize>, make: impl FnOnce(Place) -> Diagnostic) {
        let finding = match self.limit.room(rule) {
            Room::Free => make(self.place(range)),
            Room::Last => limit::more(rule).at(self.place(range)),
            Room::None => return,
        };
        self.findings.push(finding);
    }

    /// Reports a finding at `range` with the change that mends it.
    pub fn report_fix(
        &mut self,
        rule: &Rule,
        range: &Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
        fix: Fix,
    ) {
        self.find(rule, range, |place| Diagnostic::new(rule, message).at(place).help(help).fix(fix));
    }

    /// Checks `node` against `object`. `whole` is marked when a key is missing from the top level.
    pub fn object(&mut self, node: &Node<'_>, object: &'static Object) {
        let Value::Mapping(pairs) = &node.value else {
            let example = object.fields.first().map_or("key", |f| f.key);
            self.report(
                &rules::SHAPE_WRONG_TYPE,
                &node.range,
                format!("{} needs keys with values here, not {}", object.name, described(node)),
                format!("write it as `{example}: …`, one key a line"),
            );
            return;
        };
        for (key, value) in pairs {
            match object.field(&key.text) {
                Some(field) => self.field(key, value, field),
                None => self.unknown_key(key, node, object),
            }
        }
        for field in object.fields.iter().filter(|f| f.required) {
            if !pairs.iter().any(|(key, _)| key.text == field.key) {
                let range = Self::head(node);
                self.report(
                    &rules::SHAPE_MISSING_KEY,
                    &range,
                    format!("{} needs `{}`", object.name, field.key),
                    format!(
                        "add `{}`; {}",
                        with_example(field),
                        field.about.trim_end_matches('.').to_lowercase_first()
                    ),
                );
            }
        }
    }

    /// Where to point when something is missing from `node`: its first line, or the line above an empty mapping.
    fn head(node: &Node<'_>) -> Range<usize> {
        match &node.value {
            Value::Mapping(pairs) if !pairs.is_empty() => pairs[0].0.range.clone(),
            _ => node.range.start.saturating_sub(1)..node.range.start,
        }
    }

    fn unknown_key(&mut self, key: &Key<'_>, node: &Node<'_>, object: &'static Object) {
        let message = format!("{} has no `{}`", object.name, key.text);
        match closest(&key.text, object.fields.iter().map(|f| f.key)) {
            // Twice the same key would be worse than one that nobody knows.
            Some(near) if node.get(near).is_none() => {
                let fix = meant(&key.text, near, &key.range, near.to_owned());
                self.report_fix(&rules::SHAPE_UNKNOWN_KEY, &key.range, message, format!("did you mean `{near}`?"), fix);
            }
            Some(near) => {
                self.report(&rules::SHAPE_UNKNOWN_KEY, &key.range, message, format!("did you mean `{near}`?"));
            }
            None => self.report(
                &rules::SHAPE_UNKNOWN_KEY,
                &key.range,
                message,
                format!("the keys here are {}", listed(object.fields.iter().map(|f| f.key))),
            ),
        }
    }

    fn field(&mut self, key: &Key<'_>, value: &Node<'_>, field: &Field) {
        if value.value == Value::Null {
            self.report(
                &rules::SHAPE_EMPTY_VALUE,
                seen(key, value),
                format!("`{}` has no value", field.key),
                format!(
                    "write a value, for example `{}`, or remove the key if the fact is not known",
                    with_example(field)
                ),
            );
            return;
        }
        self.value(field, &field.kind, value);
    }

    fn value(&mut self, field: &Field, kind: &Kind, node: &Node<'_>) {
        match kind {
            Kind::List(item) => match &node.value {
                Value::Sequence(items) => self.items(field, item, items),
                _ => self.wrong_type(field, node, "a list"),
            },
            Kind::OneOrMany(item) => match &node.value {
                Value::Sequence(items) => self.items(field, item, items),
                _ => self.value(field, item, node),
            },
            Kind::Object(object) => self.object(node, object),
            Kind::Range(low, high) => self.range(field, node, *low, *high),
            Kind::TextMap => match &node.value {
                Value::Mapping(pairs) => {
                    for (key, value) in pairs {
                        if value.text().is_none() {
                            self.report(
                                &rules::SHAPE_WRONG_TYPE,
                                seen(key, value),
                                format!("`{}` needs one text, not {}", key.text, described(value)),
                                "write one value after the colon",
                            );
                        }
                    }
                }
                _ => self.wrong_type(field, node, "keys with values"),
            },
            Kind::Words(max) => match &node.value {
                Value::Mapping(pairs) if !pairs.is_empty() => {
                    for (_, value) in pairs {
                        self.value(field, &Kind::Text(*max), value);
                    }
                }
                Value::Scalar { .. } => self.value(field, &Kind::Text(*max), node),
                _ => self.wrong_type(field, node, "a text, or one for each language"),
            },
            Kind::Named(object) => match &node.value {
                Value::Mapping(pairs) => {
                    for (key, value) in pairs {
                        match value.value {
                            Value::Mapping(_) => self.object(value, object),
                            _ => self.no_group(key, value, object),
                        }
                    }
                }
                _ => self.wrong_type(field, node, "keys with values"),
            },
            _ => match &node.value {
                Value::Scalar { text, plain } => self.scalar(field, kind, text, *plain, &node.range),
                _ => self.wrong_type(field, node, "one value"),
            },
        }
    }

    fn items(&mut self, field: &Field, kind: &Kind, items: &[Node<'_>]) {
        for (i, item) in items.iter().enumerate() {
            if item.value == Value::Null {
                self.report(
                    &rules::SHAPE_EMPTY_VALUE,
                    &item.range,
                    format!("an empty item in `{}`", field.key),
                    "write a value or remove the item",
                );
                continue;
            }
            self.value(field, kind, item);
            if kind.is_word()
                && item.text().is_some()
                && let Some(first) = items[..i].iter().find(|other| other.text() == item.text())
            {
                let first = self.place(&first.range);
                let text = item.text().unwrap_or_default();
                let finding =
                    Diagnostic::new(&rules::SHAPE_DUPLICATE_TERM, format!("`{text}` is in `{}` twice", field.key))
                        .at(self.place(&item.range))
                        .related(first, "first here")
                        .help("remove one, or write the term that was meant");
                self.findings.push(finding);
            }
        }
    }

    fn wrong_type(&mut self, field: &Field, node: &Node<'_>, wanted: &str) {
        self.report(
            &rules::SHAPE_WRONG_TYPE,
            &node.range,
            format!("`{}` needs {wanted}, not {}", field.key, described(node)),
            format!("write it as `{}`", with_example(field)),
        );
    }

    fn range(&mut self, field: &Field, node: &Node<'_>, low: f64, high: f64) {
        let Value::Mapping(pairs) = &node.value else {
            return match &node.value {
                Value::Scalar { text, plain } => self.number(field, text, *plain, &node.range, low, high, false),
                _ => self.wrong_type(field, node, "a number or { min: …, max: … }"),
            };
        };
        for (key, value) in pairs {
            match (&*key.text, &value.value) {
                ("min" | "max", Value::Scalar { text, plain }) => {
                    self.number(field, text, *plain, &value.range, low, high, false);
                }
                ("min" | "max", _) => self.report(
                    &rules::SHAPE_WRONG_TYPE,
                    seen(key, value),
                    format!("`{}` needs a number", key.text),
                    "write a number, or remove the key if there is no bound",
                ),
                _ => self.report(
                    &rules::SHAPE_UNKNOWN_KEY,
                    &key.range,
                    format!("`{}` has no `{}`", field.key, key.text),
                    "the keys here are `min` and `max`",
                ),
            }
        }
        let bound = |key| node.get(key).and_then(|n| n.text()?.parse::<f64>().ok());
        if let (Some(min), Some(max)) = (bound("min"), bound("max"))
            && min > max
        {
            self.report(
                &rules::LOGIC_RANGE,
                &node.range,
                format!("`{}` goes from {min} down to {max}", field.key),
                format!("write {{ min: {max}, max: {min} }}"),
            );
        }
        if pairs.is_empty() {
            self.wrong_type(field, node, "a number or { min: …, max: … }");
        }
    }

    fn number(
        &mut self,
        field: &Field,
        text: &str,
        plain: bool,
        range: &Range<usize>,
        low: f64,
        high: f64,
        whole: bool,
    ) {
        match values::number(text) {
            None => self.report(
                &rules::SHAPE_WRONG_TYPE,
                range,
                format!("`{}` needs a number, not `{text}`", field.key),
                format!("write it as `{}`", with_example(field)),
            ),
            Some(v) if whole && v.fract() != 0.0 => {
                self.report(
                    &rules::SHAPE_WRONG_TYPE,
                    range,
                    format!("`{}` needs a whole number", field.key),
                    format!("write it as `{}`", with_example(field)),
                );
            }
            Some(v) if v < low || v > high => {
                self.report(
                    &rules::SHAPE_BAD_VALUE,
                    range,
                    format!("{v} is out of bounds for `{}`", field.key),
                    format!("it lies between {low} and {high}"),
                );
            }
            Some(_) if !plain => self.report_fix(
                &rules::SHAPE_QUOTED_NUMBER,
                range,
                format!("`{}` holds a number, and {text} is written in quotes", field.key),
                format!("write {text}"),
                Fix::certain(range.clone(), text),
            ),
            Some(_) => {}
        }
    }

    fn scalar(&mut self, field: &Field, kind: &Kind, text: &str, plain: bool, range: &Range<usize>) {
        if values::is_blank(text) {
            self.report(
                &rules::SHAPE_EMPTY_VALUE,
                range,
                format!("`{}` is empty", field.key),
                format!(
                    "write a value, for example `{}`, or remove the key if the fact is not known",
                    with_example(field)
                ),
            );
            return;
        }
        match kind {
            Kind::Text(max) => {
                let length = text.chars().count();
                if length > *max {
                    self.report(
                        &rules::SHAPE_TOO_LONG,
                        range,
                        format!("`{}` has {length} characters; at most {max} are allowed", field.key),
                        "say it more briefly; details belong into the text below the front matter",
                    );
                } else if plain && Bare::of(text).is_some_and(|bare| !bare.comes_back_as(text)) {
                    self.bare(text, range);
                }
            }
            Kind::Value(form) => {
                if let Err(refusal) = (form.check)(text) {
                    self.report(refusal.rule, range, refusal.message, refusal.help);
                } else if plain && std::ptr::eq(*form, &raw const values::ZIP) {
                    self.report_fix(
                        &rules::SHAPE_BARE_ZIP,
                        range,
                        format!("the ZIP {text} is written without quotes"),
                        format!("write \"{text}\""),
                        Fix::certain(range.clone(), format!("\"{text}\"")),
                    );
                } else if plain {
                    self.bare(text, range);
                }
            }
            Kind::Choice(words) if !words.contains(&text) => {
                self.not_a_choice(field, text, plain, range, words);
            }
            Kind::Term(facet) if self.vocabulary.find(*facet, text).is_none() => {
                let message = format!("`{text}` is not a term of `{}`", field.key);
                if let Some(id) = self.vocabulary.suggest(*facet, text) {
                    let term = self.vocabulary.get(id);
                    let help = format!("did you mean `{}` ({})?", term.slug, term.label.get("en"));
                    // A term's own name in either language leaves no doubt; another word for it does.
                    let names = [&*term.slug, term.label.get("en"), term.label.get("es")];
                    let name = names.into_iter().find(|name| same(text, name)).unwrap_or(&term.slug);
                    let fix = meant(text, name, range, yaml::term(&term.slug));
                    self.report_fix(&rules::SHAPE_UNKNOWN_TERM, range, message, help, fix);
                } else {
                    let help = format!("the terms of {} are {}", field.key, self.terms(*facet));
                    self.report(&rules::SHAPE_UNKNOWN_TERM, range, message, help);
                }
            }
            Kind::Choice(_) | Kind::Term(_) if plain => self.bare(text, range),
            Kind::Integer(low, high) => self.number(field, text, plain, range, *low as f64, *high as f64, true),
            Kind::Decimal(low, high) => self.number(field, text, plain, range, *low, *high, false),
            _ => {}
        }
    }

    /// Reports a word without quotes that is a number, or true or false, to everybody but us.
    fn bare(&mut self, text: &str, range: &Range<usize>) {
        let (rule, name) = match Bare::of(text) {
            None => return,
            Some(Bare::Number(_)) => (&rules::SHAPE_BARE_NUMBER, "number"),
            Some(Bare::Bool(_)) => (&rules::SHAPE_BARE_WORD, "word"),
        };
        let quoted = yaml::quoted(text);
        let help = format!("write {quoted}");
        self.report_fix(
            rule,
            range,
            format!("the {name} {text} is written without quotes"),
            help,
            Fix::certain(range.clone(), quoted),
        );
    }

    fn no_group(&mut self, key: &Key<'_>, value: &Node<'_>, object: &'static Object) {
        let keys: Vec<String> = object.fields.iter().map(with_example).collect();
        self.report(
            &rules::SHAPE_WRONG_TYPE,
            seen(key, value),
            format!("`{}` needs keys with values, not {}", key.text, described(value)),
            format!("write it as `{}: {{ {} }}`, with the keys that change", key.text, keys.join(", ")),
        );
    }

    fn terms(&self, facet: crate::vocabulary::Facet) -> String {
        let slugs: Vec<&str> = self.vocabulary.terms(facet).map(|id| &*self.vocabulary.get(id).slug).collect();
        if slugs.len() > 12 {
            format!("{} and {} more (`waypost schema` has them all)", slugs[..12].join(", "), slugs.len() - 12)
        } else {
            slugs.join(", ")
        }
    }

    fn not_a_choice(
        &mut self,
        field: &Field,
        text: &str,
        plain: bool,
        range: &Range<usize>,
        words: &'static [&'static str],
    ) {
        let bare =
            plain && ["yes", "no", "true", "false", "on", "off", "y", "n"].contains(&&*text.to_ascii_lowercase());
        let rule = if bare { &rules::SHAPE_BARE_WORD } else { &rules::SHAPE_BAD_VALUE };
        let message = format!("`{text}` is not a value of `{}`", field.key);
        match closest(text, words.iter().copied()).filter(|_| !bare) {
            Some(near) => {
                let fix = meant(text, near, range, yaml::term(near));
                self.report_fix(rule, range, message, format!("did you mean `{near}`?"), fix);
            }
            None => self.report(rule, range, message, format!("write {}", listed(words.iter().copied()))),
        }
    }
}

/// `text` in place of what is `written` for `word`: certain if only case, blanks or hyphens differ.
fn meant(written: &str, word: &str, range: &Range<usize>, text: String) -> Fix {
    if same(written, word) { Fix::certain(range.clone(), text) } else { Fix::likely(range.clone(), text) }
}

/// What of a pair is pointed at: the value, or the key of one that is not there.
fn seen<'n>(key: &'n Key<'_>, value: &'n Node<'_>) -> &'n Range<usize> {
    if value.range.is_empty() { &key.range } else { &value.range }
}

/// What a scalar without quotes is in the core schema of YAML 1.2, if it is no text.
enum Bare {
    Number(String),
    Bool(bool),
}

impl Bare {
    fn of(text: &str) -> Option<Self> {
        match text {
            "true" | "True" | "TRUE" => Some(Self::Bool(true)),
            "false" | "False" | "FALSE" => Some(Self::Bool(false)),
            _ => values::bare_number(text).map(Self::Number),
        }
    }

    /// Whether a program that reads the value and writes it again leaves it as it is: 007 and 1.10 would be 7 and 1.1.
    fn comes_back_as(&self, text: &str) -> bool {
        match self {
            Self::Number(number) => number == text,
            Self::Bool(is) => is.to_string() == text,
        }
    }
}

/// What a node is, for a message.
fn described(node: &Node<'_>) -> &'static str {
    match &node.value {
        Value::Null => "nothing",
        Value::Scalar { .. } => "a single value",
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "keys with values",
    }
}

fn with_example(field: &Field) -> String {
    format!("{}: {}", field.key, field.example)
}

/// `a`, `b` or `c`
fn listed<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.map(|w| format!("`{w}`")).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

trait LowerFirst {
    fn to_lowercase_first(&self) -> String;
}

impl LowerFirst for str {
    fn to_lowercase_first(&self) -> String {
        let mut chars = self.chars();
        chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
    }
}
