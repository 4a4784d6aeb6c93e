//! Where in an area its name fits best.

use super::line::{Spot, bounds, distance, rounded};

/// How many places across and down are tried, and how often the best one is looked at more closely.
const STEPS: i32 = 8;
const ROUNDS: u32 = 8;

/// The place inside a closed line that is farthest from it, and how far, in units. The middle of its points may lie
/// outside of an area like Florida. `None` for a line that has no inside.
pub(super) fn middle(ring: &[Spot]) -> Option<(Spot, i32)> {
    if ring.len() < 4 {
        return None;
    }
    let [left, top, right, bottom] = bounds(ring).map(f64::from);
    let mut best = ([f64::midpoint(left, right), f64::midpoint(top, bottom)], f64::NEG_INFINITY);
    let mut reach = [(right - left) / 2.0, (bottom - top) / 2.0];
    for _ in 0..ROUNDS {
        let around = best.0;
        for step in 0..(STEPS + 1) * (STEPS + 1) {
            let [across, down] =
                [step % (STEPS + 1), step / (STEPS + 1)].map(|n| f64::from(n * 2 - STEPS) / f64::from(STEPS));
            let at = [around[0] + across * reach[0], around[1] + down * reach[1]];
            let room = room(at, ring);
            if room > best.1 {
                best = (at, room);
            }
        }
        reach = reach.map(|half| half / 2.0);
    }
    (best.1 > 0.0).then(|| (rounded(best.0), rounded([best.1, 0.0])[0]))
}

/// Distance to the nearest edge, less than nothing outside.
fn room(at: [f64; 2], ring: &[Spot]) -> f64 {
    let (mut nearest, mut inside) = (f64::INFINITY, false);
    for pair in ring.windows(2) {
        let [a, b] = [pair[0], pair[1]].map(|spot| spot.map(f64::from));
        nearest = nearest.min(distance(at, a, b));
        if (a[1] > at[1]) != (b[1] > at[1]) && at[0] < (b[0] - a[0]) * (at[1] - a[1]) / (b[1] - a[1]) + a[0] {
            inside = !inside;
        }
    }
    if inside { nearest } else { -nearest }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::middle;

    #[test]
    fn a_name_stands_where_most_room_is() {
        // A square with a long arm, whose middle would be in the arm.
        let ring = [[0, 0], [40, 0], [40, 18], [200, 18], [200, 22], [40, 22], [40, 40], [0, 40], [0, 0]];
        let ([x, y], room) = middle(&ring).unwrap();
        assert!((19..=21).contains(&x) && (19..=21).contains(&y) && (18..=20).contains(&room), "{x} {y} {room}");
    }

    #[test]
    fn what_has_no_inside_has_no_middle() {
        assert_eq!(middle(&[]), None);
        assert_eq!(middle(&[[0, 0], [9, 0], [0, 0]]), None);
        assert_eq!(middle(&[[0, 0], [9, 0], [5, 0], [0, 0]]), None);
    }
}
