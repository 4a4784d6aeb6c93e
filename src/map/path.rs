//! Path data of SVG: <https://www.w3.org/TR/SVG2/paths.html>. Whole numbers and relative steps, as short as can be.

use super::line::Spot;
use std::fmt::Write as _;

/// Path data that grows.
#[derive(Debug, Default)]
pub struct Path {
    text: String,
    /// Where the pen is.
    at: Spot,
}

impl Path {
    /// Adds a closed line; its last point, which is the first, is not written.
    pub fn ring(&mut self, ring: &[Spot]) {
        let open = ring.split_last().map_or(ring, |(last, rest)| if ring.first() == Some(last) { rest } else { ring });
        // What is shorter has no inside.
        if open.len() < 3 {
            return;
        }
        self.line(open);
        self.text.push('z');
        self.at = open[0];
    }

    /// Adds a line. One of a single point is no line.
    pub fn line(&mut self, line: &[Spot]) {
        let [first, rest @ ..] = line else { return };
        if rest.is_empty() {
            return;
        }
        self.text.push('m');
        self.step(*first, true);
        self.text.push('l');
        for (at, spot) in rest.iter().enumerate() {
            self.step(*spot, at == 0);
        }
    }

    /// A step from where the pen is; a number needs a space before it unless it begins with a sign or a letter is there.
    fn step(&mut self, to: Spot, first: bool) {
        let [right, down] = [to[0] - self.at[0], to[1] - self.at[1]];
        for (by, first) in [(right, first), (down, false)] {
            let apart = by >= 0 && !first;
            // Writing to a string does not fail.
            let _ = if apart { write!(self.text, " {by}") } else { write!(self.text, "{by}") };
        }
        self.at = to;
    }

    /// The value of an attribute `d`.
    pub fn into_data(self) -> String {
        self.text
    }
}

/// Path data of closed lines.
pub(super) fn outline(rings: &[Vec<Spot>]) -> String {
    let mut path = Path::default();
    for ring in rings {
        path.ring(ring);
    }
    path.into_data()
}

/// Path data of dots: lines so short that only their round ends are seen, which are as wide as the stroke. Some browsers
/// draw nothing for a line without any length.
pub fn dots(spots: impl IntoIterator<Item = Spot>) -> String {
    let mut text = String::new();
    for [x, y] in spots {
        let _ = write!(text, "M{x} {y}h.1");
    }
    text
}

/// Path data of a rectangle: left, top, right and bottom.
pub fn rectangle([left, top, right, bottom]: [i32; 4]) -> String {
    format!("M{left} {top}H{right}V{bottom}H{left}z")
}

#[cfg(test)]
mod tests {
    use super::{Path, dots, rectangle};

    #[test]
    fn rings_and_lines_are_relative_steps_and_dots_are_not() {
        let mut path = Path::default();
        path.ring(&[[10, 20], [13, 20], [13, 15], [10, 20]]);
        path.line(&[[0, 0], [-4, 7], [-4, 8]]);
        assert_eq!(path.into_data(), "m10 20l3 0 0-5zm-10-20l-4 7 0 1");
        assert_eq!(dots([[6, 8], [0, 9]]), "M6 8h.1M0 9h.1");
        assert_eq!(rectangle([1, 2, 30, 40]), "M1 2H30V40H1z");
    }

    #[test]
    fn what_has_no_extent_is_not_drawn() {
        let mut path = Path::default();
        path.ring(&[[1, 1], [5, 5], [1, 1]]);
        path.line(&[[1, 1]]);
        path.ring(&[]);
        assert_eq!(path.into_data(), "");
    }
}
