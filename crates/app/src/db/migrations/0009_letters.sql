-- slice: letters
CREATE TABLE official (
    id TEXT PRIMARY KEY,
    -- office key such as gubernur, sekda, kepala-bkd, kepala-opd:<org id>
    office TEXT NOT NULL,
    office_name TEXT NOT NULL,
    name TEXT NOT NULL,
    name_plain TEXT NOT NULL,
    nip TEXT,
    golongan TEXT,
    status TEXT NOT NULL CHECK (status IN ('definitif', 'pj', 'pjs', 'plt', 'plh')),
    mandate_number TEXT,
    mandate_date TEXT,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX official_office ON official (office, valid_from);
-- which office may sign which kind of letter, and for whom (a.n., u.b.)
CREATE TABLE signing_right (
    office TEXT NOT NULL,
    letter_kind TEXT NOT NULL,
    form TEXT NOT NULL CHECK (form IN ('sendiri', 'an', 'ub')),
    for_office TEXT,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    priority BIGINT NOT NULL,
    PRIMARY KEY (office, letter_kind, form, valid_from)
);
CREATE TABLE letter_register (
    id TEXT PRIMARY KEY,
    unit TEXT NOT NULL,
    kind_group TEXT NOT NULL,
    year BIGINT NOT NULL,
    pattern TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('automatic', 'outside')),
    next BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (unit, kind_group, year)
);
CREATE TABLE letter_number (
    register_id TEXT NOT NULL REFERENCES letter_register (id),
    number TEXT NOT NULL,
    position BIGINT,
    letter_id TEXT,
    state TEXT NOT NULL CHECK (state IN ('used', 'reserved', 'void')),
    reason TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (register_id, number)
);
CREATE UNIQUE INDEX letter_number_position ON letter_number (register_id, position);
CREATE TABLE letter (
    id TEXT PRIMARY KEY,
    programme_id TEXT REFERENCES programme (id),
    nomination_id TEXT REFERENCES nomination (id),
    host_id TEXT REFERENCES host (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'issued', 'superseded', 'revoked', 'discarded')),
    subject TEXT NOT NULL,
    -- frozen content, canonical JSON, and its SHA-256
    content TEXT NOT NULL,
    digest TEXT NOT NULL,
    register_id TEXT REFERENCES letter_register (id),
    number TEXT,
    date TEXT,
    signer_id TEXT REFERENCES official (id),
    signer TEXT,
    token TEXT,
    certified BIGINT NOT NULL,
    supersedes TEXT REFERENCES letter (id),
    reason TEXT,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    issued_at BIGINT,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX letter_number_once ON letter (register_id, number);
CREATE INDEX letter_programme ON letter (programme_id, kind);
CREATE TABLE letter_file (
    letter_id TEXT NOT NULL REFERENCES letter (id),
    -- original: as we made it; signed: as it came back signed
    role TEXT NOT NULL CHECK (role IN ('original', 'signed')),
    sha256 TEXT NOT NULL,
    at BIGINT NOT NULL,
    entered_by TEXT NOT NULL,
    PRIMARY KEY (letter_id, role, sha256)
);
CREATE INDEX letter_file_digest ON letter_file (sha256);
