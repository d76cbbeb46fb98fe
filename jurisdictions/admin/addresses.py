"""Pages of the desk that belong to no single model; they come before the admin's."""

from django.contrib import admin
from django.urls import path

from . import batches, bench, home, importing, remembered

app_name = "desk"
urlpatterns = [
    path("", admin.site.admin_view(home.home), name="home"),
    path("queue/<slug:slug>/", admin.site.admin_view(home.section), name="queue"),
    path("bench/", admin.site.admin_view(bench.bench), name="bench"),
    path("bench/<int:pk>/", admin.site.admin_view(bench.bench_line), name="bench_line"),
    path(
        "bench/decisions/",
        admin.site.admin_view(remembered.remembered),
        name="bench_remembered",
    ),
    path("imports/new/", admin.site.admin_view(importing.new), name="import"),
    path(
        "imports/<slug:sha256>/",
        admin.site.admin_view(importing.preview),
        name="preview",
    ),
    path("batches/", admin.site.admin_view(batches.batch_list), name="batches"),
    path(
        "batches/<int:batch>/",
        admin.site.admin_view(batches.batch_detail),
        name="batch",
    ),
    path(
        "batches/<int:batch>/<slug:step>/",
        admin.site.admin_view(batches.batch_step),
        name="batch_step",
    ),
]
