-- slice: simulations
-- a simulation as it was saved: what was asked, on which data, and what came out; nothing of it changes afterwards
CREATE TABLE scenario (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    note TEXT NOT NULL,
    policy_id TEXT NOT NULL,
    -- the version that was changed, and its digest on that day
    version_id TEXT NOT NULL REFERENCES policy_version (id),
    version_name TEXT NOT NULL,
    version_digest TEXT NOT NULL,
    -- the whole changed policy
    text TEXT NOT NULL,
    text_digest TEXT NOT NULL,
    -- dates and suppositions as JSON
    setting TEXT NOT NULL,
    -- digest of everything known about everybody, and the cheap mark by which a change is noticed
    data_digest TEXT NOT NULL,
    data_mark TEXT NOT NULL,
    -- day on which the data were read
    data_date TEXT NOT NULL,
    -- counts only, as JSON
    outcome TEXT NOT NULL,
    met_before BIGINT NOT NULL,
    met_after BIGINT NOT NULL,
    gained BIGINT NOT NULL,
    lost BIGINT NOT NULL,
    saved_by TEXT NOT NULL,
    saved_by_name TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    -- the draft that was made of it
    draft_id TEXT REFERENCES policy_version (id)
);
CREATE INDEX scenario_policy ON scenario (policy_id, saved_at);
