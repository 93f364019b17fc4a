-- slice: policies
-- every text of the register of regulations that verdicts were explained with, so that they can be recomputed
CREATE TABLE policy_register (
    digest TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE TABLE policy_version (
    id TEXT PRIMARY KEY,
    policy_id TEXT NOT NULL,
    version TEXT NOT NULL,
    applies_to TEXT NOT NULL,
    -- JSON {id, en}
    title TEXT NOT NULL,
    -- whether it came with the system
    shipped BIGINT NOT NULL,
    -- what is in force or replaced follows from policy_force and the day
    state TEXT NOT NULL CHECK (state IN ('draft', 'proposed', 'decided', 'dropped')),
    base_id TEXT REFERENCES policy_version (id),
    text TEXT NOT NULL,
    digest TEXT NOT NULL,
    -- counts the changes of a draft
    revision BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    created_by_name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    proposed_by TEXT,
    proposed_by_name TEXT,
    proposed_at BIGINT,
    decided_by TEXT,
    decided_by_name TEXT,
    decided_at BIGINT,
    -- first day in force as decided
    force_from TEXT,
    mandate_number TEXT,
    mandate_date TEXT,
    mandate_about TEXT,
    -- entry of the register of regulations, if the mandate is one
    mandate_entry TEXT
);
CREATE UNIQUE INDEX policy_version_name ON policy_version (policy_id, version);
CREATE INDEX policy_version_digest ON policy_version (digest);
-- when which version is in force, and since when and until when that was known: a line is closed, never changed
CREATE TABLE policy_force (
    id TEXT PRIMARY KEY,
    version_id TEXT NOT NULL REFERENCES policy_version (id),
    policy_id TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    -- first day after; NULL: open
    valid_to TEXT,
    known_from BIGINT NOT NULL,
    -- NULL: still so
    known_to BIGINT
);
CREATE INDEX policy_force_policy ON policy_force (policy_id, valid_from);
CREATE INDEX policy_force_version ON policy_force (version_id);
CREATE TABLE policy_event (
    id TEXT PRIMARY KEY,
    version_id TEXT NOT NULL REFERENCES policy_version (id),
    at BIGINT NOT NULL,
    by_key TEXT NOT NULL,
    by_name TEXT NOT NULL,
    act TEXT NOT NULL CHECK (act IN ('create', 'propose', 'return', 'decide', 'drop')),
    note TEXT
);
CREATE INDEX policy_event_version ON policy_event (version_id, at);
