//! The command line: one file a command; help texts are written to work without other docs.

mod audit;
mod backup;
mod config;
mod demo;
mod doctor;
mod import;
mod inventory;
mod place;
mod policy;
mod routes;
mod serve;
mod synth;
mod user;
pub mod worker;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use kernel::{Error, Result};

use crate::config::{Config, Flags};
use crate::output::{Outcome, report};

/// Competency development of civil servants by internship (magang): from the staff file to a verifiable decision.
#[derive(Parser, Debug)]
#[command(
    name = "titian",
    version,
    arg_required_else_help = true,
    max_term_width = 100
)]
struct Cli {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Show everything on an invented province, with one-click personas and a virtual clock
    Demo(demo::Demo),
    /// Serve an installation to the people of an agency
    Serve,
    /// Import the staff export of SIASN and its histories
    #[command(subcommand)]
    Import(import::Import),
    /// Write the files of an invented province, faults and the truth about them included
    Synth(synth::Synth),
    /// Manage accounts from the server
    #[command(subcommand)]
    User(user::User),
    /// Check the audit log
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Check policies, explain one person, screen a staff file
    #[command(subcommand)]
    Policy(policy::PolicyCommand),
    /// Solve, verify and explain placements
    #[command(subcommand)]
    Place(place::Place),
    /// Write a complete, verifiable backup into a new folder (SQLite; PostgreSQL has pg_dump)
    Backup {
        /// Folder to make
        target: PathBuf,
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Verify a backup: every file by its digest, and the audit chain inside
    Verify {
        /// Folder of the backup
        backup: PathBuf,
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Restore a verified backup into an empty data folder
    Restore {
        /// Folder of the backup
        backup: PathBuf,
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Look at this machine and installation, and say what is not as it should be
    Doctor {
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// List every route with its methods
    Routes {
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// List every act with the roles that may do it
    Roles {
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// List every column of the database with its class of personal data
    DataInventory {
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the configuration in force and where each value came from
    Config {
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
}

/// Reads the command line and carries it out.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match carry_out(cli) {
        Ok(outcome) => outcome.into(),
        Err(error) => report(&error),
    }
}

fn carry_out(cli: Cli) -> Result<Outcome> {
    // Engines on plain files need neither an installation nor its configuration.
    let cli = match cli.command {
        Command::Policy(command) if command.reads_files_only() => return policy::run(command),
        Command::Place(command) => return place::run(command),
        command => Cli { command, ..cli },
    };
    let config = Config::read(&cli.flags)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Error::internal)?;
    runtime.block_on(async {
        match cli.command {
            Command::Demo(demo) => demo::run(&cli.flags, config, demo).await,
            Command::Serve => serve::run(&config).await,
            Command::Import(command) => import::run(&config, command).await,
            Command::Synth(synth) => synth::run(&synth),
            Command::User(command) => user::run(&config, command).await,
            Command::Audit(command) => audit::run(&config, command).await,
            Command::Backup { target, json } => backup::backup(&config, &target, json).await,
            Command::Verify { backup, json } => backup::verify(&backup, json).await,
            Command::Restore { backup, json } => backup::restore(&config, &backup, json).await,
            Command::Doctor { json } => doctor::run(&config, json).await,
            Command::Routes { json } => routes::routes(json),
            Command::Roles { json } => routes::roles(json),
            Command::DataInventory { json } => inventory::run(json),
            Command::Config { json } => config::run(&config, json),
            Command::Policy(policy::PolicyCommand::Replay(args)) => {
                policy::replay(&config, &args).await
            }
            Command::Policy(command) => policy::run(command),
            Command::Place(command) => place::run(command),
        }
    })
}
