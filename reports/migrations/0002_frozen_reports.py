"""The database itself refuses to change a released report or its texts, whoever asks."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION reports_refuse_released() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rapporten er frigitt og kan ikke endres.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER refuse_released_update BEFORE UPDATE ON reports_statusreport FOR EACH ROW
    WHEN (OLD.state = 'released' AND to_jsonb(OLD) - 'batch_id' IS DISTINCT FROM to_jsonb(NEW) - 'batch_id')
    EXECUTE FUNCTION reports_refuse_released();
CREATE TRIGGER refuse_released_delete BEFORE DELETE ON reports_statusreport FOR EACH ROW
    WHEN (OLD.state = 'released') EXECUTE FUNCTION reports_refuse_released();

CREATE FUNCTION reports_refuse_released_text() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
BEGIN
    IF TG_OP <> 'INSERT' THEN touched := touched || OLD.report_id; END IF;
    IF TG_OP <> 'DELETE' THEN touched := touched || NEW.report_id; END IF;
    -- FOR SHARE makes a save wait for a release under way, so that nothing slips in behind it.
    IF EXISTS (
        SELECT 1 FROM (SELECT state FROM reports_statusreport WHERE id = ANY (touched) FOR SHARE) r
        WHERE r.state = 'released'
    ) THEN
        RAISE EXCEPTION 'Rapporten er frigitt og kan ikke endres.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER refuse_released BEFORE INSERT OR UPDATE OR DELETE ON reports_reporttext
    FOR EACH ROW EXECUTE FUNCTION reports_refuse_released_text();
"""
ALLOW = """
DROP TRIGGER refuse_released ON reports_reporttext;
DROP FUNCTION reports_refuse_released_text();
DROP TRIGGER refuse_released_delete ON reports_statusreport;
DROP TRIGGER refuse_released_update ON reports_statusreport;
DROP FUNCTION reports_refuse_released();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
