-- slice: placements
-- What was frozen stays as it was, and the seed is entered once and corrected once, with the first value kept. The commands refuse anything else already; here the
-- database refuses it too, whoever asks.
CREATE TRIGGER placement_freeze_stays BEFORE UPDATE ON placement_freeze
WHEN NEW.programme_id IS NOT OLD.programme_id OR NEW.notion IS NOT OLD.notion OR NEW.minimum IS NOT OLD.minimum OR
    NEW.problem IS NOT OLD.problem OR NEW.digest IS NOT OLD.digest OR NEW.ids IS NOT OLD.ids OR
    NEW.seed_source IS NOT OLD.seed_source OR NEW.seed_at IS NOT OLD.seed_at OR
    NEW.created_at IS NOT OLD.created_at OR NEW.created_by IS NOT OLD.created_by OR
    (OLD.seed IS NOT NULL AND NEW.seed IS NOT OLD.seed AND
        (OLD.seed_first IS NOT NULL OR NEW.seed_first IS NOT OLD.seed)) OR
    (OLD.seed_first IS NOT NULL AND NEW.seed_first IS NOT OLD.seed_first) OR (OLD.state = 'drawn' AND NEW.state <> 'drawn') OR
    (OLD.state = 'thawed' AND NEW.state <> 'thawed')
BEGIN SELECT RAISE(ABORT, 'what was frozen is never changed'); END;
CREATE TRIGGER placement_freeze_kept BEFORE DELETE ON placement_freeze
BEGIN SELECT RAISE(ABORT, 'what was frozen is never deleted'); END;
