from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_kinds_of_agreements")]

    operations = [
        migrations.AlterField(
            model_name="document",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("reading", "Til å lese og arkivere"),
                    ("print", "Alt til utskrift"),
                    ("word", "Til å redigere (Word)"),
                ],
                default="reading",
                max_length=10,
                verbose_name="formål",
            ),
        ),
        migrations.RemoveConstraint(model_name="document", name="document_ready_is_complete"),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                name="document_ready_is_complete",
                condition=~Q(state="ready")
                | (
                    ~Q(file="")
                    & ~Q(file_name="")
                    & Q(sha256__regex="^[0-9a-f]{64}$", size__isnull=False, size__gte=1, finished_at__isnull=False)
                    & (Q(pages__isnull=False, pages__gte=1) | Q(purpose="word", pages__isnull=True))
                ),
            ),
        ),
    ]
