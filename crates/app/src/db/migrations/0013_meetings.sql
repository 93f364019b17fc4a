-- slice: meetings
CREATE TABLE meeting (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('prepared', 'invited', 'running', 'closed')),
    date TEXT NOT NULL,
    -- HH:MM in WIB
    starts TEXT,
    ends TEXT,
    place TEXT NOT NULL,
    -- office of the person who leads it
    leader TEXT NOT NULL,
    -- why people meet
    purpose TEXT,
    -- where the record comes from, and why parts of it are missing
    remark TEXT,
    -- counts every change; the row is the lock of its meeting
    revision BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    created_by_name TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX meeting_date ON meeting (date);
CREATE TABLE meeting_topic (
    id TEXT PRIMARY KEY,
    meeting_id TEXT NOT NULL REFERENCES meeting (id),
    position BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('criteria', 'kinds', 'hosts', 'duration', 'instruments', 'regulations', 'other')),
    title TEXT NOT NULL,
    -- NULL: nothing was written
    minutes TEXT,
    -- counts the changes of the minutes, so that nobody overwrites what she has not seen
    revision BIGINT NOT NULL
);
CREATE INDEX meeting_topic_meeting ON meeting_topic (meeting_id, position);
CREATE TABLE meeting_invitee (
    id TEXT PRIMARY KEY,
    meeting_id TEXT NOT NULL REFERENCES meeting (id),
    position BIGINT NOT NULL,
    institution TEXT NOT NULL,
    -- NULL: the institution sends whom it likes
    name TEXT,
    office TEXT,
    -- account that may comment on the topics
    user_id TEXT REFERENCES account (id),
    -- 0: came without an invitation
    invited BIGINT NOT NULL,
    attendance TEXT NOT NULL CHECK (attendance IN ('unknown', 'present', 'absent')),
    -- who came in her place
    deputy TEXT,
    -- where the attendance was read: in the meeting, from the list on paper, or from a report
    evidence TEXT CHECK (evidence IN ('screen', 'paper', 'report')),
    recorded_at BIGINT
);
CREATE INDEX meeting_invitee_meeting ON meeting_invitee (meeting_id, position);
CREATE INDEX meeting_invitee_user ON meeting_invitee (user_id);
CREATE TABLE meeting_option (
    id TEXT PRIMARY KEY,
    topic_id TEXT NOT NULL REFERENCES meeting_topic (id),
    position BIGINT NOT NULL,
    text TEXT NOT NULL,
    -- what speaks for and against it
    weighing TEXT,
    -- simulation that shows its effect
    scenario_id TEXT
);
CREATE INDEX meeting_option_topic ON meeting_option (topic_id, position);
-- comments, dissent and open questions: only ever added
CREATE TABLE meeting_remark (
    id TEXT PRIMARY KEY,
    topic_id TEXT NOT NULL REFERENCES meeting_topic (id),
    kind TEXT NOT NULL CHECK (kind IN ('comment', 'dissent', 'question')),
    -- whose word it is, as the minutes name her
    who TEXT NOT NULL,
    text TEXT NOT NULL,
    by_key TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX meeting_remark_topic ON meeting_remark (topic_id, at);
CREATE TABLE meeting_decision (
    id TEXT PRIMARY KEY,
    topic_id TEXT NOT NULL REFERENCES meeting_topic (id),
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    reasons TEXT NOT NULL,
    option_id TEXT REFERENCES meeting_option (id)
);
CREATE UNIQUE INDEX meeting_decision_topic ON meeting_decision (topic_id);
-- what carries a decision out
CREATE TABLE meeting_link (
    decision_id TEXT NOT NULL REFERENCES meeting_decision (id),
    kind TEXT NOT NULL CHECK (kind IN ('policy', 'regulation')),
    -- id of a policy version, or of an entry of the register of regulations
    target TEXT NOT NULL,
    by_key TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (decision_id, kind, target)
);
CREATE INDEX meeting_link_target ON meeting_link (kind, target);
CREATE TABLE meeting_followup (
    id TEXT PRIMARY KEY,
    meeting_id TEXT NOT NULL REFERENCES meeting (id),
    text TEXT NOT NULL,
    -- role whose list of things to do shows it
    owner_role TEXT NOT NULL,
    -- who of them, as the minutes name her
    owner TEXT NOT NULL,
    due TEXT NOT NULL,
    done_on TEXT,
    result TEXT,
    done_by TEXT,
    done_by_name TEXT
);
CREATE INDEX meeting_followup_meeting ON meeting_followup (meeting_id, due);
CREATE INDEX meeting_followup_open ON meeting_followup (done_on, owner_role);
-- corrections after the closing: the text before stays
CREATE TABLE meeting_correction (
    id TEXT PRIMARY KEY,
    meeting_id TEXT NOT NULL REFERENCES meeting (id),
    topic_id TEXT NOT NULL REFERENCES meeting_topic (id),
    part TEXT NOT NULL CHECK (part IN ('minutes', 'decision', 'reasons')),
    text_before TEXT NOT NULL,
    text_after TEXT NOT NULL,
    reason TEXT NOT NULL,
    by_key TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX meeting_correction_meeting ON meeting_correction (meeting_id, at);
CREATE TABLE meeting_event (
    id TEXT PRIMARY KEY,
    meeting_id TEXT NOT NULL REFERENCES meeting (id),
    at BIGINT NOT NULL,
    by_key TEXT NOT NULL,
    by_name TEXT NOT NULL,
    act TEXT NOT NULL CHECK (act IN ('create', 'invite', 'start', 'close')),
    note TEXT
);
CREATE INDEX meeting_event_meeting ON meeting_event (meeting_id, at);
