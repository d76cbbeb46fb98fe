"""Days as far as they are known: read, printed and counted."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jurisdictions.days import PRECISIONS, FuzzyDay, ap_day, ap_fuzzy, ap_moment

EXAMPLES = [
    ("2025-08-05", "day", "2025-08-05", "2025-08-05"),
    ("2018-04-09", "week", "2018-04-09", "2018-04-15"),
    ("2025-10", "month", "2025-10-01", "2025-10-31"),
    ("2024-02", "month", "2024-02-01", "2024-02-29"),
    ("2025-08-13/2025-08-31", "month", "2025-08-13", "2025-08-31"),
    ("2017-01-20/2017-12-31", "year", "2017-01-20", "2017-12-31"),
    ("2017", "year", "2017-01-01", "2017-12-31"),
    ("FY2017", "fiscal_year", "2016-10-01", "2017-09-30"),
    ("2025-08-21", "on_or_before", "2025-08-21", "2025-08-21"),
    ("2017-06-22", "about", "2017-06-22", "2017-06-22"),
]


def date(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(("text", "precision", "first", "last"), EXAMPLES)
def test_each_precision_spans_its_days(text, precision, first, last):
    day = FuzzyDay.parse(text, precision)
    assert (day.first, day.last, day.precision) == (date(first), date(last), precision)


def test_every_precision_has_an_example():
    assert {precision for _, precision, _, _ in EXAMPLES} == {*PRECISIONS}


@given(
    st.dates(dt.date(2, 1, 1), dt.date(9998, 12, 31)), st.sampled_from([*PRECISIONS])
)
def test_what_is_written_is_read_back(day, precision):
    text = {
        "month": day.isoformat()[:7],
        "year": day.isoformat()[:4],
        "fiscal_year": f"FY{day.year:04}",
    }.get(precision, day.isoformat())
    read = FuzzyDay.parse(text, precision)
    assert FuzzyDay.parse(read.iso, precision) == read
    assert read.first <= read.last


@pytest.mark.parametrize(
    ("text", "precision", "printed"),
    [
        ("2025-08-05", "day", "Aug. 5, 2025"),
        ("2025-05-29", "day", "May 29, 2025"),
        ("2025-09-01", "day", "Sept. 1, 2025"),
        ("2017-03-31", "day", "March 31, 2017"),
        ("2017-07-06", "day", "July 6, 2017"),
        ("2018-04-10", "week", "week of April 9, 2018"),
        ("2025-10", "month", "October 2025"),
        ("2014", "year", "2014"),
        ("fy2017", "fiscal_year", "fiscal year 2017"),
        ("2025-08-21", "on_or_before", "by Aug. 21, 2025"),
        ("2017-12-31", "about", "about Dec. 31, 2017"),
    ],
)
def test_days_are_printed_in_ap_style(text, precision, printed):
    assert ap_fuzzy(FuzzyDay.parse(text, precision)) == printed
    assert str(FuzzyDay.parse(text, precision)) == printed


def test_no_day_is_printed_as_nothing():
    assert ap_fuzzy(None) == ""


def test_a_month_never_gains_a_day():
    october = FuzzyDay.parse("2025-10", "month")
    assert "1" not in str(october).replace("2025", "")
    assert october.iso == "2025-10"
    assert not october.is_exact


def test_the_five_short_months_are_never_abbreviated():
    printed = {ap_day(dt.date(2025, month, 2)).split()[0] for month in range(3, 8)}
    assert printed == {"March", "April", "May", "June", "July"}


def test_a_moment_has_its_hour():
    assert ap_moment(dt.datetime(2026, 11, 25, 15, 5)) == "Nov. 25, 2026, 3:05 p.m."
    assert ap_moment(dt.datetime(2026, 11, 25, 0, 0)) == "Nov. 25, 2026, 12:00 a.m."
    assert ap_moment(dt.datetime(2026, 11, 25, 12, 30)) == "Nov. 25, 2026, 12:30 p.m."


def test_on_or_before_counts_from_the_latest_day():
    known = FuzzyDay(date("2025-08-05"), date("2025-08-21"), "on_or_before")
    assert known.start == date("2025-08-21")


@pytest.mark.parametrize(("text", "precision", "first", "last"), EXAMPLES)
def test_the_others_count_from_the_earliest_day(text, precision, first, last):
    assert FuzzyDay.parse(text, precision).start == date(first)


def test_days_are_ordered_by_when_they_begin():
    year = FuzzyDay.parse("2017", "year")
    day = FuzzyDay.parse("2017-07-05")
    assert sorted([day, year]) == [year, day]


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2025-13-45", "day"),
        ("2025-02-29", "day"),
        ("2025-8-5", "day"),
        ("20250805", "day"),
        ("2025-W32-2", "day"),
        ("2025-08", "day"),
        ("2025-08-05", "month"),
        ("2025x08", "month"),
        ("2025-13", "month"),
        ("2017-10", "year"),
        ("2025-08-13/2025-09-02", "month"),
        ("2025-08-13/2025-08-12", "month"),
        ("2025-08-13/2025-08-14", "day"),
        ("2_17", "year"),
        ("0000", "year"),
        ("2017", "fiscal_year"),
        ("FY0001", "fiscal_year"),
        ("9999-12-31", "week"),
        ("\u0662\u0660\u0661\u0667", "year"),
        ("2025-08-05\x00", "day"),
        ("", "day"),
        ("soon", "about"),
    ],
)
def test_what_is_no_date_is_named_with_its_precision(text, precision):
    with pytest.raises(ValueError, match=f"is no date of precision {precision}") as no:
        FuzzyDay.parse(text, precision)
    assert repr(text) in str(no.value)


def test_an_unknown_precision_is_named():
    with pytest.raises(ValueError, match="'decade' is not one of"):
        FuzzyDay.parse("2017", "decade")


def test_blanks_around_a_date_do_no_harm():
    assert FuzzyDay.parse(" 2025-08-05\n") == FuzzyDay.parse("2025-08-05")
