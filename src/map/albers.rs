//! The projection of all maps: Albers' equal-area conic, on which every square mile is as large as any other.

/// Albers' projection of a sphere of radius 1, about a center.
///
/// Source of the formulas: J. P. Snyder, Map Projections: A Working Manual, U.S. Geological Survey Professional Paper
/// 1395, 1987, equations 14-1 to 14-6.
#[derive(Debug, Clone, Copy)]
pub struct Albers {
    n: f64,
    c: f64,
    meridian: f64,
    center: [f64; 2],
}

impl Albers {
    /// The projection with two standard parallels, which must not lie evenly on both sides of the equator, and a central
    /// meridian. `center`, a longitude and a latitude, is what becomes 0, 0. All in degrees.
    pub fn new([south, north]: [f64; 2], meridian: f64, center: [f64; 2]) -> Self {
        let (south, north) = (south.to_radians().sin(), north.to_radians().sin());
        let n = f64::midpoint(south, north);
        let mut albers = Self { n, c: 1.0 + south * (2.0 * n - south), meridian, center: [0.0; 2] };
        albers.center = albers.project(center);
        albers
    }

    /// How far east and how far south of the center a longitude and a latitude in degrees lie, in radii of the Earth.
    pub fn project(&self, [longitude, latitude]: [f64; 2]) -> [f64; 2] {
        // The shorter way round: the Aleutian Islands lie on both sides of the 180th meridian.
        let east = (longitude - self.meridian + 180.0).rem_euclid(360.0) - 180.0;
        let angle = self.n * east.to_radians();
        let radius = (self.c - 2.0 * self.n * latitude.to_radians().sin()).max(0.0).sqrt() / self.n;
        [radius * angle.sin() - self.center[0], radius * angle.cos() - self.center[1]]
    }
}

#[cfg(test)]
mod tests {
    use super::Albers;

    #[test]
    fn the_formula_is_that_of_the_manual() {
        // Snyder 1987, page 291: numerical example of the sphere, with the radius 1.
        let albers = Albers::new([29.5, 45.5], -96.0, [-96.0, 23.0]);
        let [x, y] = albers.project([-75.0, 35.0]);
        assert!((x - 0.295_272_0).abs() < 1e-7, "{x}");
        assert!((-y - 0.241_677_4).abs() < 1e-7, "{y}");
    }

    #[test]
    fn places_are_where_d3_draws_them() {
        // geoAlbersUsa().scale(1300).translate([487.5, 305]) of d3-geo 3.1.1, whose parts have these parameters.
        let country = (Albers::new([29.5, 45.5], -96.0, [-96.6, 38.7]), 1.0, [0.0, 0.0]);
        let alaska = (Albers::new([55.0, 65.0], -154.0, [-156.0, 58.5]), 0.35, [-0.307, 0.201]);
        let hawaii = (Albers::new([8.0, 18.0], -157.0, [-160.0, 19.9]), 1.0, [-0.205, 0.212]);
        for ((albers, scale, offset), place, [x, y]) in [
            (country, [-116.2023, 43.6150], [170.112_216_173, 157.663_774_519]),
            (country, [-80.1918, 25.7617], [822.738_315_830, 572.540_779_113]),
            (country, [-68.7712, 44.8012], [929.630_448_564, 103.394_403_069]),
            (alaska, [-149.9003, 61.2181], [112.277_427_570, 544.277_916_220]),
            (alaska, [172.9, 52.9], [-55.892_379_861, 572.096_557_724]),
            (hawaii, [-157.8583, 21.3069], [266.959_946_769, 549.190_372_940]),
        ] {
            let at = albers.project(place);
            let [left, top] = [0, 1].map(|axis| 1300.0 * (at[axis] * scale + offset[axis]) + [487.5, 305.0][axis]);
            assert!((left - x).abs() < 1e-8 && (top - y).abs() < 1e-8, "{place:?}: {left} {top}");
        }
    }

    #[test]
    fn the_center_is_the_origin_and_areas_are_true_south_of_the_equator_too() {
        for [south, north] in [[29.5, 45.5], [-14.4, -14.1]] {
            let middle = f64::midpoint(south, north);
            let albers = Albers::new([south, north], -170.0, [-170.0, middle]);
            let [x, y] = albers.project([-170.0, middle]);
            assert!(x.abs() < 1e-12 && y.abs() < 1e-12);
            // A small square beside a standard parallel keeps its area, east is right and north is up.
            let [[west, base], [east, _]] = [-170.05, -169.95].map(|x| albers.project([x, south]));
            let [_, top] = albers.project([-170.0, south + 0.1]);
            let true_area = 0.1f64.to_radians() * ((south + 0.1).to_radians().sin() - south.to_radians().sin());
            assert!(east > west && top < base);
            assert!(((east - west) * (base - top) / true_area - 1.0).abs() < 0.01);
        }
    }

    #[test]
    fn both_sides_of_the_180th_meridian_are_neighbours() {
        let albers = Albers::new([55.0, 65.0], -154.0, [-152.0, 58.5]);
        let [[a, _], [b, _], [c, _]] =
            [172.9, 172.9 - 360.0, -179.9].map(|longitude| albers.project([longitude, 52.9]));
        assert!((a - b).abs() < 1e-12 && a < c);
    }
}
