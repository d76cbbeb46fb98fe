"""The way in: password, second factor, and how long both hold."""

import re
import time

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from jurisdictions.doors import factors
from jurisdictions.models import Account, Finding

from .desk_case import DeskCase, address
from .factories import NOTE, make_finding
from .signing_in import device_of, next_code, set_back, sign_in

PASSWORD = "a-long-enough-phrase"
CODE, ENROL = "/admin/second-step/", "/admin/second-step/set-up/"
OFF_SITE = [
    *("//evil.example", "///evil.example", "////evil.example", "/\\evil.example"),
    *(
        "\\\\evil.example",
        "\\/evil.example",
        "https:evil.example",
        "https:/evil.example",
    ),
    *("https://evil.example", "http://evil.example", "HTTPS://EVIL.EXAMPLE"),
    *("https:///evil.example", "https:\\\\evil.example", "ftp://evil.example"),
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)"),
    *("data:text/html,x", "vbscript:x", "file:///etc/passwd", "mailto:a@evil.example"),
    *("/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "\t//evil.example"),
    *(
        " //evil.example",
        "\x00//evil.example",
        "\x1f//evil.example",
        "\x08//evil.example",
    ),
    *("http:///evil.example", "http://testserver@evil.example/", "http:evil.example"),
    *("https://testserver.evil.example/", "https://testserver:80@evil.example/"),
    *("//testserver@evil.example", "//evil.example/testserver", "//evil.example%2f.."),
    *("//evil.example\r\nSet-Cookie: a=b", "https://evil.example%00.testserver/"),
    *("//[::1]/", "//[::1", "https://[evil.example/", "//127.0.0.1/", "//2130706433/"),
    *("http://testserver.:80@evil.example", "//evil。example", "https://evil。example"),
    *("\u2028//evil.example", "//\u00adevil.example", "http://ⓔvil.example"),
    *(
        "blob:https://evil.example/x",
        "view-source:https://evil.example",
        "//%65vil.example",
    ),
    *("http://evil.example?@testserver/", "http://evil.example#@testserver/"),
    *(
        "\\evil.example//",
        "https://testserver\\@evil.example/",
        "intent://evil.example",
    ),
    *("//evil.example/admin/", "https://evil.example:443", "//evil.example:80/"),
]


class DoorsCase(DeskCase):
    def log_in(self, name="edith", password=PASSWORD, browser=None, **extra):
        browser = browser or Client()
        data = {"username": name, "password": password}
        return browser, browser.post("/admin/login/?next=/admin/", data, **extra)


class SecondFactorTests(DoorsCase):
    def test_no_address_of_the_desk_opens_without_the_second_factor(self):
        row = make_finding()
        device_of(self.publisher)
        browser = sign_in(Client(), self.publisher, verified=False)
        pages = ("/admin/", address(row), "/admin/password_change/", "/admin/account/")
        pages += (address(row, "step", "withdraw"), "/admin/jsi18n/", "/admin/nowhere")
        for where in pages:
            for ask in (browser.get, browser.post):
                assert ask(where).url.startswith(f"{CODE}?next=%2Fadmin%2F")
        row.refresh_from_db()
        assert row.is_live

    def test_the_way_in_from_password_to_recovery_code(self):
        self.editor.set_password(PASSWORD)
        self.editor.save()
        browser, answer = self.log_in()
        assert answer.url == "/admin/"
        page = browser.get("/admin/", follow=True)
        assert page.redirect_chain == [(f"{ENROL}?next=%2Fadmin%2F", 302)]
        self.assertContains(page, 'src="data:image/svg+xml;base64,')
        self.assertContains(page, factors.secret(browser.session["pending_factor"]))
        key = browser.session["pending_factor"]
        before = browser.session.session_key
        sent = {"code": factors.code_now(key)[0], "next": "/admin/"}
        page = browser.post(ENROL, sent)
        codes = page.context["codes"]
        assert len({*codes}) == 10
        assert browser.session.session_key != before
        assert "pending_factor" not in browser.session
        assert browser.get("/admin/").status_code == 200
        # Again, with a recovery code, which works once.
        for expected in (302, 200):
            again, _ = self.log_in()
            typed = {"code": codes[0].upper().replace("-", " "), "next": "/admin/"}
            assert again.post(CODE, typed).status_code == expected
        assert factors.codes_left(self.editor) == 9

    def test_recovery_codes_are_kept_as_hashes_and_replaced_as_a_whole(self):
        first, second = (factors.new_codes(self.editor) for _ in range(2))
        stored = {*StaticToken.objects.values_list("token", flat=True)}
        assert len(stored) == 10
        assert not stored & {factors.plain(code) for code in first + second}
        assert not factors.match(self.editor, factors.plain(first[0]))
        assert not factors.match(self.publisher, factors.plain(second[0]))
        StaticDevice.objects.update(throttling_failure_timestamp=None)
        assert factors.match(self.editor, factors.plain(second[0]))
        assert not factors.match(self.editor, factors.plain(second[0]))

    def test_a_code_of_the_app_works_once(self):
        code = next_code(self.editor)
        assert factors.match(self.editor, code)
        assert not factors.match(self.editor, code)

    def test_who_has_a_factor_cannot_enrol_another_one(self):
        device_of(self.editor)
        browser = sign_in(Client(), self.editor, verified=False)
        assert browser.get(ENROL).url == "/admin/"
        assert factors.enrol(self.editor, key := factors.new_key(), "000000") is None
        assert not factors.enrol(self.editor, key, factors.code_now(key)[0])
        assert TOTPDevice.objects.filter(user=self.editor).count() == 1

    def test_a_secret_belongs_to_the_session_that_showed_it(self):
        one, other = (sign_in(Client(), self.editor, verified=False) for _ in "ab")
        for browser in (one, other):
            browser.get(ENROL)
        keys = [browser.session["pending_factor"] for browser in (one, other)]
        assert keys[0] != keys[1]
        other.post(ENROL, {"code": factors.code_now(keys[0])[0]})
        assert not factors.has_factor(self.editor)

    def test_the_device_of_another_user_verifies_nobody(self):
        browser = sign_in(Client(), self.editor)
        session = browser.session
        session["otp_device_id"] = device_of(self.publisher).persistent_id
        session.save()
        assert browser.get("/admin/").url.startswith("/admin/second-step/")

    def test_there_is_no_loop_and_no_form_for_whom_it_is_not(self):
        verified = self.browser(self.editor)
        assert verified.get(CODE).url == verified.get(ENROL).url == "/admin/"
        assert Client().get(CODE).url == "/admin/login/"
        half = sign_in(Client(), self.editor, verified=False)
        page = half.get("/admin/login/?next=/admin/", follow=True)
        assert page.status_code == 200 and len(page.redirect_chain) == 2
        reader = User.objects.create(username="reader")
        page = sign_in(Client(), reader, verified=False).get("/admin/", follow=True)
        assert page.status_code == 200 and len(page.redirect_chain) <= 3

    def test_secrets_have_no_list_on_the_desk(self):
        browser = self.browser(self.superuser)
        for where in ("otp_totp/totpdevice", "otp_static/staticdevice", "axes"):
            assert browser.get(f"/admin/{where}/").status_code == 404


class NextTests(DoorsCase):
    def test_nothing_leads_off_the_site(self):
        assert len(OFF_SITE) >= 60
        self.editor.set_password(PASSWORD)
        self.editor.save()
        browser = self.browser(self.editor)
        for asked in OFF_SITE:
            with self.subTest(asked=asked):
                assert browser.get(CODE, {"next": asked}).url == "/admin/"

    def test_an_address_of_ours_is_kept_through_both_steps(self):
        where = "/admin/jurisdictions/finding/?q=a%20b"
        browser = sign_in(Client(), self.editor, verified=False)
        device_of(self.editor)
        page = browser.get(where, follow=True)
        assert page.context["next"] == where
        sent = {"code": next_code(self.editor), "next": where}
        assert browser.post(CODE, sent).url == where


class StepUpTests(DoorsCase):
    def old(self, user):
        browser = self.browser(user)
        set_back(browser, verified_at=16 * 60)
        return browser

    def test_a_step_that_weighs_asks_again_and_keeps_what_was_typed(self):
        row = make_finding()
        browser, where = self.old(self.publisher), address(row, "step", "withdraw")
        seen = browser.get(address(row)).context["seen"]
        text = NOTE + '\n"><b>&'
        page = browser.post(where, {"seen": seen, "note": text})
        assert ("note", text) in page.context["kept"]
        self.assertNotContains(page, "<b>&")
        wrong = {"seen": seen, "note": text, "stepup-code": "000000"}
        page = browser.post(where, wrong)
        assert ("note", text) in page.context["kept"]
        before = browser.session.session_key
        sent = dict(page.context["kept"]) | {"stepup-code": next_code(self.publisher)}
        self.assertContains(browser.post(where, sent, follow=True), "Withdrawn.")
        assert browser.session.session_key != before
        assert not type(row).objects.filter(claim=row.claim).live().exists()

    def test_who_typed_too_many_wrong_codes_keeps_the_page(self):
        row = make_finding()
        browser, where = self.old(self.publisher), address(row, "step", "withdraw")
        sent = {"note": NOTE, "stepup-code": "nonsense"}
        for _ in range(5):
            browser.post(where, sent)
        sent["stepup-code"] = next_code(self.publisher)
        page = browser.post(where, sent)
        assert ("note", NOTE) in page.context["kept"]
        row.refresh_from_db()
        assert row.is_live

    def test_what_weighs_less_does_not_ask(self):
        row = self.add(self.contributor, Finding)
        browser = self.old(self.editor)
        seen = browser.get(address(row)).context["seen"]
        browser.post(address(row, "step", "approve"), {"seen": seen})
        row.refresh_from_db()
        assert row.state == "approved"

    def test_publishing_rights_and_passwords_ask(self):
        row = self.add(self.contributor, Finding)
        account = f"/admin/auth/user/{self.editor.pk}"
        asked = [(self.publisher, address(row, "step", "publish"))]
        pages = ("rights/", "change/", "password/")
        asked += [(self.superuser, f"{account}/{page}") for page in pages]
        asked += [(self.superuser, "/admin/auth/user/add/")]
        asked += [(self.editor, "/admin/account/")]
        for user, where in asked:
            page = self.old(user).post(where, {"do": "codes", "password1": "secret"})
            assert page.context["kept"] == [("do", "codes")], where

    def test_a_page_that_asked_opens_after_the_code(self):
        browser = self.old(self.superuser)
        where = f"/admin/auth/user/{self.editor.pk}/rights/"
        assert browser.get(where).context["kept"] == []
        sent = {"stepup-code": next_code(self.superuser)}
        assert browser.post(where, sent).url == where
        self.assertContains(browser.get(where), "Rights of edith")


class SessionTests(DoorsCase):
    def inside(self, browser):
        return browser.get("/admin/").status_code == 200

    def test_it_ends_when_idle_and_after_half_a_day(self):
        for ages, expected in (
            ({"seen_at": 29 * 60}, True),
            ({"seen_at": 31 * 60}, False),
            ({"begun_at": 11.9 * 3600}, True),
            ({"begun_at": 12.1 * 3600}, False),
            ({"seen_at": -3600}, False),
        ):
            browser = self.browser(self.editor)
            set_back(browser, **ages)
            assert self.inside(browser) == expected, ages

    def test_use_keeps_it_alive(self):
        browser = self.browser(self.editor)
        set_back(browser, seen_at=20 * 60)
        assert self.inside(browser)
        assert time.time() - browser.session["seen_at"] < 60

    def test_whatever_changes_the_rights_ends_every_session(self):
        group = self.publisher.groups.get()
        changes = (
            lambda user: user.set_password("another-long-phrase"),
            lambda user: setattr(user, "is_active", False),
            lambda user: setattr(user, "is_superuser", True),
            lambda user: user.groups.add(group),
            lambda user: Account.objects.end_sessions(user),
            lambda user: Account.objects.forget_factor(user),
        )
        for change in changes:
            browsers = [self.browser(self.contributor) for _ in range(2)]
            assert all(map(self.inside, browsers))
            change(self.contributor)
            self.contributor.save()
            assert not any(map(self.inside, browsers))
            self.contributor.is_active = True
            self.contributor.save()
            assert not any(map(self.inside, browsers))

    def test_signing_out_signs_out_everywhere(self):
        here, there = self.browser(self.editor), self.browser(self.editor)
        other = self.browser(self.publisher)
        here.post("/admin/logout/")
        assert not self.inside(there)
        assert self.inside(other)

    def test_a_new_password_ends_every_session(self):
        self.editor.set_password(PASSWORD)
        self.editor.save()
        here, there = self.browser(self.editor), self.browser(self.editor)
        data = {"old_password": PASSWORD, "new_password1": "another-long-phrase"}
        data["new_password2"] = data["new_password1"]
        assert here.post("/admin/password_change/", data).status_code == 302
        assert not self.inside(here) and not self.inside(there)

    def test_the_id_changes_at_both_steps_and_the_old_one_is_dead(self):
        self.editor.set_password(PASSWORD)
        self.editor.save()
        device_of(self.editor)
        browser, _ = self.log_in()
        ids = [browser.session.session_key]
        browser.post(CODE, {"code": next_code(self.editor)})
        ids.append(browser.session.session_key)
        assert ids[0] != ids[1]
        fixed = Client()
        fixed.cookies["session"] = ids[0]
        assert not self.inside(fixed)

    def test_off_the_desk_half_a_sign_in_is_none(self):
        half = sign_in(Client(), self.editor, verified=False)
        assert half.get("/about/").wsgi_request.user.is_anonymous
        whole = self.browser(self.editor).get("/about/").wsgi_request.user
        assert whole == self.editor

    def test_readers_get_no_cookie(self):
        for where in ("/", "/about/", "/jurisdictions/", "/changes/", "/sources/"):
            assert not Client().get(where).cookies


@pytest.mark.parametrize("typed", ["123 456", " 123456 ", "123-456"])
def test_a_code_may_be_typed_as_it_is_shown(typed):
    assert factors.is_app_code(factors.plain(typed))


@pytest.mark.parametrize(
    "typed", ["١٢٣٤٥٦", "12345", "1234567", "+12345", "", "1e5000"]
)
def test_what_is_no_code_of_an_app(typed):
    assert not factors.is_app_code(factors.plain(typed))


def test_the_secret_is_typed_in_groups():
    assert re.fullmatch("([A-Z2-7]{4} ){7}[A-Z2-7]{4}", factors.secret("ab" * 20))
