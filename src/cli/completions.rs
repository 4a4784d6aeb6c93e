//! `waypost completions`

use super::{Cli, Exit, print};
use clap::{Args, CommandFactory};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "waypost", &mut script);
    print::result(&String::from_utf8_lossy(&script));
    Exit::Clean
}
