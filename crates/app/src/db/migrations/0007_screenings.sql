-- slice: screenings
CREATE TABLE screening (
    id TEXT PRIMARY KEY,
    nomination_id TEXT NOT NULL REFERENCES nomination (id),
    programme_id TEXT NOT NULL REFERENCES programme (id),
    -- NULL for civil servants of other governments
    person_id TEXT REFERENCES person (id),
    opd_id TEXT REFERENCES org (id),
    nip TEXT NOT NULL,
    name TEXT NOT NULL,
    opd_name TEXT NOT NULL,
    search TEXT NOT NULL,
    at BIGINT NOT NULL,
    cause TEXT NOT NULL CHECK (cause IN ('submission', 'paper', 'facts')),
    decision_date TEXT NOT NULL,
    policy_id TEXT NOT NULL,
    policy_version TEXT NOT NULL,
    policy_digest TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('memenuhi', 'belum-memenuhi', 'perlu-verifikasi')),
    failed BIGINT NOT NULL,
    unknown BIGINT NOT NULL,
    warned BIGINT NOT NULL,
    met_from TEXT,
    -- frozen inputs and result, JSON
    facts TEXT NOT NULL,
    case_facts TEXT NOT NULL,
    explanation TEXT NOT NULL,
    -- the screening that the nomination stands on; earlier ones stay
    current BIGINT NOT NULL
);
CREATE INDEX screening_nomination ON screening (nomination_id, current);
CREATE INDEX screening_programme ON screening (programme_id, current, verdict);
CREATE TABLE screening_rule (
    screening_id TEXT NOT NULL REFERENCES screening (id),
    rule TEXT NOT NULL,
    status TEXT NOT NULL,
    PRIMARY KEY (screening_id, rule)
);
CREATE INDEX screening_rule_status ON screening_rule (rule, status);
