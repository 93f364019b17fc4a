//! What differs between the SQL dialects: names, types, literals, dates, checked arithmetic, named parts.

use kernel::CivilDate;

/// A dialect that a policy can be compiled to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dialect {
    /// PostgreSQL 13 or later.
    Postgres,
    /// SQLite 3.38 or later; dates are text `YYYY-MM-DD`, truth values 0 and 1.
    Sqlite,
    /// DuckDB 1.0 or later.
    Duckdb,
    /// Spark SQL 3.5 or later.
    Spark,
}

/// SQL text of a value, with what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Sql {
    pub(super) text: String,
    /// A column or a literal: it may stand in several places.
    pub(super) simple: bool,
    /// The absolute value is below 2 to this power, for whole numbers.
    pub(super) bits: u32,
}

impl Sql {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            simple: false,
            bits: 64,
        }
    }

    pub(super) fn simple(text: impl Into<String>) -> Self {
        Self {
            simple: true,
            ..Self::new(text)
        }
    }

    pub(super) fn bits(mut self, bits: u32) -> Self {
        self.bits = bits;
        self
    }
}

/// Sums and products below this are exact in 64 bits.
const SAFE: u32 = 62;

/// Largest distance of two dates of the years 1 to 9999, counted by months and by days.
pub(super) const REACH: i64 = 119_988;
pub(super) const DAYS: i64 = 3_652_058;

/// The text names no dialect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a dialect; expected postgresql, sqlite, duckdb or spark")]
pub struct DialectError(pub String);

impl std::str::FromStr for Dialect {
    type Err = DialectError;
    fn from_str(text: &str) -> Result<Self, DialectError> {
        match text {
            "postgresql" | "postgres" => Ok(Self::Postgres),
            "sqlite" => Ok(Self::Sqlite),
            "duckdb" => Ok(Self::Duckdb),
            "spark" => Ok(Self::Spark),
            _ => Err(DialectError(text.to_owned())),
        }
    }
}

impl Dialect {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Postgres, Self::Sqlite, Self::Duckdb, Self::Spark];

    pub(super) fn name(self, name: &str) -> String {
        match self {
            Self::Spark => format!("`{name}`"),
            _ => format!("\"{name}\""),
        }
    }

    pub(super) fn truth(self, truth: bool) -> &'static str {
        match (self, truth) {
            (Self::Sqlite, true) => "1",
            (Self::Sqlite, false) => "0",
            (_, true) => "TRUE",
            (_, false) => "FALSE",
        }
    }

    pub(super) fn int_type(self) -> &'static str {
        match self {
            Self::Sqlite => "INTEGER",
            _ => "BIGINT",
        }
    }

    pub(super) fn text_type(self) -> &'static str {
        match self {
            Self::Duckdb => "VARCHAR",
            Self::Spark => "STRING",
            _ => "TEXT",
        }
    }

    pub(super) fn bool_type(self) -> &'static str {
        match self {
            Self::Sqlite => "INTEGER",
            _ => "BOOLEAN",
        }
    }

    pub(super) fn date_type(self) -> &'static str {
        match self {
            Self::Sqlite => "TEXT",
            _ => "DATE",
        }
    }

    pub(super) fn null(self, ty: &str) -> Sql {
        Sql::simple(format!("CAST(NULL AS {ty})"))
    }

    pub(super) fn int(self, n: i64) -> Sql {
        let bits = 64 - n.unsigned_abs().leading_zeros();
        let text = match self {
            // The smallest number cannot be written with its sign in one piece.
            Self::Sqlite if n == i64::MIN => "(-9223372036854775807 - 1)".to_owned(),
            Self::Sqlite if n < 0 => format!("({n})"),
            Self::Sqlite => n.to_string(),
            _ if n == i64::MIN => "(CAST(-9223372036854775807 AS BIGINT) - 1)".to_owned(),
            _ => format!("CAST({n} AS BIGINT)"),
        };
        Sql::simple(text).bits(bits)
    }

    pub(super) fn text(self, text: &str) -> String {
        match self {
            Self::Spark => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
            _ => format!("'{}'", text.replace('\'', "''")),
        }
    }

    pub(super) fn date(self, date: CivilDate) -> String {
        match self {
            Self::Sqlite => format!("'{date}'"),
            _ => format!("DATE '{date}'"),
        }
    }

    pub(super) fn year(self, date: &str) -> String {
        self.part(date, "year", (1, 4))
    }

    pub(super) fn month(self, date: &str) -> String {
        self.part(date, "month", (6, 2))
    }

    pub(super) fn day(self, date: &str) -> String {
        self.part(date, "day", (9, 2))
    }

    fn part(self, date: &str, part: &str, (from, count): (usize, usize)) -> String {
        match self {
            Self::Postgres => format!("CAST(EXTRACT({part} FROM {date}) AS BIGINT)"),
            Self::Sqlite => format!("CAST(substr({date}, {from}, {count}) AS INTEGER)"),
            Self::Duckdb | Self::Spark => format!("CAST({part}({date}) AS BIGINT)"),
        }
    }

    /// Whether a date is the last day of its month.
    pub(super) fn is_last_day(self, date: &str) -> String {
        match self {
            Self::Postgres => format!("EXTRACT(day FROM {date} + 1) = 1"),
            Self::Sqlite => format!("substr(date({date}, '+1 day'), 9, 2) = '01'"),
            Self::Duckdb | Self::Spark => format!("last_day({date}) = {date}"),
        }
    }

    /// `b − a` in days.
    pub(super) fn days(self, a: &str, b: &str) -> String {
        match self {
            Self::Postgres => format!("CAST({b} - {a} AS BIGINT)"),
            Self::Sqlite => format!("CAST(julianday({b}) - julianday({a}) AS INTEGER)"),
            Self::Duckdb => format!("date_diff('day', {a}, {b})"),
            Self::Spark => format!("CAST(datediff({b}, {a}) AS BIGINT)"),
        }
    }

    /// Whole days since Monday, 1 January of the year 1.
    pub(super) fn day_number(self, date: &str) -> String {
        let first = match self {
            Self::Sqlite => "'0001-01-01'",
            _ => "DATE '0001-01-01'",
        };
        self.days(first, date)
    }

    pub(super) fn next_day(self, date: &str) -> String {
        match self {
            Self::Postgres | Self::Duckdb => format!("({date} + 1)"),
            Self::Sqlite => format!("date({date}, '+1 day')"),
            Self::Spark => format!("date_add({date}, 1)"),
        }
    }

    pub(super) fn least(self, a: &str, b: &str) -> String {
        match self {
            Self::Sqlite => format!("min({a}, {b})"),
            _ => format!("LEAST({a}, {b})"),
        }
    }

    /// Division of a whole number that truncates; the divisor is neither 0 nor −1.
    pub(super) fn divide(self, a: &str, n: &str) -> String {
        match self {
            Self::Postgres | Self::Sqlite => format!("({a} / {n})"),
            Self::Duckdb => format!("({a} // {n})"),
            Self::Spark => format!("({a} div {n})"),
        }
    }

    /// A whole number in a type in which sums and products of 64 bits are exact, or compare as if they were.
    pub(super) fn wide(self, a: &str) -> String {
        match self {
            Self::Postgres => format!("CAST({a} AS NUMERIC)"),
            Self::Sqlite => a.to_owned(),
            Self::Duckdb => format!("CAST({a} AS HUGEINT)"),
            Self::Spark => format!("CAST({a} AS DECIMAL(19, 0))"),
        }
    }
}

/// Writes expressions of one dialect; numbers the names it makes.
pub(super) struct Writer {
    pub(super) dialect: Dialect,
    next: usize,
}

impl Writer {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self { dialect, next: 0 }
    }

    pub(super) fn fresh(&mut self, prefix: &str) -> String {
        self.next += 1;
        format!("{prefix}{}", self.next)
    }

    /// Names values, so that each is written once, and puts the names to use.
    pub(super) fn with<const N: usize>(
        &mut self,
        values: [Sql; N],
        body: impl FnOnce(&mut Self, [Sql; N]) -> String,
    ) -> String {
        if values.iter().all(|value| value.simple) {
            return body(self, values);
        }
        let table = self.fresh("t");
        let mut columns = Vec::new();
        let mut i = 0;
        let named = values.map(|value| {
            i += 1;
            if value.simple {
                return value;
            }
            let name = Sql::simple(format!("{table}.x{i}")).bits(value.bits);
            columns.push((format!("x{i}"), value.text));
            name
        });
        let body = body(self, named);
        match self.dialect {
            Dialect::Spark => {
                let fields: Vec<String> = columns
                    .iter()
                    .map(|(name, text)| format!("'{name}', {text}"))
                    .collect();
                let fields = fields.join(", ");
                format!("transform(array(named_struct({fields})), {table} -> {body})[0]")
            }
            _ => {
                let fields: Vec<String> = columns
                    .iter()
                    .map(|(name, text)| format!("{text} AS {name}"))
                    .collect();
                let fields = fields.join(", ");
                format!("(SELECT {body} FROM (SELECT {fields}) AS {table})")
            }
        }
    }

    /// `a sign b` of whole numbers, NULL when it does not fit 64 bits.
    pub(super) fn checked(&mut self, sign: char, a: &Sql, b: &Sql) -> Sql {
        let bits = match sign {
            '*' => a.bits + b.bits,
            _ => a.bits.max(b.bits) + 1,
        };
        let (x, y) = (&a.text, &b.text);
        if bits <= SAFE {
            return Sql::new(format!("({x} {sign} {y})")).bits(bits);
        }
        let d = self.dialect;
        let text = match d {
            Dialect::Spark => {
                let name = match sign {
                    '*' => "try_multiply",
                    '+' => "try_add",
                    _ => "try_subtract",
                };
                format!("{name}({x}, {y})")
            }
            Dialect::Sqlite => {
                let sum = Sql::new(format!("({x} {sign} {y})"));
                self.with([sum], |_, [sum]| {
                    let sum = sum.text;
                    // A sum that does not fit becomes a floating-point number.
                    format!("CASE WHEN typeof({sum}) = 'integer' THEN {sum} END")
                })
            }
            Dialect::Postgres | Dialect::Duckdb => {
                let sum = Sql::new(format!("({} {sign} {})", d.wide(x), d.wide(y)));
                self.narrow(sum)
            }
        };
        Sql::new(text)
    }

    /// A wide whole number in 64 bits, NULL when it does not fit.
    fn narrow(&mut self, wide: Sql) -> String {
        let d = self.dialect;
        let (lo, hi) = (
            d.wide("-9223372036854775808"),
            d.wide("9223372036854775807"),
        );
        self.with([wide], |_, [sum]| {
            let sum = sum.text;
            format!("CASE WHEN {sum} BETWEEN {lo} AND {hi} THEN CAST({sum} AS BIGINT) END")
        })
    }

    /// The product of two decimals, truncated to four places.
    pub(super) fn decimal_product(&mut self, a: Sql, b: Sql) -> Sql {
        let d = self.dialect;
        let text = match d {
            Dialect::Postgres => {
                let product = format!("div({} * {}, 10000)", d.wide(&a.text), d.wide(&b.text));
                self.narrow(Sql::new(product))
            }
            Dialect::Duckdb => {
                let product = format!("(({} * {}) // 10000)", d.wide(&a.text), d.wide(&b.text));
                self.narrow(Sql::new(product))
            }
            // Without a wider type: quotients and remainders of 10,000; all terms have one sign.
            Dialect::Sqlite | Dialect::Spark => self.with([a, b], |w, [a, b]| {
                let scale = d.int(10_000);
                let quotient = |x: &Sql| Sql::new(d.divide(&x.text, &scale.text)).bits(50);
                let rest = |x: &Sql| Sql::new(format!("({} % {})", x.text, scale.text)).bits(14);
                let whole = w.checked('*', &quotient(&a), &b);
                let middle = w.checked('*', &rest(&a), &quotient(&b));
                let small = w.checked('*', &rest(&a), &rest(&b));
                let small = Sql::new(d.divide(&small.text, &scale.text)).bits(15);
                let sum = w.checked('+', &whole, &middle);
                w.checked('+', &sum, &small).text
            }),
        };
        Sql::new(text)
    }

    /// The date `n` months later, clamped to the last day of the month; NULL outside the years 1 to 9999.
    pub(super) fn add_months(&mut self, date: Sql, n: Sql) -> Sql {
        let d = self.dialect;
        let text = self.with([date, n], |w, [date, n]| {
            let (date, n) = (date.text, n.text);
            let month = format!("({} * 12 + {} - 1 + {n})", d.year(&date), d.month(&date));
            let moved = match d {
                Dialect::Postgres => {
                    format!("CAST({date} + make_interval(months => CAST({n} AS INTEGER)) AS DATE)")
                }
                Dialect::Duckdb => {
                    format!("CAST({date} + to_months(CAST({n} AS INTEGER)) AS DATE)")
                }
                Dialect::Spark => format!("add_months({date}, CAST({n} AS INT))"),
                Dialect::Sqlite => w.with([Sql::new(month.clone())], |_, [m]| {
                    let m = m.text;
                    let year = format!("({m} / 12)");
                    let leap =
                        format!("({year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0))");
                    let last = format!(
                        "CASE {m} % 12 WHEN 1 THEN CASE WHEN {leap} THEN 29 ELSE 28 END \
                         WHEN 3 THEN 30 WHEN 5 THEN 30 WHEN 8 THEN 30 WHEN 10 THEN 30 ELSE 31 END"
                    );
                    let day = d.least(&d.day(&date), &last);
                    format!("printf('%04d-%02d-%02d', {year}, {m} % 12 + 1, {day})")
                }),
            };
            format!(
                "CASE WHEN {n} BETWEEN -{REACH} AND {REACH} THEN \
                 CASE WHEN {month} BETWEEN 12 AND 119999 THEN {moved} END END"
            )
        });
        Sql::new(text)
    }

    /// The date `n` days later; NULL outside the years 1 to 9999.
    pub(super) fn add_days(&mut self, date: Sql, n: Sql) -> Sql {
        let d = self.dialect;
        let text = self.with([date, n], |_, [date, n]| {
            let (date, n) = (date.text, n.text);
            let moved = match d {
                Dialect::Postgres | Dialect::Duckdb => {
                    format!("CAST({date} + CAST({n} AS INTEGER) AS DATE)")
                }
                Dialect::Spark => format!("date_add({date}, CAST({n} AS INT))"),
                Dialect::Sqlite => format!("date({date}, ({n}) || ' days')"),
            };
            let number = d.day_number(&date);
            format!(
                "CASE WHEN {n} BETWEEN -{DAYS} AND {DAYS} THEN \
                 CASE WHEN {number} + {n} BETWEEN 0 AND {DAYS} THEN {moved} END END"
            )
        });
        Sql::new(text)
    }

    /// The greatest n with add_months(a, n) ≤ b.
    pub(super) fn months(&mut self, a: Sql, b: Sql) -> Sql {
        let d = self.dialect;
        let text = self.with([a, b], |_, [a, b]| {
            let (a, b) = (a.text, b.text);
            format!(
                "(({} - {}) * 12 + {} - {} - CASE WHEN {} < {} AND NOT {} THEN 1 ELSE 0 END)",
                d.year(&b),
                d.year(&a),
                d.month(&b),
                d.month(&a),
                d.day(&b),
                d.day(&a),
                d.is_last_day(&b)
            )
        });
        Sql::new(text).bits(18)
    }

    /// The greatest n with add_years(a, n) ≤ b.
    pub(super) fn years(&mut self, a: Sql, b: Sql) -> Sql {
        let months = self.months(a, b).text;
        // 20,000 years on, the number is positive and the division rounds down.
        let years = self.dialect.divide(&format!("({months} + 240000)"), "12");
        Sql::new(format!("({years} - 20000)")).bits(15)
    }
}
