//! Conditions as trees of their own, with the text that the engine reads.

use proptest::prelude::*;

use super::calendar::Day;

/// A condition.
#[derive(Clone, Debug)]
pub enum Bool {
    Const(bool),
    /// A yes-or-no fact.
    Flag(&'static str),
    Ints(&'static str, Int, Int),
    Dates(&'static str, Date, Date),
    /// A text fact is, or is not, a word.
    Word(&'static str, bool, &'static str),
    Among(&'static str, Vec<&'static str>),
    Rank(&'static str, &'static str),
    /// 2.5 times an integer, plus a quarter, against another.
    Decimal(&'static str, Int, i64),
    Has(&'static str),
    Not(Box<Bool>),
    And(Box<Bool>, Box<Bool>),
    Or(Box<Bool>, Box<Bool>),
    Choice(Box<Bool>, Box<Bool>, Box<Bool>),
    Exists(List, Box<Bool>),
    All(List, Box<Bool>),
    /// Inside of a macro: the date column of the entry against a date.
    Column(&'static str, &'static str, Date),
    ColumnWord(&'static str, &'static str),
    ColumnInt(&'static str, &'static str, Int),
    ColumnHas(&'static str),
}

/// A whole number.
#[derive(Clone, Debug)]
pub enum Int {
    Is(i64),
    Bup,
    /// A parameter with dates of its own.
    Param(&'static str),
    /// Level of a competency.
    Level(&'static str),
    Years(Box<Date>, Box<Date>),
    Months(Box<Date>, Box<Date>),
    Days(Box<Date>, Box<Date>),
    Workdays(Box<Date>, Box<Date>),
    Size(List),
    Add(Box<Int>, Box<Int>),
    Sub(Box<Int>, Box<Int>),
    Mul(Box<Int>, i64),
    Div(Box<Int>, i64),
    Rem(Box<Int>, i64),
    Neg(Box<Int>),
    Choice(Box<Bool>, Box<Int>, Box<Int>),
}

/// A date.
#[derive(Clone, Debug)]
pub enum Date {
    At,
    Is(Day),
    Fact(&'static str),
    AddMonths(Box<Date>, i64),
    AddYears(Box<Date>, i64),
    /// Plus or minus months and days; written with years and weeks too.
    Span(Box<Date>, bool, i64, i64),
    Choice(Box<Bool>, Box<Date>, Box<Date>),
}

/// A history, or a part of it.
#[derive(Clone, Debug)]
pub struct List {
    pub name: &'static str,
    pub last_years: Option<i64>,
    pub filter: Option<Box<Bool>>,
}

impl Bool {
    pub fn text(&self) -> String {
        match self {
            Self::Const(b) => b.to_string(),
            Self::Flag(name) => (*name).to_owned(),
            Self::Ints(op, a, b) => format!("({} {op} {})", a.text(), b.text()),
            Self::Dates(op, a, b) => format!("({} {op} {})", a.text(), b.text()),
            Self::Word(name, true, word) => format!("({name} == \"{word}\")"),
            Self::Word(name, false, word) => format!("({name} != \"{word}\")"),
            Self::Among(name, words) => {
                let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                format!("({name} in [{}])", words.join(", "))
            }
            Self::Rank(op, rank) => format!("(golongan {op} golongan(\"{rank}\"))"),
            Self::Decimal(op, a, b) => format!("(2.5 * {} + 0.25 {op} {b})", a.text()),
            Self::Has(name) => format!("has({name})"),
            Self::Not(a) => format!("!{}", a.bracketed()),
            Self::And(a, b) => format!("({} && {})", a.text(), b.text()),
            Self::Or(a, b) => format!("({} || {})", a.text(), b.text()),
            Self::Choice(a, b, c) => format!("({} ? {} : {})", a.text(), b.text(), c.text()),
            Self::Exists(list, body) => format!("{}.exists(e, {})", list.text(), body.text()),
            Self::All(list, body) => format!("{}.all(e, {})", list.text(), body.text()),
            Self::Column(column, op, date) => format!("(e.{column} {op} {})", date.text()),
            Self::ColumnWord(column, word) => format!("(e.{column} == \"{word}\")"),
            Self::ColumnInt(column, op, n) => format!("(e.{column} {op} {})", n.text()),
            Self::ColumnHas(column) => format!("has(e.{column})"),
        }
    }

    fn bracketed(&self) -> String {
        format!("({})", self.text())
    }
}

impl Int {
    pub fn text(&self) -> String {
        match self {
            Self::Is(n) => format!("({n})"),
            Self::Bup => "bup".to_owned(),
            Self::Param(name) => (*name).to_owned(),
            Self::Level(id) => format!("level(\"{id}\")"),
            Self::Years(a, b) => format!("years({}, {})", a.text(), b.text()),
            Self::Months(a, b) => format!("months({}, {})", a.text(), b.text()),
            Self::Days(a, b) => format!("days({}, {})", a.text(), b.text()),
            Self::Workdays(a, b) => format!("workdays({}, {})", a.text(), b.text()),
            Self::Size(list) => format!("size({})", list.text()),
            Self::Add(a, b) => format!("({} + {})", a.text(), b.text()),
            Self::Sub(a, b) => format!("({} - {})", a.text(), b.text()),
            Self::Mul(a, n) => format!("({} * {n})", a.text()),
            Self::Div(a, n) => format!("({} / {n})", a.text()),
            Self::Rem(a, n) => format!("({} % {n})", a.text()),
            Self::Neg(a) => format!("-{}", a.text()),
            Self::Choice(a, b, c) => format!("({} ? {} : {})", a.text(), b.text(), c.text()),
        }
    }
}

impl Date {
    pub fn text(&self) -> String {
        match self {
            Self::At => "at".to_owned(),
            Self::Is(day) => format!("date(\"{day}\")"),
            Self::Fact(name) => (*name).to_owned(),
            Self::AddMonths(a, n) => format!("add_months({}, {n})", a.text()),
            Self::AddYears(a, n) => format!("add_years({}, {n})", a.text()),
            Self::Span(a, plus, months, days) => {
                let sign = if *plus { '+' } else { '-' };
                let (years, months) = (months / 12, months % 12);
                let (weeks, days) = (days / 7, days % 7);
                let duration = format!("P{years}Y{months}M{weeks}W{days}D");
                format!("({} {sign} duration(\"{duration}\"))", a.text())
            }
            Self::Choice(a, b, c) => format!("({} ? {} : {})", a.text(), b.text(), c.text()),
        }
    }
}

impl List {
    pub fn text(&self) -> String {
        let mut text = self.name.to_owned();
        if let Some(n) = self.last_years {
            text = format!("last_years({text}, {n})");
        }
        if let Some(body) = &self.filter {
            text = format!("{text}.filter(e, {})", body.text());
        }
        text
    }
}

pub fn any_of<T: Clone + std::fmt::Debug + 'static>(
    items: &[T],
) -> impl Strategy<Value = T> + use<T> {
    prop::sample::select(items.to_vec())
}

pub fn op() -> impl Strategy<Value = &'static str> {
    any_of(&["==", "!=", "<", "<=", ">", ">="])
}

/// Any day of these years; ends of months and leap days come often.
pub fn day_in(years: std::ops::Range<i64>) -> impl Strategy<Value = Day> {
    let leap = (years.start + 3) / 4..(years.end - 1) / 4 + 1;
    prop_oneof![
        4 => (years.clone(), 1i64..13, 1i64..32).prop_map(|(y, m, d)| Day::up_to(y, m, d)),
        2 => (years, 1i64..13).prop_map(|(y, m)| Day::up_to(y, m, 31)),
        1 => leap.prop_map(|y| Day::up_to(4 * y, 2, 29)),
    ]
}

pub fn day() -> impl Strategy<Value = Day> {
    day_in(1960..2040)
}

fn date() -> impl Strategy<Value = Date> {
    let facts = [
        "lahir",
        "tmt_pns",
        "tanggal_bup",
        "case.start",
        "case.end",
        "case.decision",
    ];
    let leaf = prop_oneof![
        Just(Date::At),
        day().prop_map(Date::Is),
        any_of(&facts).prop_map(Date::Fact)
    ];
    leaf.prop_recursive(2, 4, 2, |inner| {
        prop_oneof![
            (inner.clone(), -30i64..40).prop_map(|(a, n)| Date::AddMonths(Box::new(a), n)),
            (inner.clone(), -5i64..60).prop_map(|(a, n)| Date::AddYears(Box::new(a), n)),
            (inner.clone(), any::<bool>(), 0i64..30, 0i64..40)
                .prop_map(|(a, plus, m, d)| Date::Span(Box::new(a), plus, m, d)),
            (flag(), inner.clone(), inner).prop_map(|(f, a, b)| Date::Choice(
                Box::new(f),
                Box::new(a),
                Box::new(b)
            )),
        ]
    })
}

fn integer() -> impl Strategy<Value = Int> {
    let two = || (date(), date()).prop_map(|(a, b)| (Box::new(a), Box::new(b)));
    let leaf = prop_oneof![
        (-5i64..70).prop_map(Int::Is),
        Just(Int::Bup),
        any_of(&["late", "early"]).prop_map(Int::Param),
        any_of(&["inti-1", "inti-2"]).prop_map(Int::Level),
        two().prop_map(|(a, b)| Int::Years(a, b)),
        two().prop_map(|(a, b)| Int::Months(a, b)),
        two().prop_map(|(a, b)| Int::Days(a, b)),
        two().prop_map(|(a, b)| Int::Workdays(a, b)),
        list().prop_map(Int::Size),
    ];
    leaf.prop_recursive(2, 4, 2, |inner| {
        let pair = (inner.clone(), inner.clone()).prop_map(|(a, b)| (Box::new(a), Box::new(b)));
        let by = || any_of(&[2i64, 3, 7, 12, 365]);
        prop_oneof![
            pair.clone().prop_map(|(a, b)| Int::Add(a, b)),
            pair.prop_map(|(a, b)| Int::Sub(a, b)),
            (inner.clone(), by()).prop_map(|(a, n)| Int::Mul(Box::new(a), n)),
            (inner.clone(), by()).prop_map(|(a, n)| Int::Div(Box::new(a), n)),
            (inner.clone(), by()).prop_map(|(a, n)| Int::Rem(Box::new(a), n)),
            inner.clone().prop_map(|a| Int::Neg(Box::new(a))),
            (flag(), inner.clone(), inner).prop_map(|(f, a, b)| Int::Choice(
                Box::new(f),
                Box::new(a),
                Box::new(b)
            )),
        ]
    })
}

fn list() -> impl Strategy<Value = List> {
    (
        any_of(&["hukdis", "skp", "tubel"]),
        prop::option::weighted(0.4, 0i64..5),
        any::<bool>(),
    )
        .prop_flat_map(|(name, last_years, filtered)| {
            let filter = if filtered {
                entry(name).prop_map(|body| Some(Box::new(body))).boxed()
            } else {
                Just(None).boxed()
            };
            filter.prop_map(move |filter| List {
                name,
                last_years,
                filter,
            })
        })
}

/// A condition on one entry of a history.
fn entry(list: &'static str) -> impl Strategy<Value = Bool> {
    let leaf = match list {
        "skp" => prop_oneof![
            any_of(&["Baik", "Kurang"]).prop_map(|word| Bool::ColumnWord("predikat", word)),
            (op(), 2018i64..2028).prop_map(|(op, n)| Bool::ColumnInt("tahun", op, Int::Is(n))),
            Just(Bool::ColumnHas("tahun")),
        ]
        .boxed(),
        "hukdis" => prop_oneof![
            any_of(&["Berat", "Ringan"]).prop_map(|word| Bool::ColumnWord("tingkat", word)),
            (any_of(&["tanggal_sk", "berakhir"]), op(), date())
                .prop_map(|(column, op, date)| Bool::Column(column, op, date)),
            any_of(&["berakhir", "tingkat"]).prop_map(Bool::ColumnHas),
        ]
        .boxed(),
        _ => prop_oneof![
            (any_of(&["mulai", "selesai"]), op(), date())
                .prop_map(|(column, op, date)| Bool::Column(column, op, date)),
            Just(Bool::ColumnHas("selesai")),
        ]
        .boxed(),
    };
    let leaf = prop_oneof![4 => leaf, 1 => flag()];
    leaf.prop_recursive(2, 4, 2, joined)
}

/// Yes-or-no facts.
pub const FLAGS: [&str; 6] = [
    "sehat",
    "sedang_diperiksa",
    "proses_pidana",
    "case.abroad",
    "case.released",
    "case.ppk_assignment",
];

pub fn flag() -> impl Strategy<Value = Bool> {
    any_of(&FLAGS).prop_map(Bool::Flag)
}

pub fn joined(inner: BoxedStrategy<Bool>) -> BoxedStrategy<Bool> {
    let two = (inner.clone(), inner.clone()).prop_map(|(a, b)| (Box::new(a), Box::new(b)));
    prop_oneof![
        inner.clone().prop_map(|a| Bool::Not(Box::new(a))),
        two.clone().prop_map(|(a, b)| Bool::And(a, b)),
        two.prop_map(|(a, b)| Bool::Or(a, b)),
        (inner.clone(), inner.clone(), inner).prop_map(|(a, b, c)| Bool::Choice(
            Box::new(a),
            Box::new(b),
            Box::new(c)
        )),
    ]
    .boxed()
}

/// Any condition.
pub fn condition() -> impl Strategy<Value = Bool> {
    let leaf = prop_oneof![
        1 => any::<bool>().prop_map(Bool::Const),
        3 => flag(),
        4 => (op(), integer(), integer()).prop_map(|(op, a, b)| Bool::Ints(op, a, b)),
        4 => (op(), date(), date()).prop_map(|(op, a, b)| Bool::Dates(op, a, b)),
        1 => (any::<bool>(), any_of(&["PNS", "PPPK"])).prop_map(|(is, word)| Bool::Word("jenis", is, word)),
        1 => prop::collection::vec(any_of(&["PNS", "PPPK", "CPNS"]), 0..3).prop_map(|words| Bool::Among("jenis", words)),
        1 => (op(), any_of(&["II/c", "III/a", "IV/b", "IX"])).prop_map(|(op, rank)| Bool::Rank(op, rank)),
        1 => (op(), integer(), -50i64..200).prop_map(|(op, a, b)| Bool::Decimal(op, a, b)),
        1 => any_of(&["jenis", "tanggal_bup", "sehat", "skp", "case.start"]).prop_map(Bool::Has),
        4 => list().prop_flat_map(|list| {
            let body = entry(list.name);
            (Just(list), body, any::<bool>()).prop_map(|(list, body, all)| match all {
                true => Bool::All(list, Box::new(body)),
                false => Bool::Exists(list, Box::new(body)),
            })
        }),
    ];
    leaf.prop_recursive(3, 10, 3, joined)
}
