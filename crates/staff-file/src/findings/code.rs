//! The codes of findings with their words, weights and thresholds, from `reference/indicators.csv`.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($name:ident = $key:literal),+ $(,)?) => {
        /// BKN's 27 data-quality indicators and five checks of the number itself.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum Code {
            $(#[doc = concat!("`", $key, "`")] #[serde(rename = $key)] $name),+
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Code] = &[$(Code::$name),+];

            /// The key of files and screens: `CON_2`.
            pub fn key(self) -> &'static str {
                match self { $(Code::$name => $key),+ }
            }
        }
    };
}

codes! {
    Com1 = "COM_1", Com2 = "COM_2", Com3 = "COM_3", Com4 = "COM_4", Com5 = "COM_5", Com6 = "COM_6", Com7 = "COM_7",
    Tim1 = "TIM_1", Tim2 = "TIM_2", Tim3 = "TIM_3", Tim4 = "TIM_4", Tim5 = "TIM_5", Tim6 = "TIM_6",
    Acc1 = "ACC_1", Acc2 = "ACC_2", Acc3 = "ACC_3", Acc4 = "ACC_4", Acc5 = "ACC_5", Acc6 = "ACC_6", Acc7 = "ACC_7",
    Acc8 = "ACC_8", Acc9 = "ACC_9", Acc10 = "ACC_10",
    Con1 = "CON_1", Con2 = "CON_2", Con3 = "CON_3", Con4 = "CON_4",
    Nip1 = "NIP_1", Nip2 = "NIP_2", Nip3 = "NIP_3", Nip4 = "NIP_4", Nip5 = "NIP_5",
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.key())
    }
}

impl std::str::FromStr for Code {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Code::ALL
            .iter()
            .copied()
            .find(|code| code.key() == text)
            .ok_or_else(|| format!("`{text}` is not the code of a finding"))
    }
}

/// What a code means.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Indicator {
    /// `completeness`, `timeliness`, `accuracy`, `consistency` or `number`.
    pub dimension: String,
    /// Weight within its dimension in percent, as BKN gives it; empty weights are `0`.
    pub weight_percent: String,
    /// In Indonesian.
    pub label_id: String,
    /// In English.
    pub label_en: String,
    /// The number in its definition, if it has one.
    pub threshold: Option<i32>,
    /// What has to be there for the check: `yes`, `no`, `partly`, or a file or column.
    pub(super) needs: String,
    pub(super) why_id: String,
    pub(super) why_en: String,
    /// Where the definition comes from.
    pub source: String,
    /// How sure it is.
    pub confidence: String,
}

impl Code {
    /// Words, weight and threshold of the code.
    pub fn indicator(self) -> &'static Indicator {
        static ALL: OnceLock<Vec<Indicator>> = OnceLock::new();
        static NONE: OnceLock<Indicator> = OnceLock::new();
        ALL.get_or_init(read)
            .get(self as usize)
            .unwrap_or_else(|| NONE.get_or_init(Indicator::default))
    }

    pub(super) fn threshold(self) -> i32 {
        self.indicator().threshold.unwrap_or_default()
    }
}

/// The rows in the order of [`Code::ALL`]; a test proves that none is missing.
fn read() -> Vec<Indicator> {
    let text = include_str!("../../reference/indicators.csv");
    let rows: Vec<_> = csv::Reader::from_reader(text.as_bytes())
        .into_records()
        .flatten()
        .collect();
    Code::ALL
        .iter()
        .map(|code| {
            let row = rows.iter().find(|row| row.get(0) == Some(code.key()));
            let cell = |i: usize| {
                row.and_then(|row| row.get(i))
                    .unwrap_or_default()
                    .to_owned()
            };
            Indicator {
                dimension: cell(1),
                weight_percent: cell(2),
                label_id: cell(3),
                label_en: cell(4),
                threshold: cell(5).parse().ok(),
                needs: cell(7),
                why_id: cell(8),
                why_en: cell(9),
                source: cell(10),
                confidence: cell(11),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_words_and_the_weights_of_a_dimension_sum_up() {
        let mut sums = std::collections::BTreeMap::<&str, f64>::new();
        for code in Code::ALL {
            let indicator = code.indicator();
            assert!(
                !indicator.label_id.is_empty() && !indicator.label_en.is_empty(),
                "{code}"
            );
            assert_eq!(
                indicator.needs != "yes",
                !indicator.why_id.is_empty(),
                "{code}"
            );
            assert_eq!(
                indicator.why_id.is_empty(),
                indicator.why_en.is_empty(),
                "{code}"
            );
            *sums.entry(&indicator.dimension).or_default() +=
                indicator.weight_percent.parse::<f64>().unwrap();
            assert_eq!(code.key().parse(), Ok(*code));
        }
        assert_eq!(Code::ALL.len(), 27 + 5);
        for dimension in ["completeness", "timeliness", "accuracy", "consistency"] {
            assert!(
                (sums[dimension] - 100.0).abs() < 3.0,
                "{dimension}: {}",
                sums[dimension]
            );
        }
    }
}
