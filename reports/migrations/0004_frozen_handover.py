"""The database itself refuses to change a hand-over that has been received, whoever asks."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION reports_refuse_received() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Overleveringen er kvittert og kan ikke endres.' USING ERRCODE = 'restrict_violation';
END $$;
-- Who made and received it may lose their accounts; their names stay.
CREATE TRIGGER refuse_received_update BEFORE UPDATE ON reports_handover FOR EACH ROW
    WHEN (OLD.received_at IS NOT NULL AND to_jsonb(OLD) - 'made_by_id' - 'received_by_id'
          IS DISTINCT FROM to_jsonb(NEW) - 'made_by_id' - 'received_by_id')
    EXECUTE FUNCTION reports_refuse_received();
CREATE TRIGGER refuse_received_delete BEFORE DELETE ON reports_handover FOR EACH ROW
    WHEN (OLD.received_at IS NOT NULL) EXECUTE FUNCTION reports_refuse_received();
"""
ALLOW = """
DROP TRIGGER refuse_received_delete ON reports_handover;
DROP TRIGGER refuse_received_update ON reports_handover;
DROP FUNCTION reports_refuse_received();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_invoice_basis")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
