//! The scans of the demonstration: pages that say what they stand for.

use app::App;
use kernel::Result;
use serde_json::json;

/// A page that says what it stands for, in the place of a scan, without anybody's signature.
pub fn sheet(app: &App, title: &str) -> Result<Vec<u8>> {
    app.ports.render.pdf(&json!({
        "kind": "daftar",
        "tegak": true,
        "tanggal": app.clock.today(),
        "judul": "BERKAS PERAGAAN",
        "keterangan": ["Provinsi Contoh Titian"],
        "columns": [{"header": "Berkas ini mewakili"}],
        "rows": [[title]],
    }))
}
