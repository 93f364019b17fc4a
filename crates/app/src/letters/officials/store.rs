//! SQL of officials and signing rights.

use kernel::{Result, Timestamp};

use super::model::{Official, SigningRight};
use crate::args;
use crate::db::{Row, Sql, Tx};

pub(super) async fn officials(sql: &impl Sql) -> Result<Vec<Official>> {
    sql.all(
        "SELECT * FROM official ORDER BY office, valid_from DESC, id",
        args![],
        read_official,
    )
    .await
}

pub(super) async fn rights(sql: &impl Sql) -> Result<Vec<SigningRight>> {
    sql.all(
        "SELECT * FROM signing_right ORDER BY letter_kind, priority, office, form, valid_from",
        args![],
        read_right,
    )
    .await
}

pub(super) async fn insert_official(tx: &Tx, o: &Official, at: Timestamp) -> Result<()> {
    tx.exec(
        "INSERT INTO official (id, office, office_name, name, name_plain, nip, golongan, status, mandate_number, \
         mandate_date, valid_from, valid_to, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)",
        args![
            o.id,
            o.office,
            o.office_name,
            o.name,
            o.name_plain,
            o.nip,
            o.golongan,
            o.status.key(),
            o.mandate_number,
            o.mandate_date,
            o.valid_from,
            o.valid_to,
            at
        ],
    )
    .await?;
    Ok(())
}

pub(super) async fn update_official(tx: &Tx, o: &Official, at: Timestamp) -> Result<u64> {
    tx.exec(
        "UPDATE official SET office = $2, office_name = $3, name = $4, name_plain = $5, nip = $6, golongan = $7, \
         status = $8, mandate_number = $9, mandate_date = $10, valid_from = $11, valid_to = $12, updated_at = $13 \
         WHERE id = $1",
        args![
            o.id,
            o.office,
            o.office_name,
            o.name,
            o.name_plain,
            o.nip,
            o.golongan,
            o.status.key(),
            o.mandate_number,
            o.mandate_date,
            o.valid_from,
            o.valid_to,
            at
        ],
    )
    .await
}

pub(super) async fn upsert_right(tx: &Tx, r: &SigningRight) -> Result<()> {
    tx.exec(
        "INSERT INTO signing_right (office, letter_kind, form, for_office, through_office, valid_from, valid_to, \
         priority) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
         ON CONFLICT (office, letter_kind, form, valid_from) DO UPDATE SET for_office = excluded.for_office, \
         through_office = excluded.through_office, valid_to = excluded.valid_to, priority = excluded.priority",
        args![
            r.office,
            r.kind.key(),
            r.form.key(),
            r.for_office,
            r.through_office,
            r.valid_from,
            r.valid_to,
            r.priority
        ],
    )
    .await?;
    Ok(())
}

fn read_official(row: &Row) -> Result<Official> {
    Ok(Official {
        id: row.get("id")?,
        office: row.get("office")?,
        office_name: row.get("office_name")?,
        name: row.get("name")?,
        name_plain: row.get("name_plain")?,
        nip: row.get("nip")?,
        golongan: row.get("golongan")?,
        status: row.parse("status")?,
        mandate_number: row.get("mandate_number")?,
        mandate_date: row.get("mandate_date")?,
        valid_from: row.get("valid_from")?,
        valid_to: row.get("valid_to")?,
    })
}

fn read_right(row: &Row) -> Result<SigningRight> {
    Ok(SigningRight {
        office: row.get("office")?,
        kind: row.parse("letter_kind")?,
        form: row.parse("form")?,
        for_office: row.get("for_office")?,
        through_office: row.get("through_office")?,
        valid_from: row.get("valid_from")?,
        valid_to: row.get("valid_to")?,
        priority: row.get("priority")?,
    })
}
