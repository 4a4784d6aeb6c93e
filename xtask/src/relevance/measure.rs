//! Answers to numbers.

use super::judge::Grades;

/// How many results are looked at.
const SEEN: usize = 10;

fn gain(grade: u8) -> f64 {
    f64::from((1_u32 << grade) - 1)
}

/// nDCG@10: gains 2^grade - 1, discounted by log2(rank + 1), over those of the best order. `None` when nothing in the
/// directory fits.
pub(crate) fn ndcg(answer: &[String], grades: &Grades) -> Option<f64> {
    let mut best: Vec<u8> = grades.values().copied().collect();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let sum = |grades: &mut dyn Iterator<Item = u8>| -> f64 {
        grades.take(SEEN).zip(2_u32..).map(|(grade, rank)| gain(grade) / f64::from(rank).log2()).sum()
    };
    let ideal = sum(&mut best.into_iter());
    let found = sum(&mut answer.iter().map(|slug| grades.get(slug).copied().unwrap_or(0)));
    // The sum of nothing is -0.
    (ideal > 0.0).then(|| found / ideal + 0.0)
}

/// One divided by the rank of the first of the ten that is meant; 0 when none is.
pub(crate) fn reciprocal_rank(answer: &[String], is_meant: impl Fn(&str) -> bool) -> f64 {
    let rank = answer.iter().take(SEEN).position(|slug| is_meant(slug));
    rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64)
}

/// The mean; `None` of nothing.
pub(crate) fn mean(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    for value in values {
        sum += value;
        count += 1.0;
    }
    (count > 0.0).then(|| sum / count)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn slugs(names: &str) -> Vec<String> {
        names.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn the_best_order_is_1_and_a_miss_is_0() {
        let grades = Grades::from([("a".to_owned(), 3), ("b".to_owned(), 1)]);
        assert_eq!(ndcg(&slugs("a b x"), &grades), Some(1.0));
        assert_eq!(ndcg(&slugs("x y"), &grades), Some(0.0));
        assert_eq!(ndcg(&slugs("a"), &Grades::new()), None);
        // (1 / log2 2 + 7 / log2 3) / (7 / log2 2 + 1 / log2 3)
        let swapped = ndcg(&slugs("b a"), &grades).unwrap();
        assert!((swapped - 0.7098).abs() < 1e-4, "{swapped}");
    }

    #[test]
    fn only_ten_results_are_looked_at() {
        let grades = Grades::from([("k".to_owned(), 3)]);
        let eleven = slugs("a b c d e f g h i j k");
        assert_eq!(ndcg(&eleven, &grades), Some(0.0));
        assert_eq!(reciprocal_rank(&eleven, |slug| slug == "k").to_bits(), 0.0_f64.to_bits());
        assert!((reciprocal_rank(&eleven, |slug| slug == "b") - 0.5).abs() < 1e-12);
    }
}
