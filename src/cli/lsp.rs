//! `waypost lsp`

use super::{Exit, Global, print};

pub(super) fn run(global: &Global) -> Exit {
    match crate::lsp::serve(&global.project) {
        Ok(()) => Exit::Clean,
        Err(message) => {
            print::failure(&format!("the conversation with the editor broke off: {message}"));
            Exit::CouldNotRun
        }
    }
}
