from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", include("jurisdictions.doors.urls")),
    path("admin/", include("jurisdictions.admin.addresses")),
    path("admin/", admin.site.urls),
    path("", include("jurisdictions.urls")),
]

handler400 = "jurisdictions.views.errors.bad_request"
handler403 = "jurisdictions.views.errors.forbidden"
handler404 = "jurisdictions.views.errors.not_found"
handler500 = "jurisdictions.views.errors.server_error"
