from django.apps import AppConfig

# Registers the system check of the database's guards.
from . import guards  # noqa: F401


class JurisdictionsConfig(AppConfig):
    name = "jurisdictions"
    verbose_name = "Jurisdictions Under Review"
    default_auto_field = "django.db.models.BigAutoField"
