-- slice: notices
-- How the holder of an account wants to be told. Without a row: inside the application only.
CREATE TABLE notice_preference (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    email TEXT,
    mail BIGINT NOT NULL CHECK (mail IN (0, 1)),
    -- hour of the day (WIB) at which a digest goes out; none: each notice by itself
    digest_hour BIGINT CHECK (digest_hour BETWEEN 0 AND 23),
    -- hours (WIB) in which no e-mail goes out: from the first up to but without the second
    quiet_from BIGINT CHECK (quiet_from BETWEEN 0 AND 23),
    quiet_to BIGINT CHECK (quiet_to BETWEEN 0 AND 23),
    lang TEXT NOT NULL CHECK (lang IN ('id', 'en')),
    updated_at BIGINT NOT NULL
);
-- The outbox: one row an e-mail, written in the transaction of the act that it tells of. Its id makes the Message-ID.
CREATE TABLE notice_mail (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    -- the instant whose digest this is; none for a notice by itself
    digest_at BIGINT,
    not_before BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'dropped')),
    tries BIGINT NOT NULL,
    -- until then nobody else may send it
    claimed_until BIGINT,
    -- the code with which the server refused it last
    answer BIGINT,
    created_at BIGINT NOT NULL,
    settled_at BIGINT
);
CREATE UNIQUE INDEX notice_mail_digest ON notice_mail (account_id, digest_at);
CREATE INDEX notice_mail_due ON notice_mail (not_before, id) WHERE state = 'queued';
CREATE TABLE notice (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL,
    -- where the act is done
    path TEXT NOT NULL,
    -- until when something is to be done
    due TEXT,
    -- when something begins
    starts TEXT,
    created_at BIGINT NOT NULL,
    read_at BIGINT,
    mail_id TEXT REFERENCES notice_mail (id)
);
CREATE INDEX notice_of ON notice (account_id, created_at);
CREATE INDEX notice_unread ON notice (account_id, path) WHERE read_at IS NULL;
CREATE INDEX notice_in_mail ON notice (mail_id);
