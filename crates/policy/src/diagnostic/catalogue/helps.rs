//! What findings advise, and the words that occur as arguments of either, in both languages.

use super::{Entry, entry};

/// What was expected or what to do; helps need no code.
pub(super) const HELPS: &[Entry] = &[
    entry("", "did you mean {name}?", "maksudnya {name}?"),
    entry("", "known are {names}", "yang dikenal {names}"),
    entry("", "it has {names}", "yang ada {names}"),
    entry(
        "",
        "`titian policy schema` lists the names",
        "`titian policy schema` mendaftar semua nama",
    ),
    entry(
        "",
        "name one of its facts, such as {example}",
        "sebutkan salah satu datanya, misalnya {example}",
    ),
    entry(
        "",
        "it is a fact of the case: write {text}",
        "ini data pengajuan: tulis {text}",
    ),
    entry(
        "",
        "it is a word of {field}: write it in quotes, {text}",
        "ini kata dari {field}: tulis dalam tanda kutip, {text}",
    ),
    entry(
        "",
        "the date of the case with which the rule is compared is `at`",
        "tanggal yang dibandingkan dengan aturan adalah `at`",
    ),
    entry(
        "",
        "write `&&` for and, `||` for or, `!` for not",
        "tulis `&&` untuk dan, `||` untuk atau, `!` untuk bukan",
    ),
    entry(
        "",
        "write `==` to compare",
        "tulis `==` untuk membandingkan",
    ),
    entry("", "write `&&` for and", "tulis `&&` untuk dan"),
    entry("", "write `||` for or", "tulis `||` untuk atau"),
    entry(
        "",
        "split it into several rules, or use `in` with a list",
        "pecah menjadi beberapa aturan, atau pakai `in` dengan daftar",
    ),
    entry(
        "",
        "split it into several rules",
        "pecah menjadi beberapa aturan",
    ),
    entry(
        "",
        "split it into two policies",
        "pecah menjadi dua kebijakan",
    ),
    entry(
        "",
        "lists inside lists multiply: ask each list by itself, or split the rule",
        "daftar di dalam daftar saling mengalikan: periksa tiap daftar sendiri, atau pecah aturannya",
    ),
    entry(
        "",
        "put `{sign}` where it ends",
        "tambahkan `{sign}` di akhirnya",
    ),
    entry(
        "",
        "put a comma between two arguments",
        "pisahkan dua argumen dengan koma",
    ),
    entry(
        "",
        "numbers stand without a unit: it is in the name of the function",
        "bilangan ditulis tanpa satuan: satuannya ada pada nama fungsi",
    ),
    entry(
        "",
        "numbers stand without quotes",
        "bilangan ditulis tanpa tanda kutip",
    ),
    entry(
        "",
        "lists stand in square brackets: {example}",
        "daftar ditulis dalam kurung siku: {example}",
    ),
    entry(
        "",
        "lists have {names} and {last}",
        "daftar memiliki {names} dan {last}",
    ),
    entry("", "choose another variable", "pilih nama variabel lain"),
    entry(
        "",
        "only {names} and {last} compare them",
        "hanya {names} dan {last} yang dapat membandingkannya",
    ),
    entry(
        "",
        "count the time between two dates: {names}",
        "hitung waktu antara dua tanggal: {names}",
    ),
    entry(
        "",
        "a yes-or-no fact stands alone: write {example}",
        "data ya-tidak ditulis sendiri: tulis {example}",
    ),
    entry(
        "",
        "`!` binds more than a comparison: write {example}",
        "`!` mengikat lebih kuat daripada perbandingan: tulis {example}",
    ),
    entry(
        "",
        "so that no division can fail: write {good}, not {bad}",
        "agar pembagian tidak pernah gagal: tulis {good}, bukan {bad}",
    ),
    entry(
        "",
        "write whole numbers as 12 and decimals as 2.5; there is no exponent and no suffix",
        "tulis bilangan bulat seperti 12 dan desimal seperti 2.5; tanpa pangkat dan tanpa akhiran",
    ),
    entry(
        "",
        "whole numbers have 64 bits; decimals have at most four places",
        "bilangan bulat 64 bit; desimal paling banyak empat angka",
    ),
    entry(
        "",
        "an expression has names, numbers, strings and the operators of CEL",
        "ungkapan terdiri atas nama, bilangan, teks, dan operator CEL",
    ),
    entry(
        "",
        "write {text} as a string: decimals are exact here",
        "tulis {text} sebagai teks: desimal di sini harus tepat",
    ),
    entry("", "write it as in {example}", "tulis seperti {example}"),
    entry(
        "",
        "use letters, digits and _, and no name of the schema",
        "pakai huruf, angka, dan _, bukan nama dalam skema",
    ),
    entry(
        "",
        "name the office that may set the rule aside, such as {example}",
        "sebutkan pejabat yang boleh mengesampingkan, misalnya {example}",
    ),
    entry(
        "",
        "`{…}` stands for a parameter of this file or for `{met_from}`",
        "`{…}` berarti parameter berkas ini atau `{met_from}`",
    ),
    entry(
        "",
        "`points` stands with force = \"score\", `require` with every other",
        "`points` dipakai bersama force = \"score\", `require` bersama yang lain",
    ),
    entry(
        "",
        "name a rule of this file",
        "sebutkan aturan dalam berkas ini",
    ),
    entry(
        "",
        "name entries of the register in `cite`",
        "sebutkan entri register dalam `cite`",
    ),
    entry(
        "",
        "use force = \"warn\" until somebody has read the text of the regulation",
        "pakai force = \"warn\" sampai naskah peraturannya dibaca",
    ),
    entry(
        "",
        "give the rule the dates of the parameter",
        "beri aturan tanggal yang sama dengan parameternya",
    ),
    entry(
        "",
        "give the rule `valid_from` and `valid_to`, or cite what is in force then",
        "beri aturan `valid_from` dan `valid_to`, atau rujuk yang berlaku saat itu",
    ),
    entry(
        "",
        "test `size` too, such as {example}",
        "periksa juga `size`, misalnya {example}",
    ),
    entry(
        "",
        "add it to the register first",
        "tambahkan dahulu ke register",
    ),
    entry(
        "",
        "name what is in force on that date",
        "sebutkan yang berlaku pada tanggal itu",
    ),
    entry(
        "",
        "look at its entries: {one} or {other}",
        "periksa isinya: {one} atau {other}",
    ),
    entry(
        "",
        "ask with `has(x)` whether a fact is known; a list that is known to be empty has `size(x) == 0`",
        "tanyakan dengan `has(x)` apakah data diketahui; daftar yang diketahui kosong memiliki `size(x) == 0`",
    ),
    entry("", "{what} has {names}", "{what} memuat {names}"),
    entry("", "write {text}", "tulis {text}"),
];

/// Words that occur as arguments.
pub(super) const WORDS: &[(&str, &str)] = &[
    ("integer", "bilangan bulat"),
    ("an integer", "bilangan bulat"),
    ("decimal", "desimal"),
    ("a float", "pecahan biner"),
    ("string", "teks"),
    ("a string", "teks"),
    ("boolean", "ya-tidak"),
    ("a boolean", "ya-tidak"),
    ("true or false", "true atau false"),
    ("date", "tanggal"),
    ("a date or time", "tanggal atau waktu"),
    ("duration", "lama waktu"),
    ("a condition (boolean)", "syarat (ya-tidak)"),
    ("a number", "bilangan"),
    ("a list", "daftar"),
    ("a list of values", "daftar nilai"),
    ("a history list", "riwayat"),
    ("an array", "larik"),
    ("a table", "tabel"),
    ("a value", "nilai"),
    ("an operand", "nilai"),
    ("the case", "data pengajuan"),
    ("person", "pegawai"),
    ("case", "pengajuan"),
    ("rule", "aturan"),
    ("parameter", "parameter"),
    ("a policy", "kebijakan"),
    ("a rule", "aturan"),
    ("this rule", "aturan ini"),
    ("a case", "contoh"),
    ("a text", "teks"),
    ("verdict", "putusan"),
    ("status", "status"),
    ("the title", "judul"),
    ("the end of the expression", "akhir ungkapan"),
    (
        "an operator or the end of the expression",
        "operator atau akhir ungkapan",
    ),
    ("open", "seterusnya"),
    ("unknown", "tidak diketahui"),
    ("none", "tidak ada"),
];
