from django.urls import path

from . import views

app_name = "doors"
urlpatterns = [
    path("second-step/", views.code, name="code"),
    path("second-step/set-up/", views.enrol, name="enrol"),
    path("account/", views.account, name="account"),
]
