//! Which cities of a map have their name beside them: the largest that have room for it.

use super::line::Spot;
use std::cmp::Reverse;

/// A city to be named.
#[derive(Debug, Clone, Copy)]
pub struct Town<'a> {
    /// Name.
    pub name: &'a str,
    /// What makes it large.
    pub count: usize,
    /// Where its dot is.
    pub spot: Spot,
}

/// A name that found room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// Position of the city.
    pub town: usize,
    /// The name stands left of its dot and ends there; else it begins right of it.
    pub left: bool,
    /// Where the name ends or begins, on its base line.
    pub text: Spot,
    /// Left, top, right and bottom of what belongs to dot and name.
    pub area: [i32; 4],
}

/// How letters are drawn, in units.
#[derive(Debug, Clone, Copy)]
pub struct Letters {
    /// Height of what belongs to a name: as much as a finger needs.
    pub height: i32,
    /// From the middle of a dot down to the base line of its name.
    pub below: i32,
    /// Width of a letter, on average; names are not measured.
    pub width: i32,
    /// From the middle of a dot to its name.
    pub gap: i32,
    /// Names at most.
    pub most: usize,
}

/// For [`super::PAGE`].
pub const LETTERS: Letters = Letters { height: 40, below: 7, width: 13, gap: 13, most: 8 };

/// Finds room for names on a map of this size, the largest city first, of equals the first in the list. No name covers
/// another one or its dot.
pub fn names(towns: &[Town<'_>], [width, height]: [i32; 2], letters: Letters) -> Vec<Named> {
    let mut order: Vec<usize> = (0..towns.len()).collect();
    order.sort_by_key(|at| (Reverse(towns[*at].count), *at));
    let mut taken: Vec<[i32; 4]> = Vec::new();
    let mut named = Vec::new();
    for at in order {
        if named.len() == letters.most {
            break;
        }
        let Town { name, spot: [x, y], .. } = towns[at];
        let length = i32::try_from(name.chars().count()).unwrap_or(i32::MAX).saturating_mul(letters.width);
        let (top, bottom) = (y - letters.height / 2, y + letters.height / 2);
        for left in [false, true] {
            let end = if left { x - letters.gap } else { x + letters.gap };
            let reach = if left { end.saturating_sub(length) } else { end.saturating_add(length) };
            // The dot belongs to what is taken.
            let wanted =
                if left { [reach, top, x + letters.gap, bottom] } else { [x - letters.gap, top, reach, bottom] };
            let fits = reach >= 0 && reach <= width && top >= 0 && bottom <= height;
            if fits && !taken.iter().any(|other| overlap(*other, wanted)) {
                taken.push(wanted);
                named.push(Named { town: at, left, text: [end, y + letters.below], area: wanted });
                break;
            }
        }
    }
    named
}

fn overlap(a: [i32; 4], b: [i32; 4]) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Letters = Letters { height: 10, below: 3, width: 5, gap: 4, most: 3 };

    fn town(name: &str, count: usize, spot: Spot) -> Town<'_> {
        Town { name, count, spot }
    }

    #[test]
    fn the_largest_city_is_named_first_and_no_name_covers_another() {
        let towns = [
            town("Close", 5, [22, 52]),
            town("Large", 9, [20, 50]),
            town("Far", 1, [20, 80]),
            town("Equal", 5, [60, 20]),
        ];
        let named = names(&towns, [100, 100], SMALL);
        let chosen: Vec<usize> = named.iter().map(|name| name.town).collect();
        assert_eq!(chosen, [1, 3, 2], "Close has no room");
        assert_eq!(named[0], Named { town: 1, left: false, text: [24, 53], area: [16, 45, 49, 55] });
    }

    #[test]
    fn a_name_at_the_edge_stands_on_the_other_side_or_not_at_all() {
        let named = names(&[town("Edge", 1, [95, 50]), town("Much too long a name", 1, [50, 20])], [100, 100], SMALL);
        assert_eq!(named, [Named { town: 0, left: true, text: [91, 53], area: [71, 45, 99, 55] }]);
        assert!(names(&[town("Top", 1, [50, 2])], [100, 100], SMALL).is_empty());
    }

    #[test]
    fn there_are_never_too_many_names() {
        let towns: Vec<Town<'_>> = (0..6).map(|n| town("A", 1, [50, 10 + n * 15])).collect();
        let chosen: Vec<usize> = names(&towns, [100, 100], SMALL).iter().map(|name| name.town).collect();
        assert_eq!(chosen, [0, 1, 2]);
    }
}
