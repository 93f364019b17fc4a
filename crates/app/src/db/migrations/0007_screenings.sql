-- slice: screenings
-- Holidays as they were known at a screening, JSON list of dates; each list once.
CREATE TABLE screening_calendar (
    digest TEXT PRIMARY KEY,
    days TEXT NOT NULL
);
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
    cause TEXT NOT NULL CHECK (cause IN ('submission', 'paper', 'facts', 'dispensation')),
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
    -- waivers that counted, JSON
    waivers TEXT NOT NULL,
    -- SHA-256 of the holidays by which working days were counted
    calendar TEXT NOT NULL REFERENCES screening_calendar (digest),
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
-- A rule set aside for one nominee (dispensasi): asked by one person, decided by the office that the policy names.
CREATE TABLE dispensation (
    id TEXT PRIMARY KEY,
    nomination_id TEXT NOT NULL REFERENCES nomination (id),
    programme_id TEXT NOT NULL REFERENCES programme (id),
    person_id TEXT REFERENCES person (id),
    opd_id TEXT REFERENCES org (id),
    nip TEXT NOT NULL,
    name TEXT NOT NULL,
    opd_name TEXT NOT NULL,
    search TEXT NOT NULL,
    policy_id TEXT NOT NULL,
    policy_version TEXT NOT NULL,
    rule TEXT NOT NULL,
    -- what the rule demands, JSON in both languages
    says TEXT NOT NULL,
    -- the office as the policy names it
    office TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'refused', 'withdrawn')),
    reason TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_by_name TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    -- last day for which it counts; NULL: for the whole programme
    valid_until TEXT,
    decided_by TEXT,
    decided_by_name TEXT,
    decided_at BIGINT,
    -- name and office of the official on whose authority it was decided
    official TEXT,
    note TEXT,
    -- the paper, when an officer entered the decision berdasarkan dokumen
    paper_number TEXT,
    paper_date TEXT,
    paper_scan TEXT,
    withdrawn_by_name TEXT,
    withdrawn_at BIGINT,
    withdrawn_why TEXT
);
CREATE UNIQUE INDEX dispensation_live ON dispensation (nomination_id, rule) WHERE state IN ('asked', 'granted');
CREATE INDEX dispensation_programme ON dispensation (programme_id, state);
-- What changed since the screening a nomination stands on (pemeriksaan ulang), for a person to decide.
CREATE TABLE recheck (
    id TEXT PRIMARY KEY,
    nomination_id TEXT NOT NULL REFERENCES nomination (id),
    screening_id TEXT NOT NULL REFERENCES screening (id),
    programme_id TEXT NOT NULL REFERENCES programme (id),
    person_id TEXT REFERENCES person (id),
    opd_id TEXT REFERENCES org (id),
    nip TEXT NOT NULL,
    name TEXT NOT NULL,
    opd_name TEXT NOT NULL,
    search TEXT NOT NULL,
    gate TEXT NOT NULL CHECK (gate IN ('decision', 'start', 'extension', 'paper', 'import')),
    at BIGINT NOT NULL,
    by_name TEXT NOT NULL,
    before_verdict TEXT NOT NULL,
    after_verdict TEXT NOT NULL,
    -- 1: a block rule that rests on read law is not met any more
    blocking BIGINT NOT NULL,
    changes TEXT NOT NULL,
    digest TEXT NOT NULL,
    explanation TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'clarify', 'kept', 'cancelled', 'renewed')),
    decided_by_name TEXT,
    decided_at BIGINT,
    note TEXT
);
CREATE UNIQUE INDEX recheck_once ON recheck (nomination_id, screening_id, digest);
CREATE INDEX recheck_state ON recheck (state, programme_id);
