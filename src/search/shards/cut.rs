//! Cutting sorted keys into files, so that a new key changes the file that it comes into and no cut elsewhere.

use std::ops::Range;

/// Runs of `keys`, which ascend and are distinct: a run whose `sizes` sum up to more than `limit` is divided by the
/// next letter of its keys, and neighbours of one beginning are joined while they fit.
pub(super) fn runs(keys: &[&str], sizes: &[usize], limit: usize) -> Vec<Range<usize>> {
    let mut sums = Vec::with_capacity(sizes.len() + 1);
    sums.push(0);
    for size in sizes {
        sums.push(sums[sums.len() - 1] + size);
    }
    let mut runs = Vec::new();
    if !keys.is_empty() {
        Cut { keys, sums, limit }.divide(0..keys.len(), 0, &mut runs);
    }
    runs
}

struct Cut<'a> {
    keys: &'a [&'a str],
    /// Size of all keys before each.
    sums: Vec<usize>,
    limit: usize,
}

impl Cut<'_> {
    fn fits(&self, range: &Range<usize>) -> bool {
        range.len() <= 1 || self.sums[range.end] - self.sums[range.start] <= self.limit
    }

    /// Divides keys that agree in their first `depth` bytes.
    fn divide(&self, range: Range<usize>, depth: usize, runs: &mut Vec<Range<usize>>) {
        if self.fits(&range) {
            runs.push(range);
            return;
        }
        let letter = |i: usize| self.keys[i].as_bytes().get(depth);
        let mut open = range.start..range.start;
        let mut start = range.start;
        while start < range.end {
            let end =
                start + self.keys[start..range.end].partition_point(|key| key.as_bytes().get(depth) == letter(start));
            if self.fits(&(open.start..end)) {
                open.end = end;
            } else {
                if !open.is_empty() {
                    runs.push(open);
                }
                open = start..end;
                if !self.fits(&open) {
                    self.divide(open, depth + 1, runs);
                    open = end..end;
                }
            }
            start = end;
        }
        if !open.is_empty() {
            runs.push(open);
        }
    }
}

/// The first keys of runs, cut as short as tells them from the key before.
pub(super) fn beginnings(keys: &[&str], runs: &[Range<usize>]) -> Vec<String> {
    runs.iter()
        .map(|run| {
            let key = keys[run.start];
            let Some(before) = run.start.checked_sub(1).map(|i| keys[i]) else { return String::new() };
            let equal = before.chars().zip(key.chars()).take_while(|(a, b)| a == b).count();
            key.chars().take(equal + 1).collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::single_range_in_vec_init)]
    use super::{beginnings, runs};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn all(words: &BTreeSet<String>) -> (Vec<&str>, Vec<usize>) {
        (words.iter().map(String::as_str).collect(), words.iter().map(|word| 1 + word.len()).collect())
    }

    #[test]
    fn a_run_is_divided_by_letters_and_small_neighbours_are_joined() {
        let keys = ["a", "ab", "ac", "b", "ca", "cab", "cb", "d"];
        assert_eq!(runs(&keys, &[1; 8], 3), [0..3, 3..4, 4..7, 7..8]);
        assert_eq!(runs(&keys, &[1; 8], 8), [0..8]);
        assert_eq!(runs(&keys, &[9; 8], 3).len(), 8);
        assert!(runs(&[], &[], 3).is_empty());
        assert_eq!(beginnings(&keys, &[0..3, 3..4, 4..7, 7..8]), ["", "b", "c", "d"]);
        assert_eq!(beginnings(&keys, &[0..5, 5..8]), ["", "cab"]);
    }

    proptest! {
        #[test]
        fn runs_cover_all_keys_and_fit(words in proptest::collection::btree_set("[a-dé]{1,4}", 0..200)) {
            let (keys, sizes) = all(&words);
            let runs = runs(&keys, &sizes, 40);
            let mut next = 0;
            for run in &runs {
                prop_assert_eq!(run.start, next);
                prop_assert!(run.len() == 1 || sizes[run.clone()].iter().sum::<usize>() <= 40);
                next = run.end;
            }
            prop_assert_eq!(next, keys.len());
            // A key is looked for in the last run that does not begin after it.
            let from = beginnings(&keys, &runs);
            for (i, key) in keys.iter().enumerate() {
                let at = from.partition_point(|from| from.as_str() <= *key) - 1;
                prop_assert!(runs[at].contains(&i), "{} in {:?}", key, from);
            }
        }

        #[test]
        fn a_new_key_changes_few_runs(words in proptest::collection::btree_set("[a-h]{3}", 40..60), more in "[a-h]{3}") {
            let members = |words: &BTreeSet<String>| -> BTreeSet<Vec<String>> {
                let (keys, sizes) = all(words);
                let owned = |run: std::ops::Range<usize>| keys[run].iter().map(|k| (*k).to_owned()).collect();
                runs(&keys, &sizes, 24).into_iter().map(owned).collect()
            };
            let before = members(&words);
            let mut after = words.clone();
            after.insert(more);
            // Its own run, or that run in parts and those that were joined with it on each level.
            prop_assert!(members(&after).difference(&before).count() <= 8);
        }
    }
}
