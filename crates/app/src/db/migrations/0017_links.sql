-- slice: links
-- one act by one person without an account; the secret in the address is kept as its digest alone
CREATE TABLE one_time_link (
    id TEXT PRIMARY KEY,
    secret_digest TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('answer-places')),
    -- id of what the act is about
    subject TEXT NOT NULL,
    -- person or office it was made for
    holder TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    withdrawn_at BIGINT
);
CREATE UNIQUE INDEX one_time_link_secret ON one_time_link (secret_digest);
CREATE INDEX one_time_link_subject ON one_time_link (purpose, subject);
