from decimal import Decimal

import pytest

from jurisdictions.choices import Stance
from jurisdictions.importers import cells
from jurisdictions.models import Award, Jurisdiction, Listing, Position

choice = cells.choice(Stance.choices)


@pytest.mark.parametrize(
    ("reader", "text", "value"),
    [
        (choice, "compliant", "compliant"),
        (choice, "Says it complies", "compliant"),
        (choice, "says it complies, with a caveat", "compliant_with_caveat"),
        (choice, "", ""),
        (cells.yes_no, "yes", True),
        (cells.yes_no, "no", False),
        (cells.yes_no, "", False),
        (cells.whole_number, "1234", 1234),
        (cells.whole_number, "", None),
        (cells.money, "342168401", Decimal(342168401)),
        (cells.money, "", None),
        (cells.degrees, "-75.16", -75.16),
        (cells.degrees, "", None),
        (cells.several, "s45| s46|", ["s45", "s46"]),
        (cells.several, "", []),
    ],
)
def test_a_cell_becomes_a_value(reader, text, value):
    assert reader(text) == value


@pytest.mark.parametrize(
    ("reader", "text", "accepted"),
    [
        (choice, "complaint", "one of: compliant"),
        (cells.yes_no, "Y", "yes or no"),
        (cells.whole_number, "1,234", "a whole number"),
        (cells.whole_number, "-1", "a whole number"),
        (cells.whole_number, "٣", "a whole number"),
        (cells.money, "$5", "an amount"),
        (cells.money, "NaN", "an amount"),
        (cells.degrees, "north", "degrees"),
        (cells.degrees, "181", "degrees"),
        (cells.degrees, "nan", "degrees"),
    ],
)
def test_a_cell_that_cannot_be_read_says_what_would_be(reader, text, accepted):
    with pytest.raises(ValueError, match=accepted):
        reader(text)


@pytest.mark.parametrize(
    ("model", "field", "reader"),
    [
        (Award, "amount_usd", cells.money),
        (Listing, "is_annotation", cells.yes_no),
        (Listing, "number", cells.whole_number),
        (Jurisdiction, "population", cells.whole_number),
        (Jurisdiction, "lat", cells.degrees),
        (Position, "summary", str),
    ],
)
def test_the_reader_follows_from_the_field(model, field, reader):
    assert cells.converter(model._meta.get_field(field)) is reader
