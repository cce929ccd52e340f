"""The database itself refuses to change locked minutes, whoever asks.

Not django-pgtrigger: its triggers can be switched off by a session setting, these cannot by the application's role.
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION meetings_refuse_locked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
BEGIN
    IF TG_TABLE_NAME = 'meetings_minutes' THEN
        IF OLD.state = 'locked' THEN
            RAISE EXCEPTION 'Protokollen er låst og kan ikke endres.' USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF TG_TABLE_NAME IN ('meetings_attendance', 'meetings_minutesitem') THEN
        IF TG_OP <> 'INSERT' THEN touched := touched || OLD.minutes_id; END IF;
        IF TG_OP <> 'DELETE' THEN touched := touched || NEW.minutes_id; END IF;
    ELSE
        IF TG_OP <> 'INSERT' THEN
            touched := touched || (SELECT minutes_id FROM meetings_minutesitem WHERE id = OLD.item_id);
        END IF;
        IF TG_OP <> 'DELETE' THEN
            touched := touched || (SELECT minutes_id FROM meetings_minutesitem WHERE id = NEW.item_id);
        END IF;
    END IF;
    -- FOR SHARE makes a save wait for a lock that is being set, so that nothing slips in behind it.
    IF EXISTS (
        SELECT 1 FROM (SELECT state FROM meetings_minutes WHERE id = ANY (touched) FOR SHARE) m WHERE m.state = 'locked'
    ) THEN
        RAISE EXCEPTION 'Protokollen er låst og kan ikke endres.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
"""

ON_MINUTES = """
CREATE TRIGGER refuse_locked BEFORE UPDATE OR DELETE ON meetings_minutes
    FOR EACH ROW EXECUTE FUNCTION meetings_refuse_locked();
"""
ON_PART = """
CREATE TRIGGER refuse_locked BEFORE INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION meetings_refuse_locked();
"""
# Follow-up is closed after the minutes are locked (done_on, done_note), never rewritten.
ON_ACTION = """
CREATE TRIGGER refuse_locked BEFORE INSERT OR DELETE ON meetings_actionitem
    FOR EACH ROW EXECUTE FUNCTION meetings_refuse_locked();
CREATE TRIGGER refuse_rewriting BEFORE UPDATE ON meetings_actionitem FOR EACH ROW
    WHEN ((OLD.item_id, OLD.text, OLD.owner_id, OLD.owner_name, OLD.due_on)
        IS DISTINCT FROM (NEW.item_id, NEW.text, NEW.owner_id, NEW.owner_name, NEW.due_on))
    EXECUTE FUNCTION meetings_refuse_locked();
"""
# The minutes name their items by number and title: those stand still with them. Marks of exemption may change.
REFUSE_AGENDA = """
CREATE FUNCTION meetings_refuse_agenda() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM meetings_minutes WHERE meeting_id = OLD.meeting_id AND state = 'locked') THEN
        RAISE EXCEPTION 'Protokollen er låst, så sakslisten kan ikke endres.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse_locked BEFORE UPDATE ON meetings_agendaitem FOR EACH ROW
    WHEN ((OLD.meeting_id, OLD.case_id, OLD.position, OLD.type, OLD.title, OLD.number_text, OLD.paper_version_id)
        IS DISTINCT FROM
        (NEW.meeting_id, NEW.case_id, NEW.position, NEW.type, NEW.title, NEW.number_text, NEW.paper_version_id))
    EXECUTE FUNCTION meetings_refuse_agenda();
"""
DROP_ON_ACTION = """
DROP TRIGGER refuse_locked ON meetings_actionitem;
DROP TRIGGER refuse_rewriting ON meetings_actionitem;
"""
DROP_AGENDA = """
DROP TRIGGER refuse_locked ON meetings_agendaitem;
DROP FUNCTION meetings_refuse_agenda();
"""
PARTS = (
    "meetings_attendance",
    "meetings_minutesitem",
    "meetings_itemtext",
    "meetings_statement",
    "meetings_recusal",
)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION meetings_refuse_locked();"),
        migrations.RunSQL(ON_MINUTES, "DROP TRIGGER refuse_locked ON meetings_minutes;"),
        *[migrations.RunSQL(ON_PART.format(table=table), f"DROP TRIGGER refuse_locked ON {table};") for table in PARTS],
        migrations.RunSQL(ON_ACTION, DROP_ON_ACTION),
        migrations.RunSQL(REFUSE_AGENDA, DROP_AGENDA),
    ]
