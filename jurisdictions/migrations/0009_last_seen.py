from django.db import migrations, models

from jurisdictions import guards


class Migration(migrations.Migration):
    dependencies = [
        ("jurisdictions", "0008_amount_in_dollars"),
    ]

    operations = [
        # SQLite rebuilds the table, and would stumble over triggers that name it.
        migrations.RunPython(guards.remove, guards.install),
        migrations.AddField(
            model_name="listing",
            name="last_seen_first",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="listing",
            name="last_seen_how",
            field=models.CharField(
                blank=True,
                max_length=120,
                verbose_name="how it is known that it was still there",
            ),
        ),
        migrations.AddField(
            model_name="listing",
            name="last_seen_last",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="listing",
            name="last_seen_precision",
            field=models.CharField(
                blank=True,
                choices=[
                    ("day", "exact day"),
                    ("week", "week"),
                    ("month", "month"),
                    ("year", "year"),
                    ("fiscal_year", "federal fiscal year"),
                    ("on_or_before", "on or before that day"),
                    ("about", "about that day"),
                ],
                editable=False,
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("last_seen_first", None),
                        ("last_seen_last", None),
                        ("last_seen_precision", ""),
                    ),
                    models.Q(
                        ("last_seen_first__isnull", False),
                        ("last_seen_last__isnull", False),
                        ("last_seen_first__lte", models.F("last_seen_last")),
                        models.Q(("last_seen_precision", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="listing_last_seen_in_order",
            ),
        ),
        migrations.RunPython(guards.install, guards.remove),
    ]
