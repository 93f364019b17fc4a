-- slice: letters
-- What was issued stays as it was: only its state moves on, once. The commands refuse anything else already; here the
-- database refuses it too, whoever asks.
CREATE TRIGGER letter_stays BEFORE UPDATE ON letter
WHEN OLD.state IN ('issued', 'superseded', 'revoked') AND (
    NEW.programme_id IS NOT OLD.programme_id OR NEW.nomination_id IS NOT OLD.nomination_id OR
    NEW.host_id IS NOT OLD.host_id OR NEW.person_id IS NOT OLD.person_id OR NEW.opd_id IS NOT OLD.opd_id OR
    NEW.kind IS NOT OLD.kind OR NEW.about IS NOT OLD.about OR NEW.subject IS NOT OLD.subject OR
    NEW.content IS NOT OLD.content OR NEW.digest IS NOT OLD.digest OR NEW.register_id IS NOT OLD.register_id OR
    NEW.number IS NOT OLD.number OR NEW.date IS NOT OLD.date OR NEW.signer_id IS NOT OLD.signer_id OR
    NEW.signer IS NOT OLD.signer OR NEW.token IS NOT OLD.token OR NEW.supersedes IS NOT OLD.supersedes OR
    NEW.created_by IS NOT OLD.created_by OR NEW.created_at IS NOT OLD.created_at OR
    NEW.issued_at IS NOT OLD.issued_at OR
    NOT (NEW.state = OLD.state OR OLD.state = 'issued' AND NEW.state IN ('superseded', 'revoked')))
BEGIN SELECT RAISE(ABORT, 'an issued letter is superseded or revoked, never changed'); END;
CREATE TRIGGER letter_kept BEFORE DELETE ON letter
WHEN OLD.state IN ('issued', 'superseded', 'revoked')
BEGIN SELECT RAISE(ABORT, 'an issued letter is superseded or revoked, never deleted'); END;
CREATE TRIGGER letter_file_stays BEFORE UPDATE ON letter_file
BEGIN SELECT RAISE(ABORT, 'the file of a letter is never changed'); END;
CREATE TRIGGER letter_file_kept BEFORE DELETE ON letter_file
BEGIN SELECT RAISE(ABORT, 'the file of a letter is never deleted'); END;
