"""Pages of the desk that belong to no single model; they come before the admin's."""

from django.contrib import admin
from django.urls import path

from . import bench, home

app_name = "desk"
urlpatterns = [
    path("", admin.site.admin_view(home.home), name="home"),
    path("queue/<slug:slug>/", admin.site.admin_view(home.section), name="queue"),
    path("bench/", admin.site.admin_view(bench.bench), name="bench"),
    path("bench/<int:pk>/", admin.site.admin_view(bench.bench_line), name="bench_line"),
]
