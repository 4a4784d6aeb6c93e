//! Reads pages as a browser's tokenizer does.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};
use std::collections::BTreeMap;

/// A start tag.
#[derive(Debug)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    /// The text up to the next tag.
    pub(crate) text: String,
}

impl Tag {
    pub(crate) fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.get(attribute).map(String::as_str)
    }
}

/// All start tags of a page, in order.
pub(crate) fn tags(html: &[u8]) -> Vec<Tag> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let mut tags: Vec<Tag> = Vec::new();
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Token::StartTag(tag) => {
                let attributes = tag.attributes.iter().map(|(key, value)| (text(key), text(value))).collect();
                tags.push(Tag { name: text(&tag.name), attributes, text: String::new() });
            }
            Token::String(words) => {
                if let Some(tag) = tags.last_mut() {
                    tag.text.push_str(&text(&words));
                }
            }
            Token::Error(error) => panic!("{error:?} in {}", String::from_utf8_lossy(html)),
            _ => {}
        }
    }
    tags
}

/// The first tag `name` with these attributes.
pub(crate) fn find<'t>(tags: &'t [Tag], name: &str, attributes: &[(&str, &str)]) -> Option<&'t Tag> {
    tags.iter().find(|tag| tag.name == name && attributes.iter().all(|(key, value)| tag.get(key) == Some(*value)))
}

/// True if the page asks search engines to leave it out.
pub(crate) fn noindex(tags: &[Tag]) -> bool {
    find(tags, "meta", &[("name", "robots")]).and_then(|tag| tag.get("content")).is_some_and(|c| c.contains("noindex"))
}
