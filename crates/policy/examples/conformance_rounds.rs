//! Writes rounds for databases that are not in this process: `conformance_rounds FOLDER SEED COUNT`, one JSON file a round.
//!
//! `cargo xtask conformance` runs it.

use std::error::Error;
use std::fs;
use std::path::Path;

use policy::sql::conformance::rounds;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, seed, count] = arguments.as_slice() else {
        return Err("conformance_rounds FOLDER SEED COUNT".into());
    };
    for (number, round) in rounds(seed.parse()?, count.parse()?).enumerate() {
        let path = Path::new(folder).join(format!("round-{number:05}.json"));
        fs::write(path, round.to_json().to_string())?;
    }
    Ok(())
}
