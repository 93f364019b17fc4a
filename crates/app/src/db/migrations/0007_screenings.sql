-- slice: screenings
CREATE TABLE screening (
    id TEXT PRIMARY KEY,
    nomination_id TEXT NOT NULL REFERENCES nomination (id),
    at BIGINT NOT NULL,
    decision_date TEXT NOT NULL,
    policy_id TEXT NOT NULL,
    policy_version TEXT NOT NULL,
    policy_digest TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('memenuhi', 'belum-memenuhi', 'perlu-verifikasi')),
    failed BIGINT NOT NULL,
    unknown BIGINT NOT NULL,
    warned BIGINT NOT NULL,
    -- frozen inputs and result, JSON
    facts TEXT NOT NULL,
    case_facts TEXT NOT NULL,
    explanation TEXT NOT NULL,
    -- the screening that the nomination stands on; earlier ones stay
    current BIGINT NOT NULL
);
CREATE INDEX screening_nomination ON screening (nomination_id, current);
CREATE TABLE screening_rule (
    screening_id TEXT NOT NULL REFERENCES screening (id),
    rule TEXT NOT NULL,
    status TEXT NOT NULL,
    PRIMARY KEY (screening_id, rule)
);
