//! A point on the Earth and the distance between two.

use std::fmt;

/// Mean radius of the Earth in miles: R1 = 6,371,008.7714 m of the Geodetic Reference System 1980
/// (H. Moritz, Journal of Geodesy 74, 2000, pages 128-133), at 1,609.344 m a mile.
const EARTH_RADIUS_MILES: f64 = 3_958.761_3;

/// A point in degrees, north and east positive.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Point {
    latitude: f64,
    longitude: f64,
}

/// Why two numbers are not a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointError {
    /// The latitude is no finite number from -90 to 90.
    Latitude,
    /// The longitude is no finite number from -180 to 180.
    Longitude,
}

impl Point {
    /// A point, if both numbers are finite, the latitude is within 90 degrees and the longitude within 180.
    pub fn new(latitude: f64, longitude: f64) -> Result<Self, PointError> {
        // A comparison with NaN is false, so these two tests refuse it as well.
        if !(-90.0..=90.0).contains(&latitude) {
            return Err(PointError::Latitude);
        }
        if !(-180.0..=180.0).contains(&longitude) {
            return Err(PointError::Longitude);
        }
        Ok(Self { latitude, longitude })
    }

    /// Degrees north of the equator.
    pub fn latitude(self) -> f64 {
        self.latitude
    }

    /// Degrees east of Greenwich; negative nearly everywhere in the United States.
    pub fn longitude(self) -> f64 {
        self.longitude
    }
}

impl fmt::Display for PointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Latitude => "a latitude is a number from -90 to 90",
            Self::Longitude => "a longitude is a number from -180 to 180",
        })
    }
}

impl std::error::Error for PointError {}

/// Great-circle distance in miles, by the haversine formula (R. W. Sinnott, Sky & Telescope 68, 1984, page 159), which
/// stays exact for points that are close together.
pub fn miles(a: Point, b: Point) -> f64 {
    let (lat_a, lat_b) = (a.latitude.to_radians(), b.latitude.to_radians());
    let half_lat = ((lat_b - lat_a) / 2.0).sin();
    let half_lon = ((b.longitude - a.longitude).to_radians() / 2.0).sin();
    let h = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon;
    2.0 * EARTH_RADIUS_MILES * h.min(1.0).sqrt().asin()
}

/// Latitudes and longitudes, each from the least to the greatest, between which everything within `reach` miles of
/// `from` lies (J. P. Matuschek, Finding Points Within a Distance of a Latitude/Longitude, 2009). Near a pole these are
/// all longitudes. A longitude beyond 180 is not carried over to the other side.
pub fn bounds(from: Point, reach: f64) -> ((f64, f64), (f64, f64)) {
    // A thousandth more, so that rounding never excludes a point.
    let angle = reach * 1.001 / EARTH_RADIUS_MILES;
    let (south, north) = (from.latitude - angle.to_degrees(), from.latitude + angle.to_degrees());
    if south <= -90.0 || north >= 90.0 {
        return ((south, north), (-180.0, 180.0));
    }
    let aside = (angle.sin() / from.latitude.to_radians().cos()).asin().to_degrees();
    ((south, north), (from.longitude - aside, from.longitude + aside))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Point, PointError, bounds, miles};
    use proptest::prelude::*;

    #[test]
    fn numbers_that_are_no_place_are_refused() {
        assert_eq!(Point::new(90.1, 0.0), Err(PointError::Latitude));
        assert_eq!(Point::new(f64::NAN, 0.0), Err(PointError::Latitude));
        assert_eq!(Point::new(0.0, f64::INFINITY), Err(PointError::Longitude));
        assert_eq!(Point::new(0.0, -180.5), Err(PointError::Longitude));
        assert!(Point::new(-90.0, 180.0).is_ok());
    }

    #[test]
    fn distances_are_great_circles_in_miles() {
        let at = |lat, lon| Point::new(lat, lon).unwrap();
        let (new_york, los_angeles) = (at(40.7128, -74.0060), at(34.0522, -118.2437));
        assert!((miles(new_york, los_angeles) - 2_445.6).abs() < 1.0);
        assert!(miles(new_york, new_york).abs() < 1e-9);
        // One degree of latitude.
        assert!((miles(at(40.0, -100.0), at(41.0, -100.0)) - 69.093).abs() < 0.01);
        // Across the 180th meridian the short way is taken.
        assert!(miles(at(52.0, 179.9), at(52.0, -179.9)) < 9.0);
        // Opposite ends of the Earth do not leave the domain of the arc sine.
        assert!((miles(at(0.0, 0.0), at(0.0, 180.0)) - 12_436.8).abs() < 1.0);
    }

    proptest! {
        #[test]
        fn what_is_within_reach_is_within_the_bounds(
            lat in -90.0..90.0f64, lon in -90.0..90.0f64, north in -1.0..1.0f64, east in -1.0..1.0f64, reach in 0.0..3_000.0f64,
        ) {
            let from = Point::new(lat, lon).unwrap();
            let degrees = reach / 69.0;
            let stretch = lat.to_radians().cos().max(0.1);
            let there = Point::new((lat + north * degrees).clamp(-90.0, 90.0), (lon + east * degrees / stretch).clamp(-180.0, 180.0)).unwrap();
            let ((south, north), (west, east)) = bounds(from, reach);
            let inside = (south..=north).contains(&there.latitude()) && (west..=east).contains(&there.longitude());
            prop_assert!(inside || miles(from, there) > reach);
        }
    }
}
