//! The words of the interface: `strings/<language>.yaml` of all layers, merged key by key.

use super::chain::{Layer, utf8};
use super::filters::Places;
use super::nearest::did_you_mean;
use super::plurals::{CATEGORIES, Plurals};
use super::scan::Call;
use super::text::{Pieces, Text, Unfilled};
use super::yaml::{self, Entry, Node, Value};
use crate::diagnostic::{Diagnostic, Place, rules};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The texts of one language.
#[derive(Debug)]
pub(super) struct Language {
    pub(super) code: String,
    plurals: Plurals,
    texts: BTreeMap<String, Written>,
    /// What stands between groups of three digits.
    group: String,
}

/// The topmost text of a key.
#[derive(Debug)]
struct Written {
    text: Text,
    /// Where it was read. A text that could not be read has no place, and nothing more is said about it.
    place: Option<Place>,
    /// The placeholders of the lowest layer's text.
    holes: BTreeSet<String>,
    /// Whether it replaces the text of a lower layer.
    replaces: bool,
}

/// The texts of a site's languages, in the site's order.
#[derive(Debug, Default)]
pub(super) struct Strings {
    pub(super) languages: Vec<Arc<Language>>,
}

/// Keys that filters and numbers use; see [`super::filters`].
pub(super) const GROUP: &str = "number_group";

impl Language {
    /// The text `key`.
    pub(super) fn get(&self, key: &str) -> Option<&Text> {
        Some(&self.texts.get(key)?.text)
    }

    /// Fills `text` into `out`: `value` writes what belongs in each hole and says whether it had something.
    pub(super) fn fill(
        &self,
        text: &Text,
        count: Option<u64>,
        out: &mut String,
        value: impl FnMut(&str, &mut String) -> bool,
    ) -> Result<(), Unfilled> {
        if let Some(pieces) = text.form(&self.plurals, count)? {
            return pieces.fill(out, value);
        }
        out.push_str(text.fixed().unwrap_or_default());
        Ok(())
    }

    /// Where the text `key` was read.
    pub(super) fn place(&self, key: &str) -> Option<&Place> {
        self.texts.get(key)?.place.as_ref()
    }

    /// All keys.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// The texts whose keys begin with `prefix`, without it, as JSON that a script element may hold.
    pub(super) fn for_script(&self, prefix: &str) -> String {
        let texts: serde_json::Map<String, serde_json::Value> = self
            .texts
            .iter()
            .filter_map(|(key, written)| Some((key.strip_prefix(prefix)?.to_owned(), written.text.for_script())))
            .collect();
        serde_json::Value::from(texts).to_string().replace('<', "\\u003c").replace('>', "\\u003e")
    }

    /// Writes a whole number with the language's group separator.
    pub(super) fn write_number(&self, number: i128, out: &mut String) {
        let digits = number.unsigned_abs().to_string();
        if number < 0 {
            out.push('-');
        }
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push_str(&self.group);
            }
            out.push(digit);
        }
    }
}

/// Reads the strings of `languages`. Every mistake of every file is reported.
pub(super) fn read(layers: &[Layer], languages: &[String], findings: &mut Vec<Diagnostic>) -> Strings {
    let mut strings = Strings::default();
    for code in languages {
        strings.languages.extend(read_language(layers, code, findings).map(Arc::new));
    }
    if let Some(model) = model(&strings) {
        for language in &strings.languages {
            compare(language, model, findings);
        }
    }
    strings
}

/// The language that the others are measured by: English, or else the first.
fn model(strings: &Strings) -> Option<&Language> {
    let english = strings.languages.iter().find(|language| language.code == "en");
    english.or(strings.languages.first()).map(|language| &**language)
}

fn read_language(layers: &[Layer], code: &str, findings: &mut Vec<Diagnostic>) -> Option<Language> {
    let Some(plurals) = Plurals::new(code) else {
        let message = format!("`{code}` is not a language code");
        findings.push(Diagnostic::new(&rules::THEME_STRING, message).help("use a code such as en, es or zh-Hans"));
        return None;
    };
    let mut language = Language { code: code.to_owned(), plurals, texts: BTreeMap::new(), group: String::new() };
    let path = format!("{code}.yaml");
    let mut found = false;
    // From the bottom up, so that upper layers replace.
    for file in layers.iter().rev().filter_map(|layer| layer.strings.get(&path)) {
        found = true;
        if let Some(text) = utf8(&file.shown, &file.bytes, findings) {
            read_file(&mut language, yaml::Text { shown: &file.shown, text }, findings);
        }
    }
    if !found {
        let theme = layers.iter().map(|layer| &*layer.name).find(|name| !name.is_empty()).unwrap_or_default();
        let message = format!("the theme `{theme}` has no texts in the language `{code}`");
        let finding = Diagnostic::new(&rules::THEME_STRING, message).at(Place::file(format!("strings/{path}")));
        findings
            .push(finding.help(format!("make the file strings/{path} beside waypost.yaml, with a text for every key")));
        return None;
    }
    language.group = language.get(GROUP).and_then(Text::fixed).map(str::to_owned).unwrap_or_default();
    Some(language)
}

fn read_file(language: &mut Language, file: yaml::Text<'_>, findings: &mut Vec<Diagnostic>) {
    let tree = match yaml::parse(file) {
        Ok(tree) => tree,
        Err(finding) => return findings.push(*finding),
    };
    let Value::Map(entries) = &tree.value else {
        let message = format!("expected keys with their texts, found {}", tree.value.kind());
        return findings.push(file.finding(&rules::SHAPE_WRONG_TYPE, message, &tree.at));
    };
    for entry in entries {
        let below = language.texts.get(&entry.key);
        let text = match &entry.node.value {
            Value::Map(forms) => plural(language, entry, forms, file, findings),
            _ => pieces(&entry.key, &entry.node, file, findings)
                .map(Text::plain)
                .filter(|_| hides_no_forms(entry, below, file, findings)),
        };
        let holes = match (below, &text) {
            (Some(below), _) => below.holes.clone(),
            (None, Some(text)) => text.holes().into_iter().map(str::to_owned).collect(),
            (None, None) => BTreeSet::new(),
        };
        let place = text.is_some().then(|| file.place(&entry.key_at));
        let text = text.unwrap_or_else(|| Text::Fixed(tera::Value::from("")));
        let written = Written { text, place, holes, replaces: below.is_some() };
        language.texts.insert(entry.key.clone(), written);
    }
}

/// Refuses one text for all counts where the theme below has a form for each.
fn hides_no_forms(
    entry: &Entry,
    below: Option<&Written>,
    file: yaml::Text<'_>,
    findings: &mut Vec<Diagnostic>,
) -> bool {
    let Some(below) = below.filter(|below| below.text.needs_count()) else { return true };
    let message = format!("the text `{}` has to be a group of plural forms", entry.key);
    let mut finding = file.finding(&rules::THEME_STRING, message, &entry.node.at);
    if let Some(place) = &below.place {
        finding = finding.related(place.clone(), "the forms that one text would hide");
    }
    findings.push(finding.help(format!("write `{}: {{ other: … }}`, with the forms that change", entry.key)));
    false
}

fn pieces(key: &str, node: &Node, file: yaml::Text<'_>, findings: &mut Vec<Diagnostic>) -> Option<Pieces> {
    let Value::Text(text) = &node.value else {
        let message = format!("the text `{key}` is {}", node.value.kind());
        findings.push(file.finding(&rules::THEME_STRING, message, &node.at).help("write it in quotes"));
        return None;
    };
    match Pieces::parse(text) {
        Ok(pieces) => Some(pieces),
        Err(reason) => {
            let finding = file.finding(&rules::THEME_STRING, format!("in the text `{key}` {reason}"), &node.at);
            findings.push(finding.help("write a placeholder as {name}, and a brace itself as {{ or }}"));
            None
        }
    }
}

fn plural(
    language: &Language,
    entry: &Entry,
    forms: &[Entry],
    file: yaml::Text<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Option<Text> {
    let possible = language.plurals.possible();
    // A form that is not written stays what it is below.
    let mut found: [Option<Pieces>; CATEGORIES.len()] = match language.get(&entry.key) {
        Some(Text::Plural(forms)) => (**forms).clone(),
        _ => Default::default(),
    };
    let before = findings.len();
    for form in forms {
        let slot = CATEGORIES.iter().position(|name| *name == form.key).filter(|_| possible.contains(&&*form.key));
        if let Some(slot) = slot {
            found[slot] = pieces(&entry.key, &form.node, file, findings);
        } else {
            let message = format!("`{}` is not a plural form of the language `{}`", form.key, language.code);
            let help = did_you_mean(&form.key, possible.iter().copied());
            let finding = file.finding(&rules::THEME_STRING, message, &form.key_at);
            findings.push(finding.help(help.unwrap_or_else(|| format!("its forms are {}", possible.join(", ")))));
        }
    }
    for name in language.plurals.needed() {
        let is_below = CATEGORIES.iter().zip(&found).any(|(known, form)| *known == name && form.is_some());
        if !is_below && !forms.iter().any(|form| form.key == name) {
            let message = format!("the text `{}` has no form `{name}`", entry.key);
            let help = format!("the language `{}` needs the form `{name}`", language.code);
            findings.push(file.finding(&rules::THEME_STRING, message, &entry.key_at).help(help));
        }
    }
    (findings.len() == before).then(|| Text::Plural(Box::new(found)))
}

/// Checks that a translation has the placeholders and the plural forms of the model. What replaces the text of a theme
/// may leave some out; it is compared with that text.
fn compare(language: &Language, model: &Language, findings: &mut Vec<Diagnostic>) {
    for (key, written) in language.texts.iter().filter(|(_, written)| !written.replaces) {
        let (Some(original), Some(place)) = (model.texts.get(key), &written.place) else { continue };
        let (has, wants) = (&written.holes, &original.holes);
        let extra = has
            .difference(wants)
            .map(|name| format!("uses the placeholder {{{name}}}, which `{}` does not have", model.code));
        let lacking =
            wants.difference(has).map(|name| format!("lacks the placeholder {{{name}}}, which `{}` has", model.code));
        for difference in extra.chain(lacking) {
            let message = format!("the text `{key}` {difference}");
            let mut finding = Diagnostic::new(&rules::THEME_STRING, message).at(place.clone());
            if let Some(place) = &original.place {
                finding = finding.related(place.clone(), "the text it has to match");
            }
            findings.push(finding);
        }
        if original.text.needs_count() && !written.text.needs_count() && language.plurals.needed().len() > 1 {
            let forms: Vec<_> = language.plurals.needed().into_iter().collect();
            let message = format!("the text `{key}` has one form, but it is shown with a count");
            let finding = Diagnostic::new(&rules::THEME_STRING, message).at(place.clone());
            findings.push(finding.help(format!("write the forms {}", forms.join(" and "))));
        }
    }
}

/// Keys with placeholders that are wrong in the text itself, whoever asks for it.
pub(super) type Slips = BTreeSet<(String, String)>;

/// Checks that a text which replaces another one has no placeholder besides those of the other and those that some of
/// the `calls` of `t` gives it.
pub(super) fn check_overrides(strings: &Strings, calls: &[&Call], findings: &mut Vec<Diagnostic>) -> Slips {
    let mut slips = Slips::new();
    for language in &strings.languages {
        for (key, written) in language.texts.iter().filter(|(_, written)| written.replaces) {
            let Some(place) = &written.place else { continue };
            let asks = |call: &&&Call| call.literal("key").is_some_and(|named| named.name == *key);
            for name in written.text.holes() {
                if written.holes.contains(name) || calls.iter().filter(asks).any(|call| call.has(name)) {
                    continue;
                }
                let message = format!("nothing fills the placeholder {{{name}}} of the text `{key}`");
                let known = written.holes.iter().map(String::as_str);
                let help = did_you_mean(name, known.clone()).unwrap_or_else(|| match written.holes.len() {
                    0 => "the theme's text has no placeholders".to_owned(),
                    _ => format!("the theme's text has {}", known.collect::<Vec<_>>().join(", ")),
                });
                findings.push(Diagnostic::new(&rules::THEME_STRING, message).at(place.clone()).help(help));
                slips.insert((key.clone(), name.to_owned()));
            }
        }
    }
    slips
}

/// Checks a call of `t` whose key can be read: the text exists in every language (else its place is noted in `absent`)
/// and everything it needs is given, but for what `slips` says already.
pub(super) fn check_call(
    strings: &Strings,
    call: &Call,
    file: yaml::Text<'_>,
    slips: &Slips,
    absent: &mut Places,
    findings: &mut Vec<Diagnostic>,
) {
    let Some(key) = call.literal("key") else {
        if !call.has("key") {
            let finding = file.finding(&rules::THEME_STRING, "`t` needs a `key`", &call.function.at);
            findings.push(finding.help("write t(key=\"…\")"));
        }
        return;
    };
    if strings.languages.iter().any(|language| language.get(&key.name).is_none()) {
        absent.entry(key.name.clone()).or_default().push(file.place(&key.at));
        return;
    }
    let texts = || strings.languages.iter().filter_map(|language| language.get(&key.name));
    if texts().any(Text::needs_count) && !call.has("count") {
        let message = format!("the text `{}` has plural forms and needs a `count`", key.name);
        findings.push(file.finding(&rules::THEME_STRING, message, &key.at));
        return;
    }
    let is_slip = |name: &str| slips.contains(&(key.name.clone(), name.to_owned()));
    let mut holes: Vec<&str> = texts().flat_map(Text::holes).filter(|name| !call.has(name) && !is_slip(name)).collect();
    holes.sort_unstable();
    holes.dedup();
    for name in holes {
        let message = format!("the text `{}` needs a value for {{{name}}}", key.name);
        let finding = file.finding(&rules::THEME_STRING, message, &key.at);
        findings.push(finding.help(format!("write t(key=\"{}\", {name}=…)", key.name)));
    }
}

/// Checks a call of `texts` whose prefix can be read: there are such texts, and every language has the same.
pub(super) fn check_texts(
    strings: &Strings,
    call: &Call,
    file: yaml::Text<'_>,
    absent: &mut Places,
    findings: &mut Vec<Diagnostic>,
) {
    let Some(prefix) = call.literal("prefix") else {
        if !call.has("prefix") {
            let finding = file.finding(&rules::THEME_STRING, "`texts` needs a `prefix`", &call.function.at);
            findings.push(finding.help("write texts(prefix=\"…\")"));
        }
        return;
    };
    let all = strings.languages.iter().flat_map(|language| language.keys());
    let keys: BTreeSet<&str> = all.filter(|key| key.starts_with(&prefix.name)).collect();
    if keys.is_empty() {
        let message = format!("no text has a key that begins with `{}`", prefix.name);
        findings.push(file.finding(&rules::THEME_STRING, message, &prefix.at));
    }
    for key in keys {
        if strings.languages.iter().any(|language| language.get(key).is_none()) {
            absent.entry(key.to_owned()).or_default().push(file.place(&prefix.at));
        }
    }
}

/// Reports what each language lacks of the texts that the model has: one finding a language, so that somebody who adds a
/// language sees all that is left to do.
pub(super) fn check_complete(strings: &Strings, findings: &mut Vec<Diagnostic>) {
    let Some(model) = model(strings) else { return };
    for language in &strings.languages {
        let missing: Vec<&str> = model.keys().filter(|key| language.get(key).is_none()).collect();
        if missing.is_empty() {
            continue;
        }
        let message =
            format!("the language `{}` lacks {} of {} texts", language.code, missing.len(), model.texts.len());
        let file = format!("strings/{}.yaml", language.code);
        let read = language.texts.values().find_map(|written| written.place.as_ref());
        let place = Place::file(read.map_or(&*file, |place| &*place.path));
        let help = format!("add to {file}: {}", missing.join(", "));
        findings.push(Diagnostic::new(&rules::THEME_STRING, message).at(place).help(help));
    }
}

/// Whether the model has the text, so that [`check_complete`] says who lacks it.
pub(super) fn is_known(strings: &Strings, key: &str) -> bool {
    model(strings).is_some_and(|model| model.get(key).is_some())
}

/// What is wrong with using the text `key`, without a place. What [`check_complete`] says is not said again.
pub(super) fn check_key(strings: &Strings, key: &str) -> Option<Diagnostic> {
    if is_known(strings, key) {
        return None;
    }
    let lacking: Vec<&Language> =
        strings.languages.iter().map(|language| &**language).filter(|language| language.get(key).is_none()).collect();
    let first = lacking.first()?;
    if lacking.len() == strings.languages.len() {
        let help = did_you_mean(key, first.keys());
        let finding = Diagnostic::new(&rules::THEME_STRING, format!("there is no text `{key}`"));
        return Some(finding.help(help.unwrap_or_else(|| format!("add `{key}` to the strings files"))));
    }
    let codes: Vec<_> = lacking.iter().map(|language| format!("`{}`", language.code)).collect();
    let message = format!("the text `{key}` is missing in the language {}", codes.join(", "));
    let help = format!("add `{key}` to strings/{}.yaml", first.code);
    let mut finding = Diagnostic::new(&rules::THEME_STRING, message).help(help);
    if let Some(place) = strings.languages.iter().find_map(|language| language.place(key)) {
        finding = finding.related(place.clone(), "the text in another language");
    }
    Some(finding)
}

/// What is wrong with using the text `key` where only the placeholders `given` are filled.
pub(super) fn check_required(strings: &Strings, key: &str, given: &[&str]) -> Vec<Diagnostic> {
    if let Some(finding) = check_key(strings, key) {
        return vec![finding];
    }
    let mut findings = Vec::new();
    for written in strings.languages.iter().filter_map(|language| language.texts.get(key)) {
        let Some(place) = &written.place else { continue };
        let new = |message: String| Diagnostic::new(&rules::THEME_STRING, message).at(place.clone());
        if written.text.needs_count() && !given.contains(&"count") {
            findings.push(new(format!("the text `{key}` is shown without a count")).help("write one text"));
        }
        // A slip in a text that replaces another one is reported by `check_overrides`.
        let is_own = |name: &&str| !written.replaces || written.holes.contains(*name);
        for name in written.text.holes().into_iter().filter(|name| !given.contains(name)).filter(is_own) {
            let help = did_you_mean(name, given.iter().copied()).unwrap_or_else(|| match given {
                [] => "it has no placeholders".to_owned(),
                _ => format!("its placeholders are {}", given.join(", ")),
            });
            findings.push(new(format!("nothing fills the placeholder {{{name}}} of the text `{key}`")).help(help));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::chain::{File, Layer};
    use super::super::scan;
    use super::super::yaml;
    use super::{
        Places, Slips, Strings, check_call, check_complete, check_key, check_overrides, check_required, check_texts,
        read,
    };
    use crate::diagnostic::Diagnostic;
    use std::borrow::Cow;

    fn layer(name: &str, files: &[(&str, &str)]) -> Layer {
        let mut layer = Layer { name: name.to_owned(), ..Layer::default() };
        for (path, text) in files {
            let bytes = Cow::Owned(text.as_bytes().to_vec());
            layer
                .strings
                .insert((*path).to_owned(), File { shown: format!("{name}/strings/{path}"), bytes, longer: None });
        }
        layer
    }

    fn strings(layers: &[Layer]) -> (Strings, Vec<Diagnostic>) {
        let mut findings = Vec::new();
        let strings = read(layers, &["en".to_owned(), "es".to_owned()], &mut findings);
        (strings, findings)
    }

    fn messages(findings: &[Diagnostic]) -> Vec<&str> {
        findings.iter().map(|finding| &*finding.message).collect()
    }

    fn call(strings: &Strings, source: &str) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        for call in scan::facts(source, &scan::parts(source)).calls {
            let file = yaml::Text { shown: "x.html", text: source };
            check_call(strings, &call, file, &Slips::new(), &mut Places::new(), &mut findings);
        }
        findings
    }

    #[test]
    fn upper_layers_replace_single_keys() {
        let site = layer("", &[("en.yaml", "a: site\n")]);
        let theme = layer("x", &[("en.yaml", "a: theme\nb: theme\n"), ("es.yaml", "a: tema\nb: tema\n")]);
        let (strings, findings) = strings(&[site, theme]);
        assert_eq!(findings, []);
        let english = &strings.languages[0];
        assert_eq!(english.get("a").unwrap().fixed(), Some("site"));
        assert_eq!(english.get("b").unwrap().fixed(), Some("theme"));
    }

    #[test]
    fn upper_layers_change_single_plural_forms() {
        let site = layer("", &[("en.yaml", "n: { one: \"just {count}\" }\nm: all\n")]);
        let theme = layer(
            "x",
            &[
                ("en.yaml", "n: { one: \"{count} a\", other: \"{count} b\" }\nm: { one: c, other: d }\n"),
                ("es.yaml", "n: { one: \"{count} a\", other: \"{count} b\" }\nm: { one: c, other: d }\n"),
            ],
        );
        let (strings, findings) = strings(&[site, theme]);
        assert_eq!(messages(&findings), ["the text `m` has to be a group of plural forms"]);
        let places = (&findings[0].place.as_ref().unwrap().path, &findings[0].related[0].0.path);
        assert_eq!(places, (&"/strings/en.yaml".to_owned(), &"x/strings/en.yaml".to_owned()));
        let n = strings.languages[0].get("n").unwrap().for_script();
        assert_eq!(n, serde_json::json!({ "one": "just {count}", "other": "{count} b" }));
    }

    #[test]
    fn a_text_that_replaces_another_may_leave_placeholders_out_but_not_invent_them() {
        let site = layer("", &[("en.yaml", "call: Call {nmae}\nrun: Run by us\nadd: \"{a} {b}\"\n")]);
        let words = "call: Call {name}\nrun: Run by {name}\nadd: \"{a}\"\n";
        let theme = layer("x", &[("en.yaml", words), ("es.yaml", words)]);
        let (strings, mut findings) = strings(&[site, theme]);
        assert_eq!(findings, []);
        let source = "{{ t(key='add', a=1, b=2) }}{{ t(key='call', name=n) }}";
        let calls = scan::facts(source, &scan::parts(source)).calls;
        let slips = check_overrides(&strings, &calls.iter().collect::<Vec<_>>(), &mut findings);
        assert_eq!(messages(&findings), ["nothing fills the placeholder {nmae} of the text `call`"]);
        assert_eq!(findings[0].place.as_ref().unwrap().path, "/strings/en.yaml");
        assert_eq!(findings[0].help.as_deref(), Some("did you mean `name`?"));
        let file = yaml::Text { shown: "x.html", text: source };
        findings.clear();
        for call in &calls {
            check_call(&strings, call, file, &slips, &mut Places::new(), &mut findings);
        }
        assert_eq!(findings, [], "once is enough");
    }

    #[test]
    fn texts_that_no_template_asks_for_have_the_placeholders_that_are_filled() {
        let text = "title: In {place}\nslip: In {plcae}\nn: { one: a, other: b }\n";
        let (strings, _) = strings(&[layer("x", &[("en.yaml", text), ("es.yaml", text)])]);
        assert_eq!(check_required(&strings, "title", &["place"]), []);
        let findings = check_required(&strings, "slip", &["place"]);
        assert_eq!((findings.len(), findings[0].help.as_deref()), (2, Some("did you mean `place`?")));
        assert_eq!(check_required(&strings, "n", &[])[0].message, "the text `n` is shown without a count");
        assert_eq!(check_required(&strings, "n", &["count"]), []);
        assert_eq!(messages(&check_required(&strings, "none", &[])), ["there is no text `none`"]);
    }

    #[test]
    fn a_language_without_a_file_names_the_file_to_make() {
        let (_, findings) = strings(&[layer("", &[]), layer("x", &[("en.yaml", "a: b\n")])]);
        assert_eq!(messages(&findings), ["the theme `x` has no texts in the language `es`"]);
        assert!(findings[0].help.as_ref().unwrap().contains("strings/es.yaml"));
    }

    #[test]
    fn translations_have_the_same_placeholders_and_the_forms_of_their_language() {
        let (_, findings) = strings(&[layer(
            "x",
            &[
                (
                    "en.yaml",
                    "a: Call {name}\nb: { one: \"{count} program\", other: \"{count} programs\" }\nc: { one: x, other: y }\n",
                ),
                ("es.yaml", "a: Llame a {nombre}\nb: { one: \"{count} programa\" }\nc: z\n"),
            ],
        )]);
        assert_eq!(
            messages(&findings),
            [
                "the text `b` has no form `other`",
                "the text `a` uses the placeholder {nombre}, which `en` does not have",
                "the text `a` lacks the placeholder {name}, which `en` has",
                "the text `c` has one form, but it is shown with a count",
            ]
        );
    }

    #[test]
    fn wrong_forms_values_and_braces_are_shown_at_their_place() {
        let (_, findings) = strings(&[layer(
            "x",
            &[
                ("en.yaml", "a: { oen: x, other: y, one: z }\nb: 5\nc: \"{x\"\nd: { few: x, one: x, other: x }\n"),
                ("es.yaml", "# none\n"),
            ],
        )]);
        let places: Vec<_> = findings.iter().map(|f| f.place.as_ref().unwrap()).map(|p| (p.line, p.column)).collect();
        assert_eq!(places, [(1, 6), (2, 4), (3, 4), (4, 6)], "{findings:#?}");
        assert_eq!(findings[0].help.as_deref(), Some("did you mean `one`?"));
        assert!(findings[3].help.as_ref().unwrap().contains("one, other"));
    }

    #[test]
    fn calls_are_checked_in_every_language() {
        let (strings, _) = strings(&[layer(
            "x",
            &[
                ("en.yaml", "call_program: Call {name}\nonly: x\nn: { one: \"{count} a\", other: \"{count} b\" }\n"),
                ("es.yaml", "call_program: Llame a {name}\nn: { one: \"{count} a\", other: \"{count} b\" }\n"),
            ],
        )]);
        assert_eq!(messages(&[check_key(&strings, "call_porgram").unwrap()]), ["there is no text `call_porgram`"]);
        let mut findings = Vec::new();
        check_complete(&strings, &mut findings);
        assert_eq!(messages(&findings), ["the language `es` lacks 1 of 3 texts"]);
        assert_eq!(findings[0].help.as_deref(), Some("add to strings/es.yaml: only"));
        assert_eq!(check_key(&strings, "only"), None, "once is enough");
        assert_eq!(check_key(&strings, "n"), None);
        assert_eq!(
            messages(&call(&strings, "{{ t(key='n') }}")),
            ["the text `n` has plural forms and needs a `count`"]
        );
        assert_eq!(
            messages(&call(&strings, "{{ t(key='call_program', nam=1) }}")),
            ["the text `call_program` needs a value for {name}"]
        );
        assert_eq!(messages(&call(&strings, "{{ t('n') }}")), ["`t` needs a `key`"]);
        assert!(
            call(&strings, "{{ t(key='n', count=2) }}{{ t(key=k) }}{{ t(key='call_program', ...more) }}").is_empty()
        );
    }

    #[test]
    fn texts_for_scripts_are_there_in_every_language() {
        let (strings, _) = strings(&[layer(
            "x",
            &[("en.yaml", "js_a: \"</script> {n}\"\njs_b: b\nc: c\n"), ("es.yaml", "js_a: \"{n}\"\nc: c\n")],
        )]);
        assert_eq!(strings.languages[0].for_script("js_"), r#"{"a":"\u003c/script\u003e {n}","b":"b"}"#);
        let check = |source: &str| {
            let (mut absent, mut findings) = (Places::new(), Vec::new());
            for call in scan::facts(source, &scan::parts(source)).calls {
                check_texts(&strings, &call, yaml::Text { shown: "x.html", text: source }, &mut absent, &mut findings);
            }
            (absent.into_keys().collect::<Vec<_>>(), findings)
        };
        assert_eq!(check("{{ texts(prefix='js_') }}").0, ["js_b"]);
        assert_eq!(messages(&check("{{ texts(prefix='sj_') }}").1), ["no text has a key that begins with `sj_`"]);
        assert_eq!(messages(&check("{{ texts('js_') }}").1), ["`texts` needs a `prefix`"]);
        assert_eq!(check("{{ texts(prefix=p) }}"), (Vec::new(), Vec::new()));
    }
}
