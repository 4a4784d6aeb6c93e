//! A survey directory as the official workbook: a sheet of rows and, mostly, a sheet that explains the codes.
//!
//! Cells are streamed; only the workbook's table of texts is in memory, because every cell may point into it.

use std::path::Path;

use calamine::{DataRef, Reader, Xlsx};

use super::columns::Columns;
use super::input::{self, Fault, ReadSeek, shape};
use super::row::{Origin, RawRow};

/// A code as the workbook's own reference sheet explains it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    pub(super) category: String,
    pub(super) code: String,
    pub(super) label: String,
}

type Workbook = Xlsx<Box<dyn ReadSeek>>;

/// How far down a heading is looked for; some workbooks begin with a title.
const HEADING_WITHIN: u32 = 20;

/// Reads the workbook at `path`, the request's file number `file`, hands on each row as it is read, and gives back
/// its code reference.
///
/// # Errors
/// The file is not a workbook, is cut, or has no sheet with the directory's columns.
pub(super) fn read(path: &Path, file: usize, each: &mut dyn FnMut(RawRow)) -> Result<Vec<Reference>, Fault> {
    let mut workbook: Workbook = Xlsx::new(input::open_seekable(path)?).map_err(|e| not_a_workbook(path, &e))?;
    let mut references = Vec::new();
    let mut found = false;
    let mut nearest: Option<(String, Vec<&'static str>)> = None;
    for sheet in workbook.sheet_names() {
        let mut columns: Option<Columns> = None;
        let mut reference: Option<[usize; 3]> = None;
        let done = rows(&mut workbook, &sheet, |line, fields| {
            if let Some(columns) = &columns {
                let origin = Origin { file, line, id: format!("row {line}") };
                each(columns.row(origin, fields.iter().map(String::as_str)));
            } else if let Some([category, code, label]) = reference {
                let field = |i: usize| fields.get(i).map_or("", |f| f.trim()).to_owned();
                references.push(Reference { category: field(category), code: field(code), label: field(label) });
            } else {
                let heading = Columns::of(fields.iter().map(String::as_str));
                let missing = heading.missing();
                if missing.is_empty() {
                    columns = Some(heading);
                } else if heading.looks_right() {
                    nearest = Some((sheet.clone(), missing));
                } else {
                    reference = reference_columns(fields);
                }
                return columns.is_some() || reference.is_some() || line < HEADING_WITHIN;
            }
            true
        });
        done.map_err(|e| cut(path, &sheet, &e))?;
        found |= columns.is_some();
    }
    match (found, nearest) {
        (true, _) => Ok(references),
        (false, Some((sheet, missing))) => Err(shape(
            path,
            format!("the sheet `{sheet}` lacks the columns {}", missing.join(", ")),
            "the heading has to name the columns as the directory does: name1, name2, street1, …, service_code_info",
        )),
        (false, None) => Err(shape(
            path,
            "no sheet of the workbook has the columns of a survey directory",
            "expected a heading with name1, name2, street1, city, state, zip, phone and service_code_info",
        )),
    }
}

fn reference_columns(fields: &[String]) -> Option<[usize; 3]> {
    let at = |name: &str| fields.iter().position(|f| f.trim().eq_ignore_ascii_case(name));
    Some([at("category_code")?, at("service_code")?, at("service_name")?])
}

/// Calls `each` with the number (from 1) and the texts of every row that has any text, until it says stop.
fn rows(
    workbook: &mut Workbook,
    sheet: &str,
    mut each: impl FnMut(u32, &[String]) -> bool,
) -> Result<(), calamine::XlsxError> {
    let mut cells = workbook.worksheet_cells_reader(sheet)?;
    let mut fields: Vec<String> = Vec::new();
    let mut current = 0;
    while let Some(cell) = cells.next_cell()? {
        let (row, column) = cell.get_position();
        if row != current {
            if fields.iter().any(|f| !f.is_empty()) && !each(current + 1, &fields) {
                return Ok(());
            }
            fields.iter_mut().for_each(String::clear);
            current = row;
        }
        // No directory has this many columns; a stray cell far to the right must not cost memory.
        let column = column as usize;
        if column >= 256 {
            continue;
        }
        if fields.len() <= column {
            fields.resize(column + 1, String::new());
        }
        if let Some(field) = fields.get_mut(column) {
            write_text(cell.get_value(), field);
        }
    }
    if fields.iter().any(|f| !f.is_empty()) {
        each(current + 1, &fields);
    }
    Ok(())
}

fn write_text(value: &DataRef<'_>, field: &mut String) {
    match value {
        DataRef::SharedString(text) => field.push_str(text),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => field.push_str(text),
        // A ZIP that became a number; whole numbers are written without a point.
        DataRef::Float(number) => field.push_str(&number.to_string()),
        DataRef::Int(number) => field.push_str(&number.to_string()),
        DataRef::Bool(truth) => field.push_str(if *truth { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(_) | DataRef::Error(_) | DataRef::Empty => {}
    }
}

fn not_a_workbook(path: &Path, error: &calamine::XlsxError) -> Fault {
    let head = input::head(path).unwrap_or_default();
    let help = if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        "this is the older .xls form; open it and save it as .xlsx"
    } else if head.starts_with(b"PK") {
        "the workbook may be cut; get it again"
    } else if head.is_ascii() && head.contains(&b',') {
        "this looks like a text table; use `waypost import samhsa-csv`"
    } else {
        "expected the directory's Excel workbook, a file that ends in .xlsx"
    };
    shape(path, format!("the file is not an Excel workbook: {error}"), help)
}

fn cut(path: &Path, sheet: &str, error: &calamine::XlsxError) -> Fault {
    shape(
        path,
        format!("the sheet `{sheet}` cannot be read to its end: {error}"),
        "get the workbook again; the copy may be cut",
    )
}
