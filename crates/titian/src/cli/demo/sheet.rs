//! The scans of the demonstration: pages that say what they stand for.

/// A page that says what it stands for: a PDF as a scanner would give it, without anybody's signature.
pub fn sheet(title: &str) -> Vec<u8> {
    let plain: String = title
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || " .,-".contains(c) {
                c
            } else {
                ' '
            }
        })
        .collect();
    let text = format!(
        "BT /F1 16 Tf 60 760 Td (BERKAS PERAGAAN) Tj 0 -30 Td ({plain}) Tj 0 -30 Td (Provinsi Contoh Titian) Tj ET"
    );
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut pdf = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(pdf.len());
        pdf.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let table = pdf.len();
    pdf.push_str(&format!(
        "xref\n0 {}\n0000000000 65535 f \n",
        objects.len() + 1
    ));
    for place in places {
        pdf.push_str(&format!("{place:010} 00000 n \n"));
    }
    pdf.push_str(&format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    ));
    pdf.into_bytes()
}
