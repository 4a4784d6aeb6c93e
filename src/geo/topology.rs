//! Reads `TopoJSON`: outlines whose shared borders are stored once, as arcs of small whole-number steps.
//! The format: <https://github.com/topojson/topojson-specification>.

use serde::Deserialize;

/// A closed line of longitude and latitude in degrees; the last point is the first.
pub(super) type Ring = Vec<[f64; 2]>;

/// One area of a topology.
pub(super) struct Shape {
    /// FIPS code.
    pub id: String,
    /// Name as the file has it.
    pub name: String,
    /// Outer and inner rings of all its parts. A point is inside if it is inside an odd number of them.
    pub rings: Vec<Ring>,
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

/// Of the layers of a file, its finest.
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
    area: Area,
}

#[derive(Deserialize)]
struct Properties {
    name: String,
}

/// Lists of rings; a ring is a list of arcs, where `!n` stands for arc `n` backwards.
#[derive(Deserialize)]
#[serde(tag = "type", content = "arcs")]
enum Area {
    Polygon(Vec<Vec<i64>>),
    MultiPolygon(Vec<Vec<Vec<i64>>>),
}

/// The counties of a topology, or its states if it has no counties.
pub(super) fn decode(json: &str) -> serde_json::Result<Vec<Shape>> {
    let Topology { transform, objects, arcs } = serde_json::from_str(json)?;
    let arcs: Vec<Ring> = arcs.iter().map(|arc| dequantise(arc, &transform)).collect();
    let layer = objects.counties.or(objects.states).unwrap_or(Layer { geometries: Vec::new() });
    let shape = |geometry: Geometry| {
        let rings: Vec<Vec<i64>> = match geometry.area {
            Area::Polygon(rings) => rings,
            Area::MultiPolygon(parts) => parts.into_iter().flatten().collect(),
        };
        Shape {
            id: geometry.id,
            name: geometry.properties.name,
            rings: rings.iter().map(|ring| join(ring, &arcs)).collect(),
        }
    };
    Ok(layer.geometries.into_iter().map(shape).collect())
}

/// Sums the steps of an arc and scales them to degrees.
fn dequantise(arc: &[[i64; 2]], transform: &Transform) -> Ring {
    let mut at = [0i64; 2];
    let step = |[dx, dy]: &[i64; 2]| {
        at = [at[0] + dx, at[1] + dy];
        [0, 1].map(|axis| at[axis] as f64 * transform.scale[axis] + transform.translate[axis])
    };
    arc.iter().map(step).collect()
}

/// Joins arcs to a ring. Each begins where the one before it ended, so that point is taken once.
fn join(indices: &[i64], arcs: &[Ring]) -> Ring {
    let mut ring = Ring::new();
    for &index in indices {
        let backwards = index < 0;
        let index = if backwards { !index } else { index };
        let Some(arc) = usize::try_from(index).ok().and_then(|i| arcs.get(i)) else { continue };
        ring.pop();
        if backwards {
            ring.extend(arc.iter().rev());
        } else {
            ring.extend(arc);
        }
    }
    ring
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::decode;

    #[test]
    fn shared_borders_are_read_forwards_and_backwards() {
        // Two unit squares side by side; arc 0 is the border between them.
        let json = r#"{"type": "Topology", "transform": {"scale": [0.5, 0.5], "translate": [-10, 20]},
            "objects": {"states": {"type": "GeometryCollection", "geometries": [
                {"type": "Polygon", "id": "01", "properties": {"name": "West"}, "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "id": "02", "properties": {"name": "East"}, "arcs": [[[-1, 2]]]}]}},
            "arcs": [[[2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2], [2, 0]], [[2, 0], [2, 0], [0, 2], [-2, 0]]]}"#;
        let shapes = decode(json).unwrap();
        assert_eq!(shapes[0].rings[0], [[-9.0, 20.0], [-9.0, 21.0], [-10.0, 21.0], [-10.0, 20.0], [-9.0, 20.0]]);
        assert_eq!(shapes[1].rings[0], [[-9.0, 21.0], [-9.0, 20.0], [-8.0, 20.0], [-8.0, 21.0], [-9.0, 21.0]]);
        assert_eq!((shapes[1].id.as_str(), shapes[1].name.as_str()), ("02", "East"));
    }

    #[test]
    fn a_file_that_is_no_topology_is_an_error() {
        assert!(decode("{}").is_err());
    }
}
