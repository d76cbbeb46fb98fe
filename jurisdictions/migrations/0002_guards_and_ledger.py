import uuid

from django.db import migrations

from jurisdictions import guards


def open_ledger(apps, schema_editor):
    ledger = apps.get_model("jurisdictions", "Ledger")
    ledger.objects.get_or_create(pk=1, defaults={"record_id": uuid.uuid4()})


def add_roles(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    for name in ("contributor", "editor", "publisher"):
        group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("jurisdictions", "0001_the_record"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunPython(open_ledger, migrations.RunPython.noop),
        migrations.RunPython(add_roles, migrations.RunPython.noop),
        migrations.RunPython(guards.install, guards.remove),
    ]
