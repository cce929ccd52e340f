"""The database itself refuses to change a newsletter that is sent, or its texts, whoever asks."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION reports_refuse_sent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Nyhetsbrevet er sendt og kan ikke endres.' USING ERRCODE = 'restrict_violation';
END $$;
-- Who sent it may lose the account; the letter stays.
CREATE TRIGGER refuse_sent_update BEFORE UPDATE ON reports_newsletter FOR EACH ROW
    WHEN (OLD.state = 'sent' AND to_jsonb(OLD) - 'sent_by_id' IS DISTINCT FROM to_jsonb(NEW) - 'sent_by_id')
    EXECUTE FUNCTION reports_refuse_sent();
CREATE TRIGGER refuse_sent_delete BEFORE DELETE ON reports_newsletter FOR EACH ROW
    WHEN (OLD.state = 'sent') EXECUTE FUNCTION reports_refuse_sent();

CREATE FUNCTION reports_refuse_sent_text() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
BEGIN
    -- Losing who saved it changes no text.
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - 'saved_by_id' = to_jsonb(NEW) - 'saved_by_id' THEN RETURN NEW; END IF;
    IF TG_OP <> 'INSERT' THEN touched := touched || OLD.newsletter_id; END IF;
    IF TG_OP <> 'DELETE' THEN touched := touched || NEW.newsletter_id; END IF;
    -- FOR SHARE makes a save wait for a sending under way, so that nothing slips in behind it.
    IF EXISTS (
        SELECT 1 FROM (SELECT state FROM reports_newsletter WHERE id = ANY (touched) FOR SHARE) n
        WHERE n.state = 'sent'
    ) THEN
        RAISE EXCEPTION 'Nyhetsbrevet er sendt og kan ikke endres.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER refuse_sent BEFORE INSERT OR UPDATE OR DELETE ON reports_newslettertext
    FOR EACH ROW EXECUTE FUNCTION reports_refuse_sent_text();
"""
ALLOW = """
DROP TRIGGER refuse_sent ON reports_newslettertext;
DROP FUNCTION reports_refuse_sent_text();
DROP TRIGGER refuse_sent_delete ON reports_newsletter;
DROP TRIGGER refuse_sent_update ON reports_newsletter;
DROP FUNCTION reports_refuse_sent();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_survey_times")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
