//! Runs axe-core in the page with the rules of WCAG 2.2 AA and tells what it finds so that one can mend it.

use std::fmt;

use serde::Deserialize;
use serde_json::json;
use thirtyfour::WebDriver;

/// One rule that the page breaks.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Name of the rule, such as `image-alt`.
    pub id: String,
    impact: Option<String>,
    help: String,
    help_url: String,
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    html: String,
    failure_summary: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let impact = self.impact.as_deref().unwrap_or("minor");
        write!(
            f,
            "  {} ({impact}): {} — {}",
            self.id, self.help, self.help_url
        )?;
        for node in &self.nodes {
            let html: String = node.html.chars().take(200).collect();
            write!(f, "\n    {html}")?;
            for line in node.failure_summary.iter().flat_map(|text| text.lines()) {
                write!(f, "\n      {}", line.trim())?;
            }
        }
        Ok(())
    }
}

/// The rules: A and AA of WCAG 2.0, 2.1 and 2.2; the size of targets is off in axe unless asked for.
const OPTIONS: &str = r#"{
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": true}},
    "resultTypes": ["violations"]
}"#;

pub(super) async fn run(driver: &WebDriver) -> Vec<Problem> {
    let loaded = driver
        .execute("return !!window.axe;", vec![])
        .await
        .unwrap();
    if loaded.json() != &json!(true) {
        driver
            .execute(include_str!("../vendor/axe.min.js"), vec![])
            .await
            .unwrap();
    }
    let script = "const [options, done] = arguments; \
         axe.run(document, options).then(r => done(r.violations)).catch(e => done(String(e)));";
    let options: serde_json::Value = serde_json::from_str(OPTIONS).unwrap();
    let answer = driver.execute_async(script, vec![options]).await.unwrap();
    answer
        .convert()
        .unwrap_or_else(|error| panic!("axe: {error}: {}", answer.json()))
}
