//! Survey directories in.

pub mod codes;
mod columns;
mod draft;
mod findtreatment;
pub mod front_matter;
mod input;
mod merge;
mod names;
mod phone;
mod repair;
pub mod report;
pub mod row;
mod samhsa_csv;
mod samhsa_xlsx;
mod slugs;
mod source;
mod three_way;
