//! Lines of a map: projected, simplified, and rounded to whole units. All of it is done once for each line, whichever
//! areas use it, so that neighbours have one border between them.

/// A place on a map in whole units, right and down.
pub type Spot = [i32; 2];

/// Draws a line of longitude and latitude. Bends of less than `tolerance` units are left out; both ends stay.
pub(super) fn draw(line: &[[f64; 2]], place: impl Fn([f64; 2]) -> [f64; 2], tolerance: f64) -> Vec<Spot> {
    let projected: Vec<[f64; 2]> = line.iter().map(|point| place(*point)).collect();
    let mut drawn: Vec<Spot> = simplified(&projected, tolerance).into_iter().map(rounded).collect();
    drawn.dedup();
    drawn
}

/// The nearest whole units.
#[expect(clippy::cast_possible_truncation, reason = "a map is a few thousand units wide; more saturates")]
pub(super) fn rounded(point: [f64; 2]) -> Spot {
    point.map(|value| value.round() as i32)
}

/// The points of a line that are needed to stay within `tolerance` of all (D. Douglas and T. Peucker, Cartographica
/// 10, 1973, pages 112-122). A closed line is cut at the point farthest from its end, else nothing of it would stay.
fn simplified(line: &[[f64; 2]], tolerance: f64) -> Vec<[f64; 2]> {
    let Some(last) = line.len().checked_sub(1).filter(|last| *last > 1) else { return line.to_vec() };
    let mut keep = vec![false; line.len()];
    keep[0] = true;
    keep[last] = true;
    let mut spans = vec![(0, last)];
    #[expect(clippy::float_cmp, reason = "a closed line ends in the very point in which it begins")]
    let closed = line[0] == line[last];
    if closed {
        let far = farthest(line, 0, last).0;
        keep[far] = true;
        spans = vec![(0, far), (far, last)];
    }
    while let Some((first, last)) = spans.pop() {
        let (far, distance) = farthest(line, first, last);
        if distance > tolerance {
            keep[far] = true;
            spans.extend([(first, far), (far, last)]);
        }
    }
    line.iter().zip(keep).filter_map(|(point, keep)| keep.then_some(*point)).collect()
}

/// The point between `first` and `last` that is farthest from the straight line between these two, and how far.
fn farthest(line: &[[f64; 2]], first: usize, last: usize) -> (usize, f64) {
    let mut far = (first, 0.0);
    for at in first + 1..last {
        let distance = distance(line[at], line[first], line[last]);
        if distance > far.1 {
            far = (at, distance);
        }
    }
    far
}

/// Distance from a point to the straight line from `a` to `b`.
pub(super) fn distance(point: [f64; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
    let (along, to) = ([b[0] - a[0], b[1] - a[1]], [point[0] - a[0], point[1] - a[1]]);
    let length = along[0] * along[0] + along[1] * along[1];
    let share = if length > 0.0 { ((to[0] * along[0] + to[1] * along[1]) / length).clamp(0.0, 1.0) } else { 0.0 };
    (to[0] - share * along[0]).hypot(to[1] - share * along[1])
}

/// Left, top, right and bottom of what is drawn; nothing has left and right the wrong way round.
pub(super) fn bounds(spots: &[Spot]) -> [i32; 4] {
    let start = [i32::MAX, i32::MAX, i32::MIN, i32::MIN];
    spots
        .iter()
        .fold(start, |[left, top, right, bottom], [x, y]| [left.min(*x), top.min(*y), right.max(*x), bottom.max(*y)])
}

/// The rings of an area that can be seen: all with at least `least` units on a side, and the largest in any case.
pub(super) fn visible(mut rings: Vec<Vec<Spot>>, least: i32) -> Vec<Vec<Spot>> {
    let sides = |ring: &Vec<Spot>| {
        let [left, top, right, bottom] = bounds(ring);
        (right.saturating_sub(left).max(bottom.saturating_sub(top)), ring.len())
    };
    let Some(largest) = rings.iter().map(sides).max() else { return rings };
    rings.retain(|ring| sides(ring).0 >= least || sides(ring) == largest);
    rings
}

#[cfg(test)]
mod tests {
    use super::{draw, visible};

    #[test]
    fn small_bends_are_left_out_and_ends_stay() {
        let same = |point| point;
        let line = [[0.0, 0.0], [5.0, 0.9], [10.0, 0.0], [15.0, 4.0], [20.0, 0.0]];
        assert_eq!(draw(&line, same, 1.0), [[0, 0], [10, 0], [15, 4], [20, 0]]);
        assert_eq!(draw(&line, same, 50.0), [[0, 0], [20, 0]]);
        assert_eq!(draw(&line[..1], same, 1.0), [[0, 0]]);
        assert!(draw(&[], same, 1.0).is_empty());
    }

    #[test]
    fn a_closed_line_does_not_fold_up() {
        let island = [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0], [0.0, 0.0]];
        assert_eq!(draw(&island, |point| point, 3.0), [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]);
        assert_eq!(draw(&island, |[x, y]| [x / 100.0, y / 100.0], 3.0), [[0, 0]]);
    }

    #[test]
    fn specks_are_left_out_but_not_the_last_of_an_area() {
        let ring = |side: i32| vec![[0, 0], [side, 0], [side, side], [0, 0]];
        assert_eq!(visible(vec![ring(1), ring(9), ring(2)], 3), [ring(9)]);
        assert_eq!(visible(vec![ring(1), ring(2)], 3), [ring(2)]);
        assert!(visible(Vec::new(), 3).is_empty());
    }
}
