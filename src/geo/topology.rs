//! Reads `TopoJSON`: outlines whose shared borders are stored once, as arcs of small whole-number steps.
//! The format: <https://github.com/topojson/topojson-specification>.

use super::outline::unrolled;
use serde::Deserialize;

/// A closed line of longitude and latitude in degrees; the last point is the first.
pub(super) type Ring = Vec<[f64; 2]>;

/// Areas and the lines they share: a border between two areas is one line, used by both.
#[derive(Debug)]
pub struct Borders {
    /// Lines of longitude and latitude in degrees. Longitudes run from 0 to -360, without a jump at the 180th meridian.
    pub lines: Vec<Vec<[f64; 2]>>,
    /// States and territories.
    pub states: Vec<Area>,
    /// Counties; none in a file of states.
    pub counties: Vec<Area>,
}

/// One area.
#[derive(Debug)]
pub struct Area {
    /// FIPS code.
    pub fips: String,
    /// Name as the file has it.
    pub name: String,
    /// Outer and inner rings of all its parts. A point is inside if it is inside an odd number of them.
    pub rings: Vec<Vec<Side>>,
}

/// A line as a part of a ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// Position among [`Borders::lines`].
    pub line: usize,
    /// From the line's end to its beginning.
    pub backwards: bool,
}

/// Joins the lines of a ring to one. Each begins where the one before it ended, so that point is taken once; the last
/// point is the first. `lines` are those of [`Borders::lines`] or what was made of them, in the same order.
pub fn join<T: Copy>(ring: &[Side], lines: &[Vec<T>]) -> Vec<T> {
    let mut joined = Vec::new();
    for side in ring {
        let Some(line) = lines.get(side.line) else { continue };
        joined.pop();
        if side.backwards {
            joined.extend(line.iter().rev());
        } else {
            joined.extend(line);
        }
    }
    joined
}

#[derive(Deserialize)]
struct Topology {
    transform: Transform,
    objects: Objects,
    arcs: Vec<Vec<[i64; 2]>>,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct Objects {
    counties: Option<Layer>,
    states: Option<Layer>,
}

#[derive(Deserialize)]
struct Layer {
    geometries: Vec<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    id: String,
    properties: Properties,
    #[serde(flatten)]
    rings: Rings,
}

#[derive(Deserialize)]
struct Properties {
    name: String,
}

/// Lists of rings; a ring is a list of arcs, where `!n` stands for arc `n` backwards.
#[derive(Deserialize)]
#[serde(tag = "type", content = "arcs")]
enum Rings {
    Polygon(Vec<Vec<i64>>),
    MultiPolygon(Vec<Vec<Vec<i64>>>),
}

/// States and counties of a topology.
pub(super) fn decode(json: &str) -> serde_json::Result<Borders> {
    let Topology { transform, objects, arcs } = serde_json::from_str(json)?;
    Ok(Borders {
        lines: arcs.iter().map(|arc| dequantise(arc, &transform)).collect(),
        states: areas(objects.states),
        counties: areas(objects.counties),
    })
}

fn areas(layer: Option<Layer>) -> Vec<Area> {
    let area = |geometry: Geometry| {
        let rings: Vec<Vec<i64>> = match geometry.rings {
            Rings::Polygon(rings) => rings,
            Rings::MultiPolygon(parts) => parts.into_iter().flatten().collect(),
        };
        Area {
            fips: geometry.id,
            name: geometry.properties.name,
            rings: rings.iter().map(|ring| ring.iter().filter_map(|index| side(*index)).collect()).collect(),
        }
    };
    layer.map(|layer| layer.geometries.into_iter().map(area).collect()).unwrap_or_default()
}

fn side(index: i64) -> Option<Side> {
    let backwards = index < 0;
    let line = usize::try_from(if backwards { !index } else { index }).ok()?;
    Some(Side { line, backwards })
}

/// Sums the steps of an arc and scales them to degrees.
fn dequantise(arc: &[[i64; 2]], transform: &Transform) -> Ring {
    let mut at = [0i64; 2];
    let step = |[dx, dy]: &[i64; 2]| {
        at = [at[0] + dx, at[1] + dy];
        let [x, y] = [0, 1].map(|axis| at[axis] as f64 * transform.scale[axis] + transform.translate[axis]);
        [unrolled(x), y]
    };
    arc.iter().map(step).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{decode, join};

    #[test]
    fn shared_borders_are_read_forwards_and_backwards() {
        // Two unit squares side by side; arc 0 is the border between them.
        let json = r#"{"type": "Topology", "transform": {"scale": [0.5, 0.5], "translate": [-10, 20]},
            "objects": {"states": {"type": "GeometryCollection", "geometries": [
                {"type": "Polygon", "id": "01", "properties": {"name": "West"}, "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "id": "02", "properties": {"name": "East"}, "arcs": [[[-1, 2]]]}]}},
            "arcs": [[[2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2], [2, 0]], [[2, 0], [2, 0], [0, 2], [-2, 0]]]}"#;
        let borders = decode(json).unwrap();
        let [west, east] = [0, 1].map(|at| join(&borders.states[at].rings[0], &borders.lines));
        assert_eq!(west, [[-9.0, 20.0], [-9.0, 21.0], [-10.0, 21.0], [-10.0, 20.0], [-9.0, 20.0]]);
        assert_eq!(east, [[-9.0, 21.0], [-9.0, 20.0], [-8.0, 20.0], [-8.0, 21.0], [-9.0, 21.0]]);
        let east = &borders.states[1];
        assert_eq!((east.fips.as_str(), east.name.as_str(), borders.counties.len()), ("02", "East", 0));
    }

    #[test]
    fn a_file_that_is_no_topology_is_an_error() {
        assert!(decode("{}").is_err());
    }
}
