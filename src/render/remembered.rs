//! What a program that stays remembers of one rendering for the next. Everything is found by a hash of all that it was
//! made from, so nothing of it can be out of date.

use super::near::Near;
use crate::plan::File;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Pieces that a data file was joined from, each with the listings of some hundred files.
pub(super) type Pieces = HashMap<[u8; 32], Arc<Vec<u8>>>;

/// Empty at first; costs as much memory as the data files are long.
#[derive(Debug, Default)]
pub struct Remembered {
    json: Mutex<Pieces>,
    csv: Mutex<Pieces>,
    geojson: Mutex<Pieces>,
    near: Mutex<Option<Arc<Near>>>,
}

impl Remembered {
    pub(super) fn take_pieces(&self, file: File) -> Pieces {
        std::mem::take(&mut *self.pieces(file))
    }

    pub(super) fn put_pieces(&self, file: File, pieces: Pieces) {
        *self.pieces(file) = pieces;
    }

    fn pieces(&self, file: File) -> MutexGuard<'_, Pieces> {
        guard(match file {
            File::ProgramsCsv => &self.csv,
            File::ProgramsGeojson => &self.geojson,
            _ => &self.json,
        })
    }

    /// Neighbours found earlier for the same points, or those that `find` finds.
    pub(super) fn near(&self, key: [u8; 32], find: impl FnOnce() -> Near) -> Arc<Near> {
        let earlier = guard(&self.near).take().filter(|near| near.key == key);
        let near = earlier.unwrap_or_else(|| Arc::new(find()));
        *guard(&self.near) = Some(Arc::clone(&near));
        near
    }
}

/// The guarded value; it is only ever replaced as a whole.
fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
