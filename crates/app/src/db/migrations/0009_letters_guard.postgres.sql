-- slice: letters
-- What was issued stays as it was: only its state moves on, once. The commands refuse anything else already; here the
-- database refuses it too, whoever asks.
CREATE FUNCTION letter_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an issued letter and its files are never changed or deleted; it is superseded or revoked';
END
$$;
CREATE TRIGGER letter_stays BEFORE UPDATE ON letter FOR EACH ROW
WHEN (OLD.state IN ('issued', 'superseded', 'revoked') AND (
    NEW.programme_id IS DISTINCT FROM OLD.programme_id OR NEW.nomination_id IS DISTINCT FROM OLD.nomination_id OR
    NEW.host_id IS DISTINCT FROM OLD.host_id OR NEW.person_id IS DISTINCT FROM OLD.person_id OR
    NEW.opd_id IS DISTINCT FROM OLD.opd_id OR NEW.kind IS DISTINCT FROM OLD.kind OR
    NEW.about IS DISTINCT FROM OLD.about OR NEW.subject IS DISTINCT FROM OLD.subject OR
    NEW.content IS DISTINCT FROM OLD.content OR NEW.digest IS DISTINCT FROM OLD.digest OR
    NEW.register_id IS DISTINCT FROM OLD.register_id OR NEW.number IS DISTINCT FROM OLD.number OR
    NEW.date IS DISTINCT FROM OLD.date OR NEW.signer_id IS DISTINCT FROM OLD.signer_id OR
    NEW.signer IS DISTINCT FROM OLD.signer OR NEW.token IS DISTINCT FROM OLD.token OR
    NEW.supersedes IS DISTINCT FROM OLD.supersedes OR NEW.created_by IS DISTINCT FROM OLD.created_by OR
    NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.issued_at IS DISTINCT FROM OLD.issued_at OR
    NOT (NEW.state = OLD.state OR OLD.state = 'issued' AND NEW.state IN ('superseded', 'revoked'))))
EXECUTE FUNCTION letter_refuse();
CREATE TRIGGER letter_kept BEFORE DELETE ON letter FOR EACH ROW
WHEN (OLD.state IN ('issued', 'superseded', 'revoked'))
EXECUTE FUNCTION letter_refuse();
CREATE TRIGGER letter_file_stays BEFORE UPDATE OR DELETE ON letter_file FOR EACH ROW
EXECUTE FUNCTION letter_refuse();
