//! All SQL of the holiday calendar.

use kernel::{CivilDate, Error, Result};
use policy::Calendar;

use super::model::{Day, Year};
use crate::args;
use crate::db::{Row, Sql, Tx};

/// Every year that was entered, the latest first.
pub async fn years(sql: &impl Sql) -> Result<Vec<Year>> {
    let mut years = sql
        .all(
            "SELECT * FROM holiday_year ORDER BY year DESC",
            args![],
            read_year,
        )
        .await?;
    for year in &mut years {
        year.days = days(sql, year.year).await?;
    }
    Ok(years)
}

/// One year.
pub async fn year(sql: &impl Sql, year: i32) -> Result<Year> {
    let mut found = sql
        .one(
            "SELECT * FROM holiday_year WHERE year = $1",
            args![i64::from(year)],
            read_year,
        )
        .await?;
    found.days = days(sql, year).await?;
    Ok(found)
}

async fn days(sql: &impl Sql, year: i32) -> Result<Vec<Day>> {
    sql.all(
        "SELECT date, name, kind FROM holiday WHERE year = $1 ORDER BY date",
        args![i64::from(year)],
        |row| {
            Ok(Day {
                date: row.get("date")?,
                name: row.get("name")?,
                kind: row.parse("kind")?,
            })
        },
    )
    .await
}

/// The calendar of all years that were entered, as policies count working days by it.
pub async fn calendar(sql: &impl Sql) -> Result<Calendar> {
    Ok(Calendar::new(dates(sql).await?))
}

/// Every holiday that was entered, in the order of time.
pub async fn dates(sql: &impl Sql) -> Result<Vec<CivilDate>> {
    sql.all("SELECT date FROM holiday ORDER BY date", args![], |row| {
        row.get("date")
    })
    .await
}

pub(super) async fn put(tx: &Tx, year: &Year, by: &str) -> Result<()> {
    let key = i64::from(year.year);
    tx.exec("DELETE FROM holiday WHERE year = $1", args![key])
        .await?;
    tx.exec(
        "INSERT INTO holiday_year (year, source, confidence, entered_by, entered_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (year) DO UPDATE SET source = $2, confidence = $3, entered_by = $4, entered_at = $5",
        args![key, year.source, year.confidence, by, tx.now()],
    )
    .await?;
    for day in &year.days {
        tx.exec(
            "INSERT INTO holiday (date, year, name, kind) VALUES ($1, $2, $3, $4)",
            args![day.date, key, day.name, day.kind],
        )
        .await?;
    }
    Ok(())
}

fn read_year(row: &Row) -> Result<Year> {
    Ok(Year {
        year: i32::try_from(row.get::<i64>("year")?).map_err(Error::internal)?,
        source: row.get("source")?,
        confidence: row.parse("confidence")?,
        days: Vec::new(),
        entered_at: Some(row.get("entered_at")?),
    })
}
