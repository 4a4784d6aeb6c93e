//! A survey directory as a CSV table.

use std::io::Read;
use std::path::Path;

use super::codes::CodeBook;
use super::columns::Columns;
use super::input::{self, Fault, shape, shape_at};
use super::row::{Origin, RawRow};
use crate::diagnostic::{Diagnostic, Place, rules};

/// Reads the table at `path`, the request's file number `file`, and hands on each row as it is read.
///
/// # Errors
/// The file is not readable, not UTF-8, lacks columns, or ends in the middle.
pub(super) fn read(path: &Path, file: usize, book: &CodeBook, each: &mut dyn FnMut(RawRow)) -> Result<(), Fault> {
    let mut tail = Tail { inner: input::open(path)?, last: b'\n' };
    let mut reader = csv::ReaderBuilder::new().from_reader(&mut tail);
    let heading = reader.headers().map_err(|e| unreadable(path, &e))?.clone();
    let columns = Columns::of(heading.iter());
    let missing = columns.missing();
    if !missing.is_empty() {
        return Err(shape_at(path, 1, format!("the table lacks the columns {}", missing.join(", ")), help(&heading)));
    }
    let codes = heading.iter().position(|name| name.trim().eq_ignore_ascii_case("service_code_info"));
    let mut record = csv::StringRecord::new();
    let mut last = (1, String::new());
    while reader.read_record(&mut record).map_err(|e| unreadable(path, &e))? {
        let line = record.position().map_or(0, csv::Position::line);
        let origin = Origin { file, line: u32::try_from(line).unwrap_or(u32::MAX), id: format!("line {line}") };
        let field = codes.and_then(|i| record.get(i)).unwrap_or_default();
        last = (line, field.rsplit([' ', '*']).next().unwrap_or_default().to_owned());
        each(columns.row(origin, record.iter()));
    }
    drop(reader);
    // The codes stand last, so a file cut in the middle of its last row may still have all its fields.
    let (line, code) = last;
    if tail.last != b'\n' && !code.is_empty() && !book.is_legend(&code) {
        return Err(shape_at(
            path,
            line,
            format!("the file ends in the middle of a row, after `{code}`"),
            "get the file again; the copy is not complete",
        ));
    }
    Ok(())
}

fn help(heading: &csv::StringRecord) -> String {
    if heading.len() == 1 && heading.iter().any(|h| h.contains(';') || h.contains('\t')) {
        return "the fields have to be separated by commas; save the table again as CSV with commas".to_owned();
    }
    "the first line has to name the columns as the directory does: name1, name2, street1, …, service_code_info"
        .to_owned()
}

fn unreadable(path: &Path, error: &csv::Error) -> Fault {
    match error.kind() {
        csv::ErrorKind::Io(e) => input::unreadable(path, e),
        csv::ErrorKind::Utf8 { pos, .. } => {
            let mut place = Place::file(input::shown(path));
            let line = pos.as_ref().map_or(0, csv::Position::line);
            (place.line, place.column, place.width) = (u32::try_from(line).unwrap_or(u32::MAX), 1, 1);
            Box::new(
                Diagnostic::new(&rules::FILE_NOT_UTF8, "the row has letters in another encoding than UTF-8")
                    .at(place)
                    .help("save the table as CSV UTF-8 and import it again"),
            )
        }
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
            let line = pos.as_ref().map_or(0, csv::Position::line);
            let message = format!("the row has {len} fields, the heading has {expected_len}");
            shape_at(
                path,
                line,
                message,
                "the file may be cut in the middle of this row, or a quote may be missing; get it again",
            )
        }
        _ => shape(path, format!("the file is not a CSV table: {error}"), "save the table as CSV UTF-8"),
    }
}

/// Passes bytes on and remembers the last one.
struct Tail<R> {
    inner: R,
    last: u8,
}

impl<R: Read> Read for Tail<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        if let Some(byte) = n.checked_sub(1).and_then(|i| buffer.get(i)) {
            self.last = *byte;
        }
        Ok(n)
    }
}
