"""Cases about revisions of agreements, and the text each meeting used, which stands still with the locked minutes."""

import django.db.models.deletion
from django.db import migrations, models

KEPT = ["meeting_id", "case_id", "position", "type", "title", "number_text", "paper_version_id"]
PINNED = ["agreement_version_id", "agreement_text", "agreement_drafted_on"]


def trigger(columns: list[str]) -> str:
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return f"""
DROP TRIGGER refuse_locked ON meetings_agendaitem;
CREATE TRIGGER refuse_locked BEFORE UPDATE ON meetings_agendaitem FOR EACH ROW
    WHEN (({old}) IS DISTINCT FROM ({new}))
    EXECUTE FUNCTION meetings_refuse_agenda();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0002_frozen_texts"),
        ("disclosure", "0001_initial"),
        ("meetings", "0003_fixed_versions"),
    ]

    operations = [
        migrations.AddField(
            model_name="agendaitem",
            name="agreement_drafted_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="agreement_text",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="agreement_version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="treated_in",
                to="agreements.agreementversion",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="revision",
            field=models.ForeignKey(
                blank=True,
                help_text="Avtaleteksten følger da med når saken settes opp i et møte.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="agreements.revision",
                verbose_name="revisjon av avtale",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="revision_step",
            field=models.CharField(
                blank=True,
                choices=[("committee_review", "Behandlet i utvalg"), ("recommended", "Anbefalt")],
                help_text="Når feltet er tomt, avgjør utvalgets nivå: strategiske utvalg anbefaler, andre behandler.",
                max_length=16,
                verbose_name="hva vedtaket fullfører",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agreement_drafted_on__isnull", True), ("agreement_text__isnull", True)),
                    models.Q(
                        ("agreement_drafted_on__isnull", False),
                        ("agreement_text__isnull", False),
                        ("agreement_version__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="item_agreement_draft_whole",
            ),
        ),
        migrations.RunSQL(trigger([*KEPT, *PINNED]), trigger(KEPT)),
    ]
