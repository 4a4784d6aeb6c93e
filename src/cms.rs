//! The configuration of an editor in the browser: Decap CMS and Sveltia CMS read the same one.
//!
//! Its forms come from the shapes, as the check and the JSON Schema do. A form can say less than a schema, so what it
//! lets through is found by `waypost check`, which looks at every proposal.

use crate::article::{GUIDE, PAGE};
use crate::config::Site;
use crate::forge::{Forge, Repository};
use crate::geo::State;
use crate::listing::fields::LISTING;
use crate::shape::values::{DATE, EMAIL, STATE, URL};
use crate::shape::{Field, Kind, Object, SchemaForm, ValueKind};
use crate::vocabulary::{Facet, Vocabulary};
use serde_json::{Map, Value, json};

/// What the forms are made from.
#[derive(Clone, Copy)]
pub struct Forms<'a> {
    /// The terms to choose from.
    pub vocabulary: &'a Vocabulary,
    /// Whether a number that may be a range is asked for as its two ends. Sveltia CMS drops one that a file has as a
    /// single number when it saves such a form; without the form it stays as it is.
    pub ranges: bool,
}

/// The whole configuration. `repository` is that of the site; without one there is nothing to save to.
pub fn configuration(site: &Site, repository: &Repository, forms: Forms<'_>) -> Value {
    let mut config = Map::new();
    config.insert("backend".into(), backend(repository));
    // Gitea has no proposals in either program.
    if repository.forge != Forge::Forgejo {
        config.insert("publish_mode".into(), "editorial_workflow".into());
    }
    config.insert("site_url".into(), site.base_url.as_str().into());
    config.insert("media_folder".into(), "assets".into());
    config.insert(
        "slug".into(),
        json!({ "encoding": "ascii", "clean_accents": true, "sanitize_replacement": "-",
        "maxlength": 80 }),
    );
    // What a preview would show is not what the page looks like.
    config.insert("editor".into(), json!({ "preview": false }));
    // For Sveltia CMS: a fact that nobody fills in is left out, and texts have the quotes of `waypost fmt`.
    let output = json!({ "omit_empty_optional_fields": true, "yaml": { "quote": "double" } });
    config.insert("output".into(), output);
    config.insert("collections".into(), collections(site, forms));
    Value::Object(config)
}

/// Where the files are, in the words of both programs.
fn backend(repository: &Repository) -> Value {
    let (origin, path) = address(&repository.url);
    let mut backend = Map::new();
    let name = match repository.forge {
        Forge::GitHub => "github",
        Forge::GitLab => "gitlab",
        Forge::Forgejo => "gitea",
    };
    backend.insert("name".into(), name.into());
    backend.insert("repo".into(), path.into());
    backend.insert("branch".into(), repository.branch.as_str().into());
    match repository.forge {
        Forge::GitHub => {
            if origin != "https://github.com" {
                backend.insert("api_root".into(), format!("{origin}/api/v3").into());
            }
            // Who may not write to the repository proposes a change from a copy of it.
            backend.insert("open_authoring".into(), true.into());
        }
        Forge::GitLab => {
            backend.insert("auth_type".into(), "pkce".into());
            if origin != "https://gitlab.com" {
                backend.insert("api_root".into(), format!("{origin}/api/v4").into());
                backend.insert("base_url".into(), origin.into());
            }
        }
        Forge::Forgejo => {
            backend.insert("api_root".into(), format!("{origin}/api/v1").into());
            backend.insert("base_url".into(), origin.into());
        }
    }
    Value::Object(backend)
}

/// Host and path of an address: `https://github.com` and `example/directory`.
fn address(url: &str) -> (&str, &str) {
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url[host..].find('/').map_or(url.len(), |at| host + at);
    let path = url[end..].trim_matches('/');
    (&url[..end], path.strip_suffix(".git").unwrap_or(path))
}

fn collections(site: &Site, forms: Forms<'_>) -> Value {
    let mut all = Vec::new();
    all.push(collection("listings", "Listings", "content/providers", &LISTING, forms));
    all.push(collection("guides", "Guides", "content/guides", &GUIDE, forms));
    all.push(collection("pages", "Pages", "content/pages", &PAGE, forms));
    for language in site.languages.iter().skip(1) {
        for (name, label, shape) in [("guides", "Guides", &GUIDE), ("pages", "Pages", &PAGE)] {
            let folder = format!("content/{language}/{name}");
            let (name, label) = (format!("{name}_{language}"), format!("{label} ({language})"));
            let mut own = collection(&name, &label, &folder, shape, forms);
            // A translation has the file name of its original, and a form would name it after its title.
            own["create"] = false.into();
            own["description"] = "A translation begins as a file with the name of the original.".into();
            all.push(own);
        }
    }
    Value::Array(all)
}

fn collection(name: &str, label: &str, folder: &str, shape: &'static Object, forms: Forms<'_>) -> Value {
    let listings = std::ptr::eq(shape, &raw const LISTING);
    let mut collection = Map::new();
    let mut set = |key: &str, value: Value| collection.insert(key.into(), value);
    set("name", name.into());
    set("label", label.into());
    set("folder", folder.into());
    set("create", true.into());
    set("extension", "md".into());
    set("format", "yaml-frontmatter".into());
    if listings {
        set("identifier_field", "name".into());
        set("slug", "{{name}}-{{fields.location.city}}".into());
        set("path", "{{fields.location.state | lower}}/{{slug}}".into());
        // Decap CMS would look for pictures beside each listing, as it has a path of its own.
        set("media_folder", "/assets".into());
        set("public_folder", "/assets".into());
        set("summary", "{{name}}, {{location.city}} {{location.state}}".into());
    } else {
        set("identifier_field", "title".into());
        set("slug", "{{title}}".into());
        set("summary", "{{title}}".into());
    }
    let mut fields = fields(shape, forms, true);
    fields.push(json!({ "name": "body", "label": "Text", "widget": "markdown", "required": false,
        "hint": "What the page says below the facts." }));
    set("fields", fields.into());
    Value::Object(collection)
}

/// The form of a shape. With `asked` what is required is: a mapping that may be left out has no such field, as one of
/// the two programs would ask for it all the same.
fn fields(object: &'static Object, forms: Forms<'_>, asked: bool) -> Vec<Value> {
    object.fields.iter().map(|field| self::field(field, forms, asked)).collect()
}

fn field(field: &Field, forms: Forms<'_>, asked: bool) -> Value {
    let required = field.required && asked;
    let mut form = Map::new();
    form.insert("name".into(), field.key.into());
    form.insert("label".into(), label(field.key).into());
    for (key, value) in widget(field, &field.kind, forms, required) {
        form.insert(key, value);
    }
    if form["widget"] == "hidden" {
        return Value::Object(form);
    }
    form.insert("required".into(), required.into());
    let needed = if field.required && !required { " Needed if anything here is filled in." } else { "" };
    form.insert("hint".into(), format!("{}{needed}", field.about).into());
    Value::Object(form)
}

/// The keys of a form that depend on what a field holds.
fn widget(field: &Field, kind: &Kind, forms: Forms<'_>, required: bool) -> Map<String, Value> {
    let value = match kind {
        Kind::Text(most) | Kind::Words(most) => {
            let widget = if *most > 160 { "text" } else { "string" };
            let pattern = format!(r"^[\s\S]{{1,{most}}}$");
            json!({ "widget": widget, "pattern": [pattern, format!("At most {most} characters.")] })
        }
        Kind::Value(form) => value(field, form),
        Kind::Choice(words) => select(words.iter().map(|word| (word.replace('-', " "), *word))),
        Kind::Term(facet) => terms(*facet, forms.vocabulary),
        Kind::Integer(low, high) => json!({ "widget": "number", "value_type": "int", "min": low, "max": high }),
        Kind::Decimal(low, high) => {
            json!({ "widget": "number", "value_type": "float", "min": low, "max": high, "step": 0.0001 })
        }
        Kind::Range(..) if !forms.ranges => hidden(),
        // What a file has as one text would be lost in a list; terms are not.
        Kind::OneOrMany(Kind::Text(_)) | Kind::TextMap | Kind::Named(_) => hidden(),
        Kind::Range(low, high) => {
            let step = if low.fract() == 0.0 { 1.0 } else { 0.5 };
            let end = |name: &str, label: &str| {
                json!({ "name": name, "label": label, "widget": "number", "value_type": "float", "min": low, "max": high,
                    "step": step, "required": false })
            };
            // Without a summary: Decap CMS breaks off where a file has a single number.
            json!({ "widget": "object", "collapsed": true,
                "fields": [end("min", "At least"), end("max", "At most")] })
        }
        Kind::List(item) | Kind::OneOrMany(item) => list(field, item, forms, required),
        Kind::Object(object) => {
            json!({ "widget": "object", "collapsed": !required, "fields": fields(object, forms, required) })
        }
    };
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn value(field: &Field, form: &'static ValueKind) -> Value {
    let is = |other: &'static ValueKind| std::ptr::eq(form, other);
    if is(&DATE) {
        return json!({ "widget": "datetime", "type": "date", "format": "YYYY-MM-DD", "date_format": "YYYY-MM-DD",
            "time_format": false, "default": "" });
    }
    if is(&STATE) {
        return select(State::all().map(|state| (format!("{} ({})", state.name(), state.code()), state.code())));
    }
    match form.schema {
        SchemaForm::Words(words) => select(words().into_iter().map(|word| (word.replace('_', " "), word))),
        SchemaForm::Pattern(pattern) => {
            let example = field.example.trim_matches(['"', '[', ']']);
            let kind = if is(&URL) {
                "url"
            } else if is(&EMAIL) {
                "email"
            } else {
                "text"
            };
            json!({ "widget": "string", "type": kind,
                "pattern": [pattern(), format!("Write {}, for example {example}.", form.name)] })
        }
    }
}

/// A field that no form shows. Its value stays as it is.
fn hidden() -> Value {
    json!({ "widget": "hidden" })
}

fn select<'a>(options: impl Iterator<Item = (String, &'a str)>) -> Value {
    let options: Vec<Value> = options.map(|(label, value)| json!({ "label": label, "value": value })).collect();
    json!({ "widget": "select", "options": options })
}

fn terms(facet: Facet, vocabulary: &Vocabulary) -> Value {
    let terms = vocabulary.terms(facet).map(|id| vocabulary.get(id));
    select(terms.map(|term| (term.label.get("en").to_owned(), &*term.slug)))
}

fn list(field: &Field, item: &Kind, forms: Forms<'_>, required: bool) -> Value {
    if let Kind::Object(object) = item {
        let mut list = json!({ "widget": "list", "collapsed": true, "summary": summary(object),
            "fields": fields(object, forms, true) });
        if required {
            list["min"] = 1.into();
        }
        return list;
    }
    let mut one = widget(field, item, forms, true);
    if one.get("widget").is_some_and(|widget| widget == "select") {
        one.insert("multiple".into(), true.into());
        return Value::Object(one);
    }
    let mut inner = json!({ "name": "item", "label": "Item" });
    if let Value::Object(inner) = &mut inner {
        inner.append(&mut one);
    }
    json!({ "widget": "list", "field": inner })
}

/// What stands for an item of a list that is folded: its first fields that have to be there and are one value.
fn summary(object: &Object) -> String {
    let single = |kind: &Kind| !matches!(kind, Kind::List(_) | Kind::OneOrMany(_) | Kind::Object(_));
    let keys = object.fields.iter().filter(|field| field.required && single(&field.kind)).take(2);
    keys.map(|field| format!("{{{{fields.{}}}}}", field.key)).collect::<Vec<_>>().join(" – ")
}

/// `level_of_care` as a person reads it.
fn label(key: &str) -> String {
    match key {
        "zip" | "npi" | "asl" | "faq" | "url" => key.to_uppercase(),
        "lat" => "Latitude".to_owned(),
        "lon" => "Longitude".to_owned(),
        "ext" => "Extension".to_owned(),
        "q" => "Question".to_owned(),
        "a" => "Answer".to_owned(),
        "id" => "Short name".to_owned(),
        _ => {
            let words = key.replace('_', " ");
            words[..1].to_uppercase() + &words[1..]
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::config;

    fn made(repository: &str, ranges: bool) -> Value {
        let text = format!(
            "title: A\ndescription: B\nbase_url: \"https://example.org/\"\nlanguages: [en, es]\nrepository: {repository}\n"
        );
        let (site, findings) = config::parse(&text);
        assert_eq!(findings, []);
        let site = site.unwrap();
        let forms = Forms { vocabulary: Vocabulary::embedded(), ranges };
        configuration(&site, site.repository.as_ref().unwrap(), forms)
    }

    const GITHUB: &str = "{ url: \"https://github.com/example/directory/\" }";

    /// The form of `key` among `forms`.
    fn form<'v>(forms: &'v Value, key: &str) -> &'v Value {
        forms.as_array().unwrap().iter().find(|form| form["name"] == key).unwrap_or_else(|| panic!("no form for {key}"))
    }

    /// Every field has a form, and every form a field, in the order of the shape.
    fn covers(forms: &Value, object: &Object) {
        let keys: Vec<&str> = forms.as_array().unwrap().iter().map(|form| form["name"].as_str().unwrap()).collect();
        let wanted: Vec<&str> = object.fields.iter().map(|field| field.key).collect();
        assert_eq!(keys.strip_suffix(&["body"]).unwrap_or(&keys), wanted, "{}", object.name);
        for field in object.fields {
            let form = form(forms, field.key);
            let (kind, many) = match &field.kind {
                Kind::List(item) | Kind::OneOrMany(item) => (*item, true),
                kind => (kind, false),
            };
            let options = || -> Vec<&str> {
                assert_eq!(form.get("multiple").is_some(), many, "{}", field.key);
                form["options"].as_array().unwrap().iter().map(|option| option["value"].as_str().unwrap()).collect()
            };
            match kind {
                Kind::Object(object) => covers(&form["fields"], object),
                Kind::Choice(words) => assert_eq!(options(), *words),
                Kind::Term(facet) => {
                    let vocabulary = Vocabulary::embedded();
                    let slugs: Vec<&str> = vocabulary.terms(*facet).map(|id| &*vocabulary.get(id).slug).collect();
                    assert_eq!(options(), slugs);
                }
                Kind::Range(low, high) => {
                    assert_eq!(form["fields"][0]["min"], *low);
                    assert_eq!(form["fields"][1]["max"], *high);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn every_field_has_a_form_and_every_term_can_be_chosen() {
        let config = made(GITHUB, true);
        let shapes = [&LISTING, &GUIDE, &PAGE, &GUIDE, &PAGE];
        let collections = config["collections"].as_array().unwrap();
        assert_eq!(collections.len(), shapes.len());
        for (collection, shape) in collections.iter().zip(shapes) {
            covers(&collection["fields"], shape);
        }
        assert_eq!(collections[3]["folder"], "content/es/guides");
    }

    #[test]
    fn what_an_editor_would_lose_has_no_form() {
        let config = made(GITHUB, false);
        let listing = &config["collections"][0]["fields"];
        let program = &form(listing, "programs")["fields"];
        assert_eq!(
            form(program, "hours_per_week"),
            &json!({ "name": "hours_per_week", "label": "Hours per week", "widget": "hidden" })
        );
        assert_eq!(form(&form(listing, "identifiers")["fields"], "samhsa")["widget"], "hidden");
    }

    #[test]
    fn a_mapping_that_may_be_left_out_asks_for_nothing() {
        let config = made(GITHUB, false);
        let listing = &config["collections"][0]["fields"];
        assert_eq!(form(&form(listing, "location")["fields"], "zip")["required"], true);
        let program = &form(listing, "programs")["fields"];
        let status = form(&form(program, "accepting")["fields"], "status");
        assert_eq!(status["required"], false);
        assert!(status["hint"].as_str().unwrap().ends_with("Needed if anything here is filled in."));
    }

    #[test]
    fn each_forge_has_its_own_backend() {
        let backend = |repository| made(repository, false)["backend"].clone();
        assert_eq!(
            backend(GITHUB),
            json!({ "name": "github", "repo": "example/directory", "branch": "main", "open_authoring": true })
        );
        assert_eq!(
            backend("{ url: \"https://gitlab.example.org/group/sub/directory.git\", branch: trunk }"),
            json!({ "name": "gitlab", "repo": "group/sub/directory", "branch": "trunk", "auth_type": "pkce",
                "api_root": "https://gitlab.example.org/api/v4", "base_url": "https://gitlab.example.org" })
        );
        let codeberg = made("{ url: \"https://codeberg.org/example/directory\" }", false);
        assert_eq!(codeberg["backend"]["name"], "gitea");
        assert_eq!(codeberg["backend"]["api_root"], "https://codeberg.org/api/v1");
        assert!(codeberg.get("publish_mode").is_none());
    }

    #[test]
    fn the_yaml_says_the_same() {
        for ranges in [false, true] {
            let config = made(GITHUB, ranges);
            let text = crate::yaml::typed::written(&config).unwrap();
            let read: Value = serde_yaml::from_str(&text).unwrap();
            assert_eq!(read, config);
        }
    }
}
