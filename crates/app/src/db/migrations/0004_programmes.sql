-- slice: programmes
CREATE TABLE programme (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    year BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'verifying', 'placing', 'deciding', 'running', 'closed', 'cancelled')),
    preset TEXT NOT NULL CHECK (preset IN ('simple', 'advanced')),
    host_kind TEXT NOT NULL,
    bidang TEXT NOT NULL,
    waktu TEXT NOT NULL,
    cara TEXT NOT NULL,
    arah TEXT NOT NULL,
    giving TEXT NOT NULL CHECK (giving IN ('direct', 'cohort', 'ranked')),
    start_date TEXT NOT NULL,
    end_date TEXT NOT NULL,
    min_days BIGINT NOT NULL,
    max_days BIGINT NOT NULL,
    -- people an OPD may release at once; NULL: no limit
    release_max BIGINT,
    max_choices BIGINT NOT NULL,
    objective TEXT NOT NULL,
    seed TEXT NOT NULL,
    papers TEXT NOT NULL,
    -- pinned at opening
    policy_id TEXT NOT NULL,
    policy_version TEXT,
    policy_digest TEXT,
    policy_text TEXT,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE TABLE programme_date (
    programme_id TEXT NOT NULL REFERENCES programme (id),
    -- announce, nominate, verify, place, object, start, end
    step TEXT NOT NULL,
    opens TEXT NOT NULL,
    closes TEXT NOT NULL,
    PRIMARY KEY (programme_id, step)
);
CREATE TABLE programme_release (
    programme_id TEXT NOT NULL REFERENCES programme (id),
    opd_id TEXT NOT NULL REFERENCES org (id),
    max BIGINT NOT NULL,
    PRIMARY KEY (programme_id, opd_id)
);
-- what people were told when a closing date was moved to a later day
CREATE TABLE programme_notice (
    id TEXT PRIMARY KEY,
    programme_id TEXT NOT NULL REFERENCES programme (id),
    step TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    notice TEXT NOT NULL,
    at BIGINT NOT NULL,
    entered_by TEXT NOT NULL
);
CREATE INDEX programme_notice_programme ON programme_notice (programme_id, at);
