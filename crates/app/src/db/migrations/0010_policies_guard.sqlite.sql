-- slice: policies
-- What was decided stays as it was decided, and what was known stays as it was known: a line of policy_force is closed,
-- once. The commands refuse anything else already; here the database refuses it too, whoever asks.
CREATE TRIGGER policy_version_stays BEFORE UPDATE ON policy_version
WHEN OLD.state = 'decided' AND (
    NEW.policy_id IS NOT OLD.policy_id OR NEW.version IS NOT OLD.version OR NEW.applies_to IS NOT OLD.applies_to OR
    NEW.title IS NOT OLD.title OR NEW.shipped IS NOT OLD.shipped OR NEW.state IS NOT OLD.state OR
    NEW.base_id IS NOT OLD.base_id OR NEW.text IS NOT OLD.text OR NEW.digest IS NOT OLD.digest OR
    NEW.created_by IS NOT OLD.created_by OR NEW.created_by_name IS NOT OLD.created_by_name OR
    NEW.created_at IS NOT OLD.created_at OR NEW.proposed_by IS NOT OLD.proposed_by OR
    NEW.proposed_by_name IS NOT OLD.proposed_by_name OR NEW.proposed_at IS NOT OLD.proposed_at OR
    NEW.decided_by IS NOT OLD.decided_by OR NEW.decided_by_name IS NOT OLD.decided_by_name OR
    NEW.decided_at IS NOT OLD.decided_at OR NEW.force_from IS NOT OLD.force_from OR
    NEW.mandate_number IS NOT OLD.mandate_number OR NEW.mandate_date IS NOT OLD.mandate_date OR
    NEW.mandate_about IS NOT OLD.mandate_about OR NEW.mandate_entry IS NOT OLD.mandate_entry)
BEGIN SELECT RAISE(ABORT, 'a decided version is replaced by another one, never changed'); END;
CREATE TRIGGER policy_proposal_stays BEFORE UPDATE ON policy_version
WHEN OLD.state = 'proposed' AND (NEW.text IS NOT OLD.text OR NEW.digest IS NOT OLD.digest)
BEGIN SELECT RAISE(ABORT, 'the text of a proposal is never changed; it is returned first'); END;
CREATE TRIGGER policy_version_kept BEFORE DELETE ON policy_version
BEGIN SELECT RAISE(ABORT, 'a version is never deleted'); END;
CREATE TRIGGER policy_force_stays BEFORE UPDATE ON policy_force
WHEN OLD.known_to IS NOT NULL OR
    NEW.version_id IS NOT OLD.version_id OR NEW.policy_id IS NOT OLD.policy_id OR
    NEW.valid_from IS NOT OLD.valid_from OR NEW.valid_to IS NOT OLD.valid_to OR NEW.known_from IS NOT OLD.known_from
BEGIN SELECT RAISE(ABORT, 'what was known of a version is closed, never changed'); END;
CREATE TRIGGER policy_force_kept BEFORE DELETE ON policy_force
BEGIN SELECT RAISE(ABORT, 'what was known of a version is never deleted'); END;
CREATE TRIGGER policy_event_stays BEFORE UPDATE ON policy_event
BEGIN SELECT RAISE(ABORT, 'the history of a version is never changed'); END;
CREATE TRIGGER policy_event_kept BEFORE DELETE ON policy_event
BEGIN SELECT RAISE(ABORT, 'the history of a version is never deleted'); END;
