-- slice: placements
-- What was frozen stays as it was, and the seed is entered once and corrected once, with the first value kept. The commands refuse anything else already; here the
-- database refuses it too, whoever asks.
CREATE FUNCTION placement_freeze_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was frozen is never changed or deleted';
END
$$;
CREATE TRIGGER placement_freeze_stays BEFORE UPDATE ON placement_freeze FOR EACH ROW
WHEN (NEW.programme_id IS DISTINCT FROM OLD.programme_id OR NEW.notion IS DISTINCT FROM OLD.notion OR
    NEW.minimum IS DISTINCT FROM OLD.minimum OR NEW.problem IS DISTINCT FROM OLD.problem OR
    NEW.digest IS DISTINCT FROM OLD.digest OR NEW.ids IS DISTINCT FROM OLD.ids OR
    NEW.seed_source IS DISTINCT FROM OLD.seed_source OR NEW.seed_at IS DISTINCT FROM OLD.seed_at OR
    NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.created_by IS DISTINCT FROM OLD.created_by OR
    (OLD.seed IS NOT NULL AND NEW.seed IS DISTINCT FROM OLD.seed AND
        (OLD.seed_first IS NOT NULL OR NEW.seed_first IS DISTINCT FROM OLD.seed)) OR
    (OLD.seed_first IS NOT NULL AND NEW.seed_first IS DISTINCT FROM OLD.seed_first) OR
    (OLD.state = 'drawn' AND NEW.state <> 'drawn') OR (OLD.state = 'thawed' AND NEW.state <> 'thawed'))
EXECUTE FUNCTION placement_freeze_refuse();
CREATE TRIGGER placement_freeze_kept BEFORE DELETE ON placement_freeze FOR EACH ROW
EXECUTE FUNCTION placement_freeze_refuse();
