"""A version of a paper is what a meeting used: the database refuses to change what it says, whoever asks."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION meetings_refuse_changed_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.paper_id, OLD.number, OLD.title, OLD.sections, OLD.annexes, OLD.content_hash)
       IS DISTINCT FROM (NEW.paper_id, NEW.number, NEW.title, NEW.sections, NEW.annexes, NEW.content_hash) THEN
        RAISE EXCEPTION 'En versjon av et saksframlegg kan ikke endres.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse_changed_version BEFORE UPDATE ON meetings_paperversion
    FOR EACH ROW EXECUTE FUNCTION meetings_refuse_changed_version();
"""
UNDO = """
DROP TRIGGER refuse_changed_version ON meetings_paperversion;
DROP FUNCTION meetings_refuse_changed_version();
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_locked_minutes")]

    operations = [migrations.RunSQL(REFUSE, UNDO)]
