//! What can be wrong with a policy or a register, in both languages.

use super::{Entry, entry};

/// What is wrong; the first that fits counts.
pub(super) const FINDINGS: &[Entry] = &[
    // Reading an expression
    entry(
        "operator-word",
        "`{word}` is not an operator here",
        "`{word}` bukan operator di sini",
    ),
    entry(
        "too-deep",
        "this expression is nested too deeply",
        "ungkapan ini bersarang terlalu dalam",
    ),
    entry(
        "too-long",
        "this expression is too long",
        "ungkapan ini terlalu panjang",
    ),
    entry(
        "too-many-combinations",
        "this expression looks at too many combinations",
        "ungkapan ini memeriksa terlalu banyak gabungan",
    ),
    entry(
        "comparison-chain",
        "comparisons do not chain",
        "perbandingan tidak dapat dirangkai",
    ),
    entry(
        "bracket-open",
        "this bracket is not closed",
        "kurung ini belum ditutup",
    ),
    entry(
        "string-open",
        "this string is not closed",
        "tanda kutip ini belum ditutup",
    ),
    entry(
        "string-escape",
        "unknown escape in a string",
        "tanda lolos dalam kutipan ini tidak dikenal",
    ),
    entry(
        "date-bare",
        "a date stands in quotes inside `date`",
        "tanggal ditulis dalam tanda kutip di dalam `date`",
    ),
    entry(
        "number-form",
        "`{text}` is not a number",
        "`{text}` bukan bilangan",
    ),
    entry(
        "number-size",
        "`{text}` does not fit",
        "`{text}` terlalu besar atau terlalu rinci",
    ),
    entry(
        "sign-unknown",
        "`{text}` means nothing here",
        "`{text}` tidak bermakna di sini",
    ),
    // Names and types
    entry(
        "name-unknown",
        "`{name}` is neither a fact of the person nor a parameter of this file",
        "`{name}` bukan data pegawai dan bukan parameter berkas ini",
    ),
    entry(
        "list-column",
        "`{list}` is a list and has no `{name}`",
        "`{list}` adalah daftar dan tidak memiliki `{name}`",
    ),
    entry(
        "column-unknown",
        "{owner} has no `{name}`",
        "{owner} tidak memiliki `{name}`",
    ),
    entry(
        "method-unknown",
        "there is no method `{name}`",
        "tidak ada metode `{name}`",
    ),
    entry(
        "function-unknown",
        "there is no function `{name}`",
        "tidak ada fungsi `{name}`",
    ),
    entry(
        "method-arguments",
        "`{name}` takes a variable and a condition",
        "`{name}` memerlukan satu variabel dan satu syarat",
    ),
    entry(
        "function-arguments",
        "`{name}` takes {expected} argument(s), found {found}",
        "`{name}` memerlukan {expected} argumen, ditemukan {found}",
    ),
    entry(
        "function-literal",
        "`{name}` takes a string written out",
        "`{name}` memerlukan teks yang ditulis langsung",
    ),
    entry(
        "literal-form",
        "\"{text}\" is not a {name}",
        "\"{text}\" bukan {name} yang sah",
    ),
    entry(
        "has-argument",
        "`has` takes a fact of the person, of the case, or of an entry",
        "`has` memerlukan data pegawai, data pengajuan, atau kolom riwayat",
    ),
    entry(
        "variable-taken",
        "`{name}` already names something else",
        "`{name}` sudah menjadi nama lain",
    ),
    entry(
        "not-comparable",
        "cannot compare {left} with {right}",
        "{left} tidak dapat dibandingkan dengan {right}",
    ),
    entry(
        "no-order",
        "{type} values have no order",
        "nilai {type} tidak berurutan",
    ),
    entry(
        "operator-types",
        "`{sign}` does not take {left} and {right}",
        "`{sign}` tidak dapat dipakai untuk {left} dan {right}",
    ),
    entry(
        "divisor",
        "the divisor must be a whole number other than 0, written out",
        "pembagi harus bilangan bulat selain 0 yang ditulis langsung",
    ),
    entry(
        "word-never",
        "`{name}` never has the value \"{word}\"",
        "`{name}` tidak pernah bernilai \"{word}\"",
    ),
    entry(
        "result-type",
        "`{key}` must be {expected}, found {found}",
        "`{key}` harus berupa {expected}, ditemukan {found}",
    ),
    // The file
    entry("toml", "not TOML: {why}", "bukan TOML yang sah: {why}"),
    entry(
        "field-unknown",
        "unknown field `{name}` of {owner}",
        "isian `{name}` tidak dikenal pada {owner}",
    ),
    entry(
        "field-missing",
        "{owner} needs the field `{name}`",
        "{owner} memerlukan isian `{name}`",
    ),
    entry(
        "float",
        "a float is refused",
        "bilangan pecahan biner ditolak",
    ),
    entry(
        "param-name",
        "`{name}` cannot name a parameter",
        "`{name}` tidak dapat menjadi nama parameter",
    ),
    entry(
        "rules-too-many",
        "a policy has at most {count} rules",
        "satu kebijakan memuat paling banyak {count} aturan",
    ),
    entry(
        "rule-twice",
        "two rules have the id `{id}`",
        "dua aturan memakai id `{id}`",
    ),
    entry(
        "case-twice",
        "two cases have the id `{id}`",
        "dua contoh memakai id `{id}`",
    ),
    entry(
        "waiver-office",
        "`waivable = true` needs `waived_by`",
        "`waivable = true` memerlukan `waived_by`",
    ),
    entry(
        "waiver-alone",
        "`waived_by` stands only beside `waivable = true`",
        "`waived_by` hanya berdampingan dengan `waivable = true`",
    ),
    entry(
        "force-unknown",
        "`{text}` is no force; expected {expected}",
        "`{text}` bukan kekuatan aturan; pilihannya {expected}",
    ),
    entry(
        "anchor-unknown",
        "`{text}` is no anchor; expected {expected}",
        "`{text}` bukan tanggal acuan; pilihannya {expected}",
    ),
    entry(
        "placeholder-unknown",
        "`{name}` names no parameter",
        "`{name}` bukan nama parameter",
    ),
    entry(
        "field-elsewhere",
        "`{name}` does not belong to this rule",
        "`{name}` tidak termasuk aturan ini",
    ),
    entry(
        "period-empty",
        "`{key}` is the first day after; it must come after {from}",
        "`{key}` adalah hari pertama sesudahnya; harus setelah {from}",
    ),
    entry(
        "word-unknown",
        "`{text}` is no {what}",
        "`{text}` bukan {what}",
    ),
    entry(
        "case-expects-nothing",
        "a case must expect a verdict or a status",
        "contoh harus menyebut putusan atau status yang diharapkan",
    ),
    entry(
        "case-total",
        "`plus` and `total` belong together",
        "`plus` dan `total` harus bersama",
    ),
    entry(
        "rule-unknown",
        "there is no rule `{name}`",
        "tidak ada aturan `{name}`",
    ),
    entry(
        "case-unknown",
        "there is no case `{name}`",
        "tidak ada contoh `{name}`",
    ),
    entry(
        "fact-unknown",
        "{place}: the {kind} has no fact of this name; {hint}",
        "{place}: tidak ada data dengan nama ini ({kind}); {hint}",
    ),
    entry(
        "fact-date",
        "{place}: `{text}` is not a date; expected YYYY-MM-DD",
        "{place}: `{text}` bukan tanggal; tuliskan TTTT-BB-HH",
    ),
    entry(
        "fact-column",
        "{place}: unknown column; expected one of {known}",
        "{place}: kolom tidak dikenal; yang ada {known}",
    ),
    entry(
        "fact-type",
        "{place}: expected {expected}, found {found}",
        "{place}: seharusnya {expected}, ditemukan {found}",
    ),
    // Checking
    entry(
        "english-missing-rule",
        "`{field}` of the rule `{id}` has no English text",
        "`{field}` aturan `{id}` belum berbahasa Inggris",
    ),
    entry(
        "english-missing-param",
        "`says` of the parameter `{id}` has no English text",
        "`says` parameter `{id}` belum berbahasa Inggris",
    ),
    entry(
        "english-missing",
        "{what} has no English text",
        "{what} belum berbahasa Inggris",
    ),
    entry(
        "cites-nothing",
        "the {what} `{id}` cites nothing",
        "{what} `{id}` tidak menyebut dasar",
    ),
    entry(
        "block-unsure",
        "the rule `{id}` blocks, but no citation has confidence T or P",
        "aturan `{id}` menggugurkan, tetapi tidak ada dasar dengan keyakinan T atau P",
    ),
    entry(
        "param-dates",
        "the rule `{rule}` covers dates on which the parameter `{param}` has no value",
        "aturan `{rule}` berlaku pada tanggal ketika parameter `{param}` tidak bernilai",
    ),
    entry(
        "all-empty",
        "`all` over `{list}` is true when there is no entry",
        "`all` atas `{list}` bernilai benar bila tidak ada isi",
    ),
    entry(
        "citation-unknown",
        "the register has no entry `{id}`",
        "register tidak memuat `{id}`",
    ),
    entry(
        "citation-dates",
        "`{id}` is in force [{from}, {to}), but is cited for [{cited_from}, {cited_to})",
        "`{id}` berlaku [{from}, {to}), tetapi dirujuk untuk [{cited_from}, {cited_to})",
    ),
    entry(
        "citation-since",
        "the register does not know since when `{id}` is in force",
        "register tidak mencatat sejak kapan `{id}` berlaku",
    ),
    entry(
        "name-slip",
        "there is no `{name}`: it is a slip",
        "tidak ada `{name}`: salah tulis",
    ),
    entry(
        "name-ended",
        "`{name}` was in force until {to} only",
        "`{name}` hanya berlaku sampai {to}",
    ),
    entry(
        "case-verdict",
        "case `{id}` expects {expected}, but the verdict is {found}",
        "contoh `{id}` mengharapkan {expected}, tetapi putusannya {found}",
    ),
    entry(
        "case-status",
        "case `{id}` expects the rule `{rule}` to be {expected}, but it is {found}",
        "contoh `{id}` mengharapkan aturan `{rule}` berstatus {expected}, tetapi statusnya {found}",
    ),
    entry(
        "case-total-wrong",
        "case `{id}` expects {expected} points in total, but they are {found}",
        "contoh `{id}` mengharapkan jumlah {expected}, tetapi jumlahnya {found}",
    ),
    entry(
        "case-points",
        "case `{id}` expects {expected} points, but they are {found}",
        "contoh `{id}` mengharapkan {expected} poin, tetapi poinnya {found}",
    ),
    entry(
        "case-statute",
        "case `{id}` expects {expected} as the statute on {at}, but it is {found}",
        "contoh `{id}` mengharapkan {expected} sebagai undang-undang pada {at}, tetapi yang berlaku {found}",
    ),
    // The register
    entry(
        "source-twice",
        "two sources have the id `{id}`",
        "dua sumber memakai id `{id}`",
    ),
    entry(
        "entry-twice",
        "two entries have the id `{id}`",
        "dua entri memakai id `{id}`",
    ),
    entry(
        "source-unknown",
        "no source has the id `{id}`",
        "tidak ada sumber dengan id `{id}`",
    ),
    entry(
        "register-unknown",
        "the register has no {what} `{id}`",
        "register tidak memuat {what} `{id}`",
    ),
    // The most general last
    entry(
        "type-no-field",
        "a value of type {type} has no `{name}`",
        "nilai bertipe {type} tidak memiliki `{name}`",
    ),
    entry(
        "expected",
        "expected {expected}, found {found}",
        "seharusnya {expected}, ditemukan {found}",
    ),
    entry(
        "expected-variable",
        "expected the name of a variable",
        "seharusnya nama variabel",
    ),
];
