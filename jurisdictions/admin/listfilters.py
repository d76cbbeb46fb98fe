"""The filters beside a list. A value that is not on offer counts as not asked."""

from django.contrib import admin
from django.db.models import Q

from jurisdictions.choices import (
    OPEN_STATES,
    Alone,
    ChangeKind,
    Confidence,
    MatchHow,
    ReviewState,
)

LIVE, WITHDRAWN, SUPERSEDED = "live", "withdrawn", "superseded"


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        ended = (ReviewState.SHELVED, ReviewState.DISCARDED)
        return [
            (LIVE, "Live"),
            *((state.value, state.label) for state in (*OPEN_STATES, *ended)),
            (WITHDRAWN, "Withdrawn"),
            (SUPERSEDED, "Superseded"),
        ]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [first | {"display": "Live and open"}, *others]

    def queryset(self, request, queryset):
        match self.value():
            case value if value in ReviewState.values:
                return queryset.filter(state=value)
            case "live":
                return queryset.live()
            case "withdrawn":
                return queryset.standing().filter(change_kind=ChangeKind.WITHDRAWAL)
            case "superseded":
                return queryset.filter(superseded_at__isnull=False)
        live = Q(published_at__isnull=False, superseded_at=None)
        tombstone = Q(change_kind=ChangeKind.WITHDRAWAL)
        return queryset.filter(Q(state__in=OPEN_STATES) | live & ~tombstone)


class MineFilter(admin.SimpleListFilter):
    title = "author"
    parameter_name = "author"

    def lookups(self, request, model_admin):
        return [("me", "Mine")]

    def queryset(self, request, queryset):
        if self.value() == "me":
            return queryset.filter(author=request.user)
        return queryset


class ChoiceFilter(admin.SimpleListFilter):
    """One field's vocabulary; its name is the parameter."""

    vocabulary = None

    def lookups(self, request, model_admin):
        return self.vocabulary.choices

    def queryset(self, request, queryset):
        if self.value() in self.vocabulary.values:
            return queryset.filter(**{self.parameter_name: self.value()})
        return queryset


class ConfidenceFilter(ChoiceFilter):
    title = "confidence"
    parameter_name = "confidence"
    vocabulary = Confidence


class MatchFilter(ChoiceFilter):
    title = "match"
    parameter_name = "match"
    vocabulary = MatchHow


class AloneFilter(ChoiceFilter):
    title = "published alone"
    parameter_name = "published_alone"
    vocabulary = Alone
