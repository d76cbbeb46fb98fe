from django.apps import AppConfig


class JurisdictionsConfig(AppConfig):
    name = "jurisdictions"
    verbose_name = "Jurisdictions Under Review"
    default_auto_field = "django.db.models.BigAutoField"
