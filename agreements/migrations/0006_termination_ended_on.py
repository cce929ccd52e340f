from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0005_nynorsk_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="termination",
            name="ended_on",
            field=models.DateField(blank=True, null=True, verbose_name="siste dag som var bestemt fra før"),
        ),
    ]
