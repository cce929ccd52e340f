"""The database itself refuses to change a frozen text, whoever asks. Only the days it was in force may be set."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION agreements_refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Teksten er låst og kan ikke endres.' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER refuse_frozen_update BEFORE UPDATE ON agreements_agreementversion FOR EACH ROW
    WHEN (OLD.state = 'frozen' AND (OLD.agreement_id, OLD.number, OLD.title, OLD.language, OLD.state, OLD.content,
            OLD.sha256, OLD.frozen_at, OLD.based_on_id, OLD.source, OLD.created_at)
        IS DISTINCT FROM (NEW.agreement_id, NEW.number, NEW.title, NEW.language, NEW.state, NEW.content,
            NEW.sha256, NEW.frozen_at, NEW.based_on_id, NEW.source, NEW.created_at))
    EXECUTE FUNCTION agreements_refuse_frozen();
CREATE TRIGGER refuse_frozen_delete BEFORE DELETE ON agreements_agreementversion FOR EACH ROW
    WHEN (OLD.state = 'frozen') EXECUTE FUNCTION agreements_refuse_frozen();

CREATE FUNCTION agreements_refuse_frozen_section() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
BEGIN
    IF TG_TABLE_NAME = 'agreements_section' THEN
        IF TG_OP <> 'INSERT' THEN touched := touched || OLD.version_id; END IF;
        IF TG_OP <> 'DELETE' THEN touched := touched || NEW.version_id; END IF;
    ELSE
        IF TG_OP <> 'INSERT' THEN
            touched := touched || (SELECT version_id FROM agreements_section WHERE id = OLD.owner_id);
        END IF;
        IF TG_OP <> 'DELETE' THEN
            touched := touched || (SELECT version_id FROM agreements_section WHERE id = NEW.owner_id);
        END IF;
    END IF;
    -- FOR SHARE makes a save wait for a freezing under way, so that nothing slips in behind it.
    IF EXISTS (
        SELECT 1 FROM (SELECT state FROM agreements_agreementversion WHERE id = ANY (touched) FOR SHARE) v
        WHERE v.state = 'frozen'
    ) THEN
        RAISE EXCEPTION 'Teksten er låst og kan ikke endres.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER refuse_frozen BEFORE INSERT OR UPDATE OR DELETE ON agreements_section
    FOR EACH ROW EXECUTE FUNCTION agreements_refuse_frozen_section();
CREATE TRIGGER refuse_frozen BEFORE INSERT OR UPDATE OR DELETE ON agreements_sectiontext
    FOR EACH ROW EXECUTE FUNCTION agreements_refuse_frozen_section();
"""
ALLOW = """
DROP TRIGGER refuse_frozen ON agreements_sectiontext;
DROP TRIGGER refuse_frozen ON agreements_section;
DROP FUNCTION agreements_refuse_frozen_section();
DROP TRIGGER refuse_frozen_delete ON agreements_agreementversion;
DROP TRIGGER refuse_frozen_update ON agreements_agreementversion;
DROP FUNCTION agreements_refuse_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
