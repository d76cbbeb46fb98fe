"""Alerts by e-mail for a filter of the list.

Origin: CASES "Feeds and embeds": courtlistener#300 and #5126, the same alert sent
again and again, and readers who want new cases or every filing.
"""

import datetime as dt
import re
import smtplib
from io import StringIO

from django.contrib import admin
from django.core import mail as outbox
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend as Outbox
from django.core.management import call_command
from django.test import Client, TestCase, override_settings
from django.utils import timezone

from jurisdictions import mail
from jurisdictions.choices import AlertAbout, AlertRhythm
from jurisdictions.mail.digests import period_end
from jurisdictions.models import Event, Subscription
from tests.factories import (
    make_finding,
    make_jurisdiction,
    make_position,
    revise_now,
    withdraw_now,
)
from tests.matrix_site import routes

READER = "zzreader@mail.example"
DAY = dt.timedelta(days=1)
FORM = "/alerts/?finding=may_violate"
# Longer than an alert may be, and shorter than an address.
LONG = "q=" + "%C3%A9" * 199 + "&state=KS" * 100


class Refusing(BaseEmailBackend):
    """A server that takes nothing, and says whom it refused."""

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({READER: (550, b"no")})


class Beside(Outbox):
    """While a letter is on its way, the job is started a second time."""

    def send_messages(self, messages):
        again = mail.send_due(timezone.now() + DAY)
        assert (again.letters, again.silent, again.failed) == (0, 0, 0)
        return super().send_messages(messages)


REFUSING = override_settings(EMAIL_BACKEND="tests.test_alerts.Refusing")
BESIDE = override_settings(EMAIL_BACKEND="tests.test_alerts.Beside")


class AlertCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.place = make_jurisdiction(state="KS", slug="alder-falls")
        cls.position = make_position(jurisdiction=cls.place, summary="Once.")

    def post(self, address=FORM, client=None, **fields):
        asked = {"email": READER, "about": "matches", "rhythm": "daily"} | fields
        return (client or self.client).post(address, asked)

    def subscribe(self, query="finding=may_violate", **fields):
        """A confirmed alert of which nothing was told yet."""
        wanted = {"about": AlertAbout.MATCHES, "rhythm": AlertRhythm.DAILY} | fields
        now = timezone.now()
        return Subscription.objects.create(
            email=READER,
            query=query,
            asked_at=now,
            confirmed_at=now,
            told_until=now,
            **wanted,
        )

    def run_job(self, after=DAY):
        return mail.send_due(timezone.now() + after)

    def link(self, letter=0):
        text = outbox.outbox[letter].body
        return re.search(r"/alerts/[-~\w]{66}/(?:end/)?", text)[0]


class AskTests(AlertCase):
    def test_the_first_letter_asks_and_only_the_button_confirms(self):
        answer = self.post()
        assert answer.status_code == 302
        self.assertContains(self.client.get(answer.url), "A letter is on its way")
        [letter] = outbox.outbox
        assert letter.to == [READER]
        assert "Federal finding: May violate section 1373" in letter.body
        page = self.client.get(self.link())
        self.assertContains(page, "Confirm your alert")
        assert not Subscription.objects.confirmed().exists()
        self.assertContains(self.client.post(self.link()), "It is confirmed")
        assert Subscription.objects.confirmed().count() == 1

    def test_an_unconfirmed_alert_gets_nothing(self):
        self.post()
        make_finding(jurisdiction=self.place)
        assert self.run_job().letters == 0
        assert len(outbox.outbox) == 1

    def test_a_strangers_words_reach_nobody(self):
        self.post("/alerts/?q=buy+pills+http://spam.example")
        assert "spam" not in outbox.outbox[0].body + outbox.outbox[0].subject

    def test_asking_twice_leaves_one_alert_and_looks_the_same(self):
        first, second = self.post(), self.post()
        assert (first.status_code, first.url) == (second.status_code, second.url)
        for number in (0, 1):
            self.client.post(self.link(number))
        assert Subscription.objects.confirmed().count() == 1

    def test_confirmed_anew_in_another_rhythm_it_still_tells_what_was_not_told(self):
        self.subscribe()
        make_finding(jurisdiction=self.place)
        self.post(rhythm="weekly")
        self.client.post(self.link())
        [alert] = Subscription.objects.all()
        assert alert.rhythm == AlertRhythm.WEEKLY
        assert self.run_job(after=7 * DAY).letters == 1
        assert "Alder Falls" in outbox.outbox[1].body

    def test_what_cannot_be_read_is_said_and_nothing_is_sent(self):
        for address, fields, words in (
            (FORM, {"email": "nobody"}, "Enter a valid email address"),
            (FORM, {"about": "all"}, "Select a valid choice"),
            ("/alerts/?finding=maybe", {}, "“maybe” is not a value here"),
            ("/alerts/?fnding=may_violate", {}, "There is no filter called"),
            (f"/alerts/?{LONG}", {}, "too many filters for one alert"),
        ):
            answer = self.post(address, **fields)
            self.assertContains(answer, words)
        assert not outbox.outbox
        assert not Subscription.objects.exists()

    def test_clocks_and_order_are_no_part_of_an_alert(self):
        self.post(f"{FORM}&on=2025-01-01&as_of=2025-01-01&sort=-amount&page=2")
        assert Subscription.objects.get().query == "finding=may_violate"

    def test_too_many_letters_are_refused(self):
        for number in range(5):
            assert self.post(f"/alerts/?amount_min={number + 1}").status_code == 302
        answer = self.post()
        assert answer.status_code == 429
        assert answer["Retry-After"] == "900"
        assert len(outbox.outbox) == 5
        assert self.post(email="other@mail.example").status_code == 302

    def test_nobody_is_flooded_from_many_addresses(self):
        answers = {
            self.post(client=Client(REMOTE_ADDR=f"192.0.2.{number}")).status_code
            for number in range(12)
        }
        assert len(outbox.outbox) == Subscription.objects.count() == 10
        assert answers == {302}, "nobody learns that others asked for the address"

    @REFUSING
    def test_a_letter_that_cannot_be_sent_is_said_and_nothing_is_kept(self):
        with self.assertLogs("jurisdictions.mail") as logs:
            answer = self.post()
        assert answer.status_code == 503
        self.assertContains(answer, "could not be sent", status_code=503)
        assert not Subscription.objects.exists()
        assert READER not in str(logs.output)

    def test_without_a_mail_server_or_a_sender_a_real_site_offers_none(self):
        for host, sender in (("", "desk@record.example"), ("mail.example", "")):
            with override_settings(HTTPS=True, EMAIL_HOST=host, CONTACT_EMAIL=sender):
                self.assertContains(self.client.get(FORM), "sends no mail")
                self.post()
                assert not outbox.outbox


class TokenTests(AlertCase):
    def test_an_unknown_token_says_so(self):
        key = self.subscribe().key
        for token in ("nobody", key, f"{key}~", f"{key}~{'A' * 43}", "%00~"):
            address = f"/alerts/{token}/"
            for method in (self.client.get, self.client.post):
                for there in (address, f"{address}end/"):
                    answer = method(there)
                    self.assertContains(answer, "no such alert", status_code=404)
        assert Subscription.objects.exists()

    def test_no_token_can_be_read_from_the_table(self):
        alert = self.subscribe()
        kept = [str(value) for value in Subscription.objects.values_list()[0]]
        assert not any(alert.token in value for value in kept)
        assert alert.token != self.subscribe("").token

    def test_what_has_ended_says_so_by_any_of_its_links(self):
        address = f"/alerts/{self.subscribe().token}/"
        for _ in range(2):
            answer = self.client.post(f"{address}end/")
            self.assertContains(answer, "The alert has ended")
        for answer in (
            self.client.get(address),
            self.client.post(address),
            self.client.get(f"{address}end/"),
        ):
            self.assertContains(answer, "has expired", status_code=410)

    def test_ended_while_it_is_confirmed_it_has_expired(self):
        self.post()
        waiting = Subscription.objects.get()
        mail.end(waiting.key)
        assert not mail.confirm(waiting, now=timezone.now())
        assert not Subscription.objects.exists()

    def test_an_expired_token_says_so_and_its_address_is_forgotten(self):
        self.post()
        asked = timezone.now() - 4 * DAY
        Subscription.objects.update(asked_at=asked)
        for method in (self.client.get, self.client.post):
            answer = method(self.link())
            self.assertContains(answer, "has expired", status_code=410)
        self.run_job()
        assert not Subscription.objects.exists()
        answer = self.client.get(self.link())
        self.assertContains(answer, "has expired", status_code=410)

    def test_one_click_ends_it_without_a_form_of_ours(self):
        alert = self.subscribe()
        make_finding(jurisdiction=self.place)
        self.run_job()
        headers = outbox.outbox[0].extra_headers
        address = headers["List-Unsubscribe"].strip("<>").partition("8000")[2]
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        mail_program = Client(enforce_csrf_checks=True)
        self.assertContains(mail_program.get(address), "End this alert")
        assert Subscription.objects.filter(pk=alert.pk).exists()
        answer = mail_program.post(address, {"List-Unsubscribe": "One-Click"})
        self.assertContains(answer, "The alert has ended")
        assert not Subscription.objects.exists()

    def test_forms_need_no_cookie_and_none_is_taken_from_another_site(self):
        browser = Client(enforce_csrf_checks=True)
        page = browser.get(FORM)
        assert not page.cookies
        assert "ETag" not in page
        assert "no-store" in page["Cache-Control"]
        for name, value in (
            ("HTTP_SEC_FETCH_SITE", "cross-site"),
            ("HTTP_SEC_FETCH_SITE", "same-site"),
            ("HTTP_ORIGIN", "https://elsewhere.example"),
            ("HTTP_ORIGIN", "null"),
        ):
            answer = self.post(client=Client(**{name: value}))
            self.assertContains(answer, "could not be taken", status_code=403)
        assert not outbox.outbox
        for here in ({"HTTP_SEC_FETCH_SITE": "same-origin"}, {}):
            browser = Client(enforce_csrf_checks=True, **here)
            assert self.post(client=browser).status_code == 302

    def test_a_page_by_token_is_kept_nowhere_and_tells_it_nobody(self):
        address = f"/alerts/{self.subscribe().token}/"
        for there in (address, f"{address}end/"):
            answer = self.client.get(there)
            assert answer["Referrer-Policy"] == "no-referrer"
            assert "no-store" in answer["Cache-Control"]
            assert not answer.cookies
            self.assertNotContains(answer, "canonical")


class DigestTests(AlertCase):
    def test_a_job_run_three_times_sends_one_letter(self):
        self.subscribe()
        make_finding(jurisdiction=self.place, summary="OJP wrote.")
        letters = [self.run_job().letters for _ in range(3)]
        assert letters == [1, 0, 0]
        [letter] = outbox.outbox
        assert letter.subject == ("1 place came to match: Jurisdictions Under Review")
        for words in ("CAME TO MATCH (1)", "Alder Falls, KS", "May violate"):
            assert words in letter.body
        assert self.run_job(after=2 * DAY).letters == 0

    def test_two_runs_at_once_send_one_letter(self):
        self.subscribe()
        make_finding(jurisdiction=self.place)
        with BESIDE:
            assert self.run_job().letters == 1
        assert len(outbox.outbox) == 1

    def test_the_command_prints_numbers_alone(self):
        alert = self.subscribe()
        earlier = timezone.now() - 3 * DAY
        Subscription.objects.filter(pk=alert.pk).update(
            asked_at=earlier, confirmed_at=earlier, told_until=earlier
        )
        out = StringIO()
        call_command("send_alerts", stdout=out)
        assert out.getvalue() == "Sent 0, nothing to tell in 1.\n"

    def test_matches_alone_or_any_change_as_the_reader_chose(self):
        make_finding(jurisdiction=self.place)
        self.subscribe()
        self.subscribe(about=AlertAbout.CHANGES)
        revise_now(self.position, {"summary": "Twice."})
        assert self.run_job().letters == 1
        [letter] = outbox.outbox
        assert "CHANGES OF THE RECORD (1)" in letter.body
        told = "Update: statement, Alder Falls, KS: Twice.\n  Summary: was"
        assert told in letter.body
        assert "was “Once.”, now “Twice.”" in letter.body
        assert "MATCH (" not in letter.body

    def test_who_ceases_to_match_is_told_and_a_withdrawal_as_one(self):
        found = make_finding(jurisdiction=self.place)
        self.subscribe(about=AlertAbout.CHANGES)
        withdraw_now(found)
        self.run_job()
        body = outbox.outbox[0].body
        assert "NO LONGER MATCH (1)" in body
        assert "Withdrawal: finding, Alder Falls, KS" in body

    def test_changes_elsewhere_are_not_told(self):
        self.subscribe("position=declines", about=AlertAbout.CHANGES)
        make_position(jurisdiction=make_jurisdiction("Birch"))
        assert self.run_job().letters == 0

    def test_what_is_told_today_is_not_told_tomorrow(self):
        self.subscribe("", about=AlertAbout.CHANGES)
        revise_now(self.position, {"summary": "Twice."})
        self.run_job()
        assert self.run_job(after=2 * DAY).letters == 0
        assert len(outbox.outbox) == 1

    def test_a_letter_that_was_refused_is_sent_by_the_next_run(self):
        self.subscribe()
        make_finding(jurisdiction=self.place)
        with REFUSING, self.assertLogs("jurisdictions.mail") as logs:
            assert self.run_job().failed == 1
        assert READER not in str(logs.output)
        assert self.run_job().letters == 1

    def test_a_filter_that_means_nothing_any_more_ends_with_a_letter(self):
        self.subscribe("list=gone")
        assert self.run_job().letters == 1
        assert "“gone” is not a value here" in outbox.outbox[0].body
        assert not Subscription.objects.exists()

    def test_links_of_a_letter_arrive(self):
        self.subscribe(about=AlertAbout.CHANGES)
        make_finding(jurisdiction=self.place)
        self.run_job()
        found = re.findall(r"http://127\.0\.0\.1:8000(/\S+)", outbox.outbox[0].body)
        assert len(found) >= 3
        for address in found:
            if not address.startswith("/diff/"):  # the day has not come yet
                assert self.client.get(address).status_code == 200, address


class PrivacyTests(AlertCase):
    def test_no_address_is_in_any_page_file_log_or_line_of_the_trail(self):
        with self.assertLogs() as logs:
            self.post()
            self.client.post(self.link())
            self.run_job()
            bodies = [*self.every_answer()]
        assert len(bodies) > 40
        assert READER.encode() not in b"".join(bodies)
        assert READER not in str(logs.output)
        trail = str([*Event.objects.values_list("note", "detail")])
        assert READER not in trail
        assert READER not in str(Subscription.objects.get())

    def every_answer(self):
        token = Subscription.objects.get().token
        for name, route in routes():
            if "(?P" in route or name.startswith("admin:"):
                continue
            kept = route.replace("<state:state>", "ks").replace("<str:token>", token)
            yield b"".join(
                self.client.get("/" + re.sub("<[^>]*>", "alder-falls", kept))
            )

    def test_it_is_nowhere_at_the_desk(self):
        assert not admin.site.is_registered(Subscription)


def test_a_period_ends_at_midnight_in_the_east_and_a_week_before_monday():
    now = dt.datetime(2026, 11, 27, 3, tzinfo=dt.UTC)  # a Thursday evening there
    assert period_end(AlertRhythm.DAILY, now).isoformat().startswith("2026-11-26T05")
    assert period_end(AlertRhythm.WEEKLY, now).isoformat().startswith("2026-11-23T05")
