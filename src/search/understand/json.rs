//! What was understood, in the form in which the browser has it (`Understood` in `client/types.d.ts`).

use super::{Spot, Understood, ZipNote};
use crate::vocabulary::Vocabulary;
use serde_json::{Map, Value, json};

impl Spot {
    fn json(&self) -> Value {
        let kind = match (self.zip, self.point) {
            (Some(_), _) => "zip",
            (None, Some(_)) => "city",
            (None, None) => "state",
        };
        let mut value = json!({ "kind": kind, "label": self.label });
        if let Some(point) = self.point {
            value["lat"] = point.latitude().into();
            value["lon"] = point.longitude().into();
        }
        value["state"] = self.state.code().into();
        if let Some(zip) = self.zip {
            value["zip"] = zip.to_string().into();
        }
        value
    }
}

impl Understood {
    /// As JSON, with labels in `language`.
    pub fn json(&self, vocabulary: &Vocabulary, language: &str) -> Value {
        let spots = |spots: &[Spot]| Value::from(spots.iter().map(Spot::json).collect::<Vec<_>>());
        let mut value = Map::new();
        if let Some(place) = &self.place {
            value.insert("place".into(), place.json());
        }
        value.insert("states".into(), self.states.iter().map(|state| state.code()).collect());
        let terms = self.terms.iter().map(|(id, typed)| {
            let term = vocabulary.get(*id);
            json!({ "facet": term.facet.key(), "slug": term.slug, "label": term.label.get(language), "typed": typed })
        });
        value.insert("terms".into(), terms.collect());
        value.insert("words".into(), self.words.clone().into());
        value.insert("fillers".into(), self.fillers.clone().into());
        if let Some(note) = self.zip {
            let note = match note {
                ZipNote::Military => "military",
                ZipNote::Unknown => "unknown",
                ZipNote::Approximate => "approximate",
            };
            value.insert("zip".into(), note.into());
        }
        if let Some((from, to)) = &self.corrected {
            value.insert("corrected".into(), json!({ "from": from, "to": to }));
        }
        if !self.options.is_empty() {
            value.insert("options".into(), spots(&self.options));
        }
        if !self.others.is_empty() {
            value.insert("others".into(), spots(&self.others));
        }
        if self.missing.is_some() {
            value.insert("lost".into(), true.into());
        }
        value.into()
    }
}
