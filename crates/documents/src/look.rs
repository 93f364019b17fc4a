//! How letters look: paper, margins, type size and the logos that letterheads name.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The paper of Indonesian offices.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// Folio as Indonesian offices buy it, 215 × 330 mm.
    F4,
}

impl Paper {
    /// Width and height in millimetres, upright.
    pub fn size_mm(self) -> (f64, f64) {
        match self {
            Paper::A4 => (210.0, 297.0),
            Paper::F4 => (215.0, 330.0),
        }
    }
}

/// Margins in millimetres.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Margins {
    /// Above the text; page numbers stand in it.
    pub top: f64,
    /// Below the text; the draft mark stands in it.
    pub bottom: f64,
    /// Left, where letters are filed.
    pub left: f64,
    /// Right.
    pub right: f64,
}

impl Default for Margins {
    /// 20, 20, 25 and 20 mm: Permendagri 1/2023 as far as secondary sources tell (TND-LOOK, confidence S).
    fn default() -> Self {
        Self {
            top: 20.0,
            bottom: 20.0,
            left: 25.0,
            right: 20.0,
        }
    }
}

/// What an agency sets once for all its letters. Every field has a default, so `{}` is a valid look.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Look {
    /// Paper; default A4.
    pub paper: Paper,
    /// Margins in millimetres.
    pub margins: Margins,
    /// Type size of the running text in points, 9 to 14; default 11 (TND-LOOK, confidence S).
    pub font_size: f64,
    /// Line spacing as word processors count it, 1 to 2; default 1.15.
    pub line_spacing: f64,
    /// Edge of one QR module in millimetres, 0.33 to 1; default 0.4, which a phone reads from a 150 dpi scan.
    pub qr_module_mm: f64,
    /// Whether the annex of a Keputusan lies across; default true, since its table has eight columns.
    pub annex_landscape: bool,
    /// PNG or SVG files by the name that [`crate::Kop`] uses. They belong to the agency, not to the frozen letter.
    #[serde(skip)]
    pub logos: BTreeMap<String, Arc<[u8]>>,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            paper: Paper::A4,
            margins: Margins::default(),
            font_size: 11.0,
            line_spacing: 1.15,
            qr_module_mm: 0.4,
            annex_landscape: true,
            logos: BTreeMap::new(),
        }
    }
}

impl Look {
    /// Checks the ranges; a margin wider than the page would put text where no printer reaches.
    pub(crate) fn check(&self) -> Result<(), crate::RenderError> {
        let range = |path: &str, value: f64, low: f64, high: f64| {
            if (low..=high).contains(&value) {
                Ok(())
            } else {
                Err(crate::RenderError::data(
                    path,
                    format!("expected {low} to {high}, found {value}"),
                ))
            }
        };
        range("look.font_size", self.font_size, 9.0, 14.0)?;
        range("look.line_spacing", self.line_spacing, 1.0, 2.0)?;
        range("look.qr_module_mm", self.qr_module_mm, 0.33, 1.0)?;
        range("look.margins.top", self.margins.top, 10.0, 60.0)?;
        range("look.margins.bottom", self.margins.bottom, 10.0, 60.0)?;
        range("look.margins.left", self.margins.left, 10.0, 50.0)?;
        range("look.margins.right", self.margins.right, 10.0, 50.0)
    }
}
