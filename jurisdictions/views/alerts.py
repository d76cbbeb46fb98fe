"""Alerts by e-mail: asked for, confirmed and ended. Nothing is done by a GET.

No form here needs a cookie: the token in the address is the right to confirm and to
end, and whoever asks only ever gets a letter sent that asks for consent.
"""

from functools import wraps
from urllib.parse import urlsplit

from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from jurisdictions import mail
from jurisdictions.doors.addresses import client_address
from jurisdictions.filters import JurisdictionQuestion
from jurisdictions.filters.questions import FRAME
from jurisdictions.forms import AlertForm
from jurisdictions.mail.letters import filter_words, wish_words
from jurisdictions.models import MOST_OF_QUERY, Subscription, key_of

# Page -> its title and its words.
SAID = {
    "asked": (
        "A letter is on its way",
        "It asks you to confirm, by a link that holds for three days. If none has come"
        " within minutes, look among unwanted mail, or ask again: at most ten a day go"
        " to one address.",
    ),
    "ended": (
        "The alert has ended",
        "Your address and the filter were deleted. No other letter will come.",
    ),
    "unknown": (
        "There is no such alert",
        "Its address was not copied whole, or was never one of ours. Please use the"
        " link as it stands in the letter.",
    ),
    "expired": (
        "This link has expired",
        "The alert was ended, or it was not confirmed within three days. No letters"
        " come. It can be asked for again from the list.",
    ),
    "too_many": (
        "Too many letters were asked for",
        "So that nobody is flooded with letters, wait a while and try again.",
    ),
    "elsewhere": (
        "The form could not be taken",
        "It was sent from the page of another site. Nothing was done.",
    ),
}

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


def by_token(view):
    """The token is the right to it: the page is kept nowhere, and tells it nobody.

    Not our own log either, where the next page would name it as its referrer.
    """

    @csrf_exempt
    @never_cache
    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response

    return answer


def from_here(view):
    """Takes no form from the page of another site, which its visitors never saw."""

    @csrf_exempt
    @wraps(view)
    def answer(request, *args, **kwargs):
        if request.method == "POST" and is_from_elsewhere(request):
            return _say(request, "elsewhere", 403)
        return view(request, *args, **kwargs)

    return answer


def is_from_elsewhere(request):
    """By what browsers send along unasked; a program that sends neither is no page."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.get_host()


@never_cache
@from_here
@read_or_post
def alert_form(request):
    """Asks for an alert of the filters in the address; POST writes to the reader."""
    question = request.question = JurisdictionQuestion(request.GET)
    query = question.query(**dict.fromkeys(FRAME))
    form = AlertForm(request.POST if request.method == "POST" else None)
    is_long = len(query) > MOST_OF_QUERY
    is_ready = mail.is_offered() and not (question.strict_problems or is_long)
    if request.method == "POST" and is_ready and form.is_valid():
        return _ask(request, question, query, form)
    return _form(request, question, query, form)


def _form(request, question, query, form, *, not_sent=False, status=200):
    context = {
        "question": question,
        "form": form,
        "query": query,
        "words": [] if question.problems else filter_words(query),
        "is_offered": mail.is_offered(),
        "is_long": len(query) > MOST_OF_QUERY,
        "choices": [form["about"], form["rhythm"]],
        "count": JurisdictionQuestion(QueryDict(query)).rows().count(),
        "not_sent": not_sent,
    }
    return render(request, "alerts/alert_form.html", context, status=status)


def _ask(request, question, query, form):
    sender, now = client_address(request), timezone.now()
    try:
        mail.ask(query=query, sender=sender, now=now, **form.cleaned_data)
    except mail.TooMany as refused:
        answer = _say(request, "too_many", 429)
        answer["Retry-After"] = str(refused.seconds)
        return answer
    except mail.NotSent:
        return _form(request, question, query, form, not_sent=True, status=503)
    return redirect("jurisdictions:alert_asked")


@require_safe
def alert_asked(request):
    """What comes next; the same whether there was such an alert before or not."""
    return _say(request, "asked")


@by_token
@read_or_post
def alert(request, token):
    """The page that the first letter links to; POST confirms."""
    found, refused = _find(request, token)
    if refused:
        return refused
    if request.method == "POST":
        if not mail.confirm(found, now=timezone.now()):
            return _say(request, "expired", 410)
        found.refresh_from_db()
    return _page(request, found)


@by_token
@read_or_post
def alert_end(request, token):
    """Ends the alert by POST, from wherever: mail programs send one in one click.

    A GET only offers the button. To end an alert again says that it has ended.
    """
    if request.method == "POST" and (key := key_of(token)):
        mail.end(key)
        return _say(request, "ended")
    found, refused = _find(request, token)
    return refused or _page(request, found)


def _say(request, what, status=200):
    title, text = SAID[what]
    context = {"title": title, "text": text}
    return render(request, "alerts/said.html", context, status=status)


def _find(request, token):
    """(the alert, None), or (None, the refusal)."""
    if not (key := key_of(token)):
        return None, _say(request, "unknown", 404)
    found = Subscription.objects.filter(key=key).first()
    if found is None or found.is_expired(timezone.now()):
        return None, _say(request, "expired", 410)
    return found, None


def _page(request, found):
    request.question = JurisdictionQuestion(QueryDict(found.query))
    said = {"wish": wish_words(found), "words": filter_words(found.query)}
    return render(request, "alerts/alert.html", {"alert": found, **said})
