"""What `manage.py check --database default` says of the accounts."""

from django.contrib.auth.models import User
from django.core import checks
from django.db import connections

MAX_SUPERUSERS = 2


@checks.register(checks.Tags.database)
def superusers_are_few(app_configs, databases=None, **kwargs):
    for alias in databases or ():
        if User._meta.db_table not in connections[alias].introspection.table_names():
            continue
        supers = User.objects.using(alias).filter(is_superuser=True, is_active=True)
        names = [*supers.values_list("username", flat=True)]
        if len(names) > MAX_SUPERUSERS:
            yield checks.Warning(
                f"There are {len(names)} superusers; {MAX_SUPERUSERS} are enough.",
                hint="Take the rights away at /admin/, under Users.",
                id="jurisdictions.W001",
            )
        if "admin" in [name.lower() for name in names]:
            yield checks.Warning(
                "A superuser is named admin, which everybody tries first.",
                hint="Give that account another name.",
                id="jurisdictions.W002",
            )
