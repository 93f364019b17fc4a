-- slice: people
CREATE TABLE person (
    id TEXT PRIMARY KEY,
    -- SIASN's person id, the key of every import
    pns_id TEXT NOT NULL UNIQUE,
    nip TEXT NOT NULL,
    name TEXT NOT NULL,
    front_title TEXT,
    back_title TEXT,
    birth_date TEXT NOT NULL,
    sex TEXT NOT NULL,
    kind TEXT NOT NULL,
    legal_status TEXT,
    active BIGINT NOT NULL,
    golongan TEXT,
    position_kind TEXT,
    position TEXT,
    org_id TEXT REFERENCES org (id),
    opd_id TEXT REFERENCES org (id),
    -- the whole export row as JSON, as it was last imported
    record TEXT NOT NULL,
    record_digest TEXT NOT NULL,
    search TEXT NOT NULL,
    import_id TEXT NOT NULL,
    source_date TEXT NOT NULL,
    vanished_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX person_by_nip ON person (nip);
-- the register's list counts, searches and sorts in these alone: a row with its export fills a page of the file
CREATE INDEX person_opd ON person (opd_id, name, id, kind, search);
CREATE INDEX person_name ON person (name, id, kind, opd_id, search);
-- whether anything in the register changed is asked at every step of a simulation
CREATE INDEX person_updated ON person (updated_at);
CREATE TABLE person_nip (
    person_id TEXT NOT NULL REFERENCES person (id),
    nip TEXT NOT NULL,
    from_date TEXT NOT NULL,
    PRIMARY KEY (person_id, nip)
);
CREATE TABLE person_change (
    person_id TEXT NOT NULL REFERENCES person (id),
    import_id TEXT NOT NULL,
    field TEXT NOT NULL,
    before TEXT,
    after TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (person_id, import_id, field)
);
CREATE TABLE history (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    -- skp, hukdis, kompetensi, diklat, tubel, cltn
    kind TEXT NOT NULL,
    position BIGINT NOT NULL,
    data TEXT NOT NULL,
    source TEXT NOT NULL,
    source_id TEXT NOT NULL,
    source_date TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX history_person ON history (person_id, kind, position);
-- which histories are known to cover a person: without a row the history is missing, not empty
CREATE TABLE history_cover (
    person_id TEXT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    source_id TEXT NOT NULL,
    source_date TEXT NOT NULL,
    PRIMARY KEY (person_id, kind)
);
CREATE TABLE position_standard (
    position TEXT NOT NULL,
    competency TEXT NOT NULL,
    level BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (position, competency)
);
CREATE TABLE finding (
    person_id TEXT NOT NULL REFERENCES person (id),
    code TEXT NOT NULL,
    details TEXT NOT NULL,
    import_id TEXT NOT NULL,
    PRIMARY KEY (person_id, code)
);
CREATE INDEX finding_code ON finding (code);
CREATE TABLE staff_import (
    id TEXT PRIMARY KEY,
    -- staff or the name of a history
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_digest TEXT NOT NULL,
    -- 1: nobody vanishes by it
    partial BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('checked', 'applied', 'discarded')),
    -- counts and rejected rows as JSON
    report TEXT NOT NULL,
    -- the columns that a staff file had: what it lacks is not a finding
    columns TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    applied_at BIGINT
);
CREATE TABLE paper (
    id TEXT PRIMARY KEY,
    -- pernyataan-hukdis, pernyataan-pidana, skp, kesehatan
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    date TEXT NOT NULL,
    signer TEXT NOT NULL,
    signer_office TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    scan TEXT,
    opd_id TEXT REFERENCES org (id),
    entered_by TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    verified_by TEXT,
    verified_at BIGINT,
    withdrawn_at BIGINT
);
CREATE TABLE paper_fact (
    paper_id TEXT NOT NULL REFERENCES paper (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    -- name of the fact or history in the policy schema
    fact TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (paper_id, person_id, fact)
);
CREATE INDEX paper_fact_person ON paper_fact (person_id);
