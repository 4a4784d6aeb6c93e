//! New and remembered rows side by side: which are the same, where each place lives, and what to remember next.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::draft::Draft;
use super::memory::{Memory, Remembered};
use super::merge::Place;
use super::plan::Plan;
use super::report::{FileFate, Report, Vanished};
use super::row::{Directory, SurveyRow};
use super::{files, link, slugs};

/// All rows that matter: the new ones first, then those of earlier imports that no new row takes the place of.
pub(super) struct World {
    pub(super) rows: Vec<SurveyRow>,
    pub(super) keys: Vec<String>,
    /// How many rows are new.
    pub(super) new: usize,
    /// Slug of the listing that a row had, by row.
    slugs: Vec<Option<String>>,
    pub(super) memory: Memory,
}

impl World {
    pub(super) fn of(mut rows: Vec<SurveyRow>, mut memory: Memory) -> Self {
        let mut keys: Vec<String> = rows.iter().map(SurveyRow::key).collect();
        let new = rows.len();
        let mut first: BTreeMap<&str, &SurveyRow> = BTreeMap::new();
        for (key, row) in keys.iter().zip(&rows) {
            first.entry(key).or_insert(row);
        }
        let links = link::link(&first, &memory.rows);
        let listing_of: BTreeMap<&str, &str> =
            memory.rows.iter().map(|r| (r.key.as_str(), r.listing.as_str())).collect();
        let slug = |key: &String| links.get(key).and_then(|old| listing_of.get(old.as_str())).map(|s| (*s).to_owned());
        let mut slugs: Vec<Option<String>> = keys.iter().map(slug).collect();
        let replaced: BTreeSet<&String> = links.values().collect();
        let carried: Vec<bool> = memory.rows.iter().map(|r| !replaced.contains(&r.key)).collect();
        for (remembered, _) in std::mem::take(&mut memory.rows).into_iter().zip(carried).filter(|(_, carried)| *carried)
        {
            keys.push(remembered.key);
            slugs.push(Some(remembered.listing));
            rows.push(remembered.row);
        }
        Self { rows, keys, new, slugs, memory }
    }

    pub(super) fn is_new(&self, row: usize) -> bool {
        row < self.new
    }

    /// Remembered rows of the directories just read that the new files do not have.
    pub(super) fn vanished(&self) -> Vec<Vanished> {
        let read: BTreeSet<Directory> = self.rows[..self.new].iter().map(|r| r.directory).collect();
        let mut gone: Vec<Vanished> = (self.new..self.rows.len())
            .filter(|i| read.contains(&self.rows[*i].directory))
            .map(|i| Vanished {
                listing: self.slugs[i].clone().unwrap_or_default(),
                directory: self.rows[i].directory,
                name: self.rows[i].name1.clone(),
            })
            .collect();
        gone.sort_by(|a, b| (&a.listing, a.directory).cmp(&(&b.listing, b.directory)));
        gone
    }

    /// The slug of each place, and whether it had it before: the one of its first row that has one and is not taken
    /// by another place, else one of a file that names its key, else a new one.
    pub(super) fn homes(&self, places: &[&Place], drafts: &[Draft], on_disk: &BTreeMap<String, PathBuf>) -> Vec<Home> {
        // Files that no import wrote under this name: renamed by hand, or older than the memory.
        let strangers = on_disk.iter().filter(|(slug, _)| !self.memory.listings.contains_key(*slug));
        let strangers = files::survey_keys(&strangers.map(|(s, p)| (s.clone(), p.clone())).collect());
        let mut claimed: BTreeSet<String> = BTreeSet::new();
        let mut homes: Vec<Option<Home>> = Vec::new();
        for place in places {
            let former = place.rows().filter_map(|i| self.slugs[i].clone()).find(|slug| !claimed.contains(slug));
            let renamed = place.rows().find_map(|i| strangers.get(&self.keys[i])).cloned();
            let home = match (former, renamed) {
                (Some(former), Some(now)) if !on_disk.contains_key(&former) => {
                    Some(Home { slug: now, former: Some(former) })
                }
                (None, Some(now)) => Some(Home { slug: now.clone(), former: Some(now) }),
                (Some(former), _) => Some(Home { slug: former.clone(), former: Some(former) }),
                (None, None) => None,
            };
            let home = home.filter(|home| claimed.insert(home.slug.clone()));
            claimed.extend(home.iter().filter_map(|h| h.former.clone()));
            homes.push(home);
        }
        let mut taken = claimed;
        taken.extend(on_disk.keys().cloned());
        taken.extend(self.memory.listings.keys().cloned());
        let wanted: Vec<slugs::Wanted<'_>> = drafts
            .iter()
            .zip(&homes)
            .filter(|(_, home)| home.is_none())
            .map(|(d, _)| slugs::Wanted { name: &d.name, city: &d.city, state: d.state.code(), key: &d.samhsa })
            .collect();
        let mut fresh = slugs::assign(&wanted, &taken).into_iter();
        homes
            .into_iter()
            .map(|home| home.unwrap_or_else(|| Home { slug: fresh.next().unwrap_or_default(), former: None }))
            .collect()
    }

    /// The memory after this import.
    pub(super) fn remember(self, touched: &[&Place], plans: Vec<Plan>, report: &Report) -> Memory {
        let Self { rows, keys, mut slugs, memory: Memory { mut files, mut listings, .. }, .. } = self;
        files.extend(report.files.iter().map(|f| (f.hash.clone(), f.retrieved.clone())));
        for (place, plan) in touched.iter().zip(plans) {
            for row in place.rows() {
                slugs[row] = Some(plan.slug.clone());
            }
            if let Some(former) = plan.former.filter(|former| *former != plan.slug) {
                listings.remove(&former);
            }
            if plan.fate != FileFate::StaysDeleted {
                listings.insert(plan.slug, plan.written);
            }
        }
        let rows = rows.into_iter().zip(keys).zip(slugs);
        let rows = rows.map(|((row, key), slug)| Remembered { key, listing: slug.unwrap_or_default(), row });
        Memory { files, rows: rows.collect(), listings }
    }
}

/// The address of a place.
#[derive(Debug, Clone)]
pub(super) struct Home {
    pub(super) slug: String,
    /// The slug it had at the last import; another one if somebody renamed the file.
    pub(super) former: Option<String>,
}
