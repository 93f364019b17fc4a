-- slice: policies
-- What was decided stays as it was decided, and what was known stays as it was known: a line of policy_force is closed,
-- once. The commands refuse anything else already; here the database refuses it too, whoever asks.
CREATE FUNCTION policy_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a decided version and what was known of it are never changed or deleted; it is replaced by another one';
END
$$;
CREATE TRIGGER policy_version_stays BEFORE UPDATE ON policy_version FOR EACH ROW
WHEN (OLD.state = 'decided' AND (
    NEW.policy_id IS DISTINCT FROM OLD.policy_id OR NEW.version IS DISTINCT FROM OLD.version OR
    NEW.applies_to IS DISTINCT FROM OLD.applies_to OR NEW.title IS DISTINCT FROM OLD.title OR
    NEW.shipped IS DISTINCT FROM OLD.shipped OR NEW.state IS DISTINCT FROM OLD.state OR
    NEW.base_id IS DISTINCT FROM OLD.base_id OR NEW.text IS DISTINCT FROM OLD.text OR
    NEW.digest IS DISTINCT FROM OLD.digest OR NEW.created_by IS DISTINCT FROM OLD.created_by OR
    NEW.created_by_name IS DISTINCT FROM OLD.created_by_name OR NEW.created_at IS DISTINCT FROM OLD.created_at OR
    NEW.proposed_by IS DISTINCT FROM OLD.proposed_by OR NEW.proposed_by_name IS DISTINCT FROM OLD.proposed_by_name OR
    NEW.proposed_at IS DISTINCT FROM OLD.proposed_at OR NEW.decided_by IS DISTINCT FROM OLD.decided_by OR
    NEW.decided_by_name IS DISTINCT FROM OLD.decided_by_name OR NEW.decided_at IS DISTINCT FROM OLD.decided_at OR
    NEW.force_from IS DISTINCT FROM OLD.force_from OR NEW.mandate_number IS DISTINCT FROM OLD.mandate_number OR
    NEW.mandate_date IS DISTINCT FROM OLD.mandate_date OR NEW.mandate_about IS DISTINCT FROM OLD.mandate_about OR
    NEW.mandate_entry IS DISTINCT FROM OLD.mandate_entry))
EXECUTE FUNCTION policy_refuse();
CREATE TRIGGER policy_proposal_stays BEFORE UPDATE ON policy_version FOR EACH ROW
WHEN (OLD.state = 'proposed' AND (NEW.text IS DISTINCT FROM OLD.text OR NEW.digest IS DISTINCT FROM OLD.digest))
EXECUTE FUNCTION policy_refuse();
CREATE TRIGGER policy_version_kept BEFORE DELETE ON policy_version FOR EACH ROW EXECUTE FUNCTION policy_refuse();
CREATE TRIGGER policy_force_stays BEFORE UPDATE ON policy_force FOR EACH ROW
WHEN (OLD.known_to IS NOT NULL OR
    NEW.version_id IS DISTINCT FROM OLD.version_id OR NEW.policy_id IS DISTINCT FROM OLD.policy_id OR
    NEW.valid_from IS DISTINCT FROM OLD.valid_from OR NEW.valid_to IS DISTINCT FROM OLD.valid_to OR
    NEW.known_from IS DISTINCT FROM OLD.known_from)
EXECUTE FUNCTION policy_refuse();
CREATE TRIGGER policy_force_kept BEFORE DELETE ON policy_force FOR EACH ROW EXECUTE FUNCTION policy_refuse();
CREATE TRIGGER policy_event_stays BEFORE UPDATE OR DELETE ON policy_event FOR EACH ROW EXECUTE FUNCTION policy_refuse();
