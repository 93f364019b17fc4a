//! Places: given as nominated, or computed from choices and proved.

use super::{Civil, Clerk, Walk};

impl Clerk {
    /// Gives everybody the place that her nomination names; the drafts of the letters are made at once.
    pub async fn give_all_places(&mut self, programme: &str) {
        self.menu("Perlu tindakan Anda").await;
        self.press(&format!("{programme}: ")).await;
        self.press("Tetapkan semua dan siapkan surat").await;
        self.see("Semua tempat sudah ditetapkan dan konsep suratnya dibuat.")
            .await;
    }

    /// Computes the placement, checks its proof with the command that shares nothing with the solver, and confirms.
    pub async fn place_by_choices(&mut self, walk: &Walk, programme: &str, refused: &Civil) {
        self.menu("Program").await;
        self.press(programme).await;
        self.click_within(".t-steps", "Penempatan").await;
        self.press("Hitung sekarang").await;
        self.see("Penempatan sudah dihitung dan diperiksa.").await;
        self.see("Pilihan ke-1: ").await;
        self.press("Rincian teknis").await;
        let mut files = Vec::new();
        for name in ["problem.json", "result.json"] {
            let path = self.browser.href(name).await;
            files.push(walk.keep(name, &self.file(&path).await));
        }
        let [problem, result] = [&files[0], &files[1]].map(|file| file.to_str().unwrap());
        let verified = walk.server.run(&["place", "verify", problem, result]);
        assert!(verified.status.success(), "{verified:?}");
        // A result that says something else is not confirmed by anybody.
        let text = std::fs::read_to_string(result).unwrap();
        let forged = walk.keep("forged.json", forge(&text).as_bytes());
        let verified = walk
            .server
            .run(&["place", "verify", problem, forged.to_str().unwrap()]);
        assert_eq!(verified.status.code(), Some(1), "{verified:?}");
        self.see_in_table_not(refused).await;
        self.press("Tetapkan semua Penempatan").await;
        self.see("Penempatan sudah ditetapkan.").await;
        self.see_in_table_not(refused).await;
    }

    /// The person stands in no table of the page (a list may say why not).
    async fn see_in_table_not(&self, civil: &Civil) {
        let text = self.tables().await.to_uppercase();
        assert!(!text.is_empty(), "the page has no table");
        assert!(
            !text.contains(&civil.name),
            "{} has a place:\n{text}",
            civil.name
        );
    }
}

/// The result with one placed person taken off her place.
fn forge(result: &str) -> String {
    let mut value: serde_json::Value = serde_json::from_str(result).unwrap();
    let assignments = value["assignments"].as_object_mut();
    match assignments {
        Some(map) => {
            let first = map.keys().next().unwrap().clone();
            map.remove(&first);
        }
        None => {
            value["assignments"]
                .as_array_mut()
                .expect("a result has assignments")
                .remove(0);
        }
    }
    value.to_string()
}
