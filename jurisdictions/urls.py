app_name = "jurisdictions"

urlpatterns = []
