from django.db import migrations, models

from jurisdictions import guards

REVISIONS = (
    "award",
    "awardaction",
    "case",
    "criterion",
    "federalaction",
    "finding",
    "governmentlist",
    "letter",
    "listing",
    "name",
    "policy",
    "position",
    "ruling",
    "search",
    "source",
)
VERBS = (
    ("drafted", "drafted"),
    ("edited", "edited"),
    ("submitted", "submitted"),
    ("changes_asked", "asked for changes"),
    ("approved", "approved"),
    ("published", "published"),
    ("withdrawn", "withdrew"),
    ("discarded", "discarded"),
    ("imported", "imported"),
    ("uploaded", "uploaded"),
    ("conflict", "refused by a conflict"),
    ("role_changed", "changed a role"),
    ("undone", "undid"),
    ("scheduled", "scheduled"),
    ("unscheduled", "took off the schedule"),
    ("read", "read a second time"),
)


class Migration(migrations.Migration):
    dependencies = [("jurisdictions", "0006_accounts")]

    operations = [
        # SQLite rebuilds these tables, and would stumble over triggers that name them.
        migrations.RunPython(guards.remove, guards.install),
        *(
            migrations.AddField(
                name,
                "scheduled_for",
                models.DateTimeField(editable=False, null=True),
            )
            for name in REVISIONS
        ),
        *(
            migrations.AddConstraint(
                name,
                models.CheckConstraint(
                    condition=models.Q(("state", "scheduled"), _negated=True)
                    | models.Q(
                        scheduled_for__isnull=False, published_by__isnull=False
                    ),
                    name=f"{name}_scheduled_says_when",
                ),
            )
            for name in REVISIONS
        ),
        migrations.AlterField(
            "event", "verb", models.CharField(choices=VERBS, max_length=16)
        ),
        migrations.AddIndex(
            "event", models.Index(fields=["claim", "kind"], name="events_of_claim")
        ),
        migrations.RunPython(guards.install, guards.remove),
    ]
