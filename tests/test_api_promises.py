"""The OpenAPI file and the answers agree: schemathesis asks all that the file allows,
and much that it forbids, the same questions on every run.
"""

import datetime as dt
import os

import schemathesis
from django.test import override_settings
from hypothesis import strategies as st
from schemathesis.checks import load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.config._checks import NEGATIVE_DATA_REJECTION_EXPECTED_STATUSES
from schemathesis.generation.hypothesis.builder import (
    HypothesisTestConfig,
    HypothesisTestMode,
    create_test,
)

from jurisdictions.models import Award, Case, GovernmentList, Source
from tests.cases import EveryModelCase
from tests.factories import today
from tests.serving import application

# For a long look at every operation: API_EXAMPLES=50 python -m pytest tests/...
LONG = "API_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("API_EXAMPLES", "3"))
# Each sort of address, and of parameter, is asked for all its edges once; those alike
# for a few values, so that the suite stays quick.
ALIKE = {"case": "award", "list": "award"}
CONFIG = {
    "seed": 20250805,
    "generation": {"deterministic": True, "database": "none"},
    "phases": {"fuzzing": {"generation": {"max-examples": EXAMPLES}}},
    # Too long an address is refused as such, whatever else is wrong with it.
    "checks": {
        "negative_data_rejection": {
            "expected-statuses": [*NEGATIVE_DATA_REJECTION_EXPECTED_STATUSES, 414]
        }
    },
}
FIRST = dt.date(2000, 1, 1)
FILE = "/api/v1/openapi.json"


class PromiseTests(EveryModelCase):
    @override_settings(ALLOWED_HOSTS=["*"])
    def test_every_operation_keeps_its_promise(self):
        load_all_checks()
        for name, values in self.formats():
            schemathesis.openapi.format(name, values)
        config = SchemathesisConfig.from_dict(CONFIG)
        self.tried, self.asked, self.answered, seen = set(), 0, set(), []
        with application() as site:
            schema = schemathesis.openapi.from_wsgi(FILE, site, config=config)
            operations = [found.ok() for found in schema.get_all_operations()]
            for operation in operations:
                with self.subTest(operation.label):
                    self.prepared(schema, operation, seen)()
        print(f"{self.asked} questions to {len(operations)} operations")
        assert self.asked > 500
        # Refusals alone would keep every promise.
        assert self.answered == {operation.label for operation in operations}

    def prepared(self, schema, operation, seen):
        """The hypothesis test of an operation, with its edges where they are new."""
        names = {ALIKE.get(each.name, each.name) for each in operation.query}
        parts = {each.name for each in operation.path_parameters}
        is_new = not any(names <= also and parts == of for also, of in seen)
        seen.append((names, parts))
        modes = [HypothesisTestMode.EXAMPLES, HypothesisTestMode.FUZZING]
        if is_new or LONG:
            modes.append(HypothesisTestMode.COVERAGE)
        project = schema.config
        return create_test(
            operation=operation,
            test_func=self.ask,
            config=HypothesisTestConfig(
                project=project,
                modes=modes,
                settings=project.get_hypothesis_settings(
                    operation=operation, phase="fuzzing"
                ),
            ),
        )

    def ask(self, case):
        if self.is_known(case):
            return
        self.asked += 1
        if case.meta.generation.mode.is_positive:
            # Only an answer gives a cursor; nobody can make one up.
            case.query.pop("cursor", None)
        if case.call_and_validate().status_code < 400:
            self.answered.add(case.operation.label)

    def is_known(self, case):
        """Whether another parameter of the same sort was tried in the same way."""
        told = case.meta.phase.data
        name = getattr(told, "parameter", None)
        if LONG or name is None or name not in case.operation.query:
            return False
        schema = case.operation.query.get(name).definition["schema"]
        items = schema.get("items", schema)
        sort = [(key, "" if key == "enum" else items[key]) for key in sorted(items)]
        way = told.description, items is schema, repr(sort)
        is_known = way in self.tried
        self.tried.add(way)
        return is_known

    def formats(self):
        """Values of the formats that are ours: what is on record, and what is past."""
        moments = st.datetimes(dt.datetime.combine(FIRST, dt.time()), dt.datetime.now())
        yield "date", st.dates(FIRST, today()).map(str)
        yield "date-time", moments.map(lambda at: f"{at.isoformat()}Z")
        yield (
            "key of jurisdiction",
            st.sampled_from([self.place.path, self.place.geoid]),
        )
        for model in (Source, GovernmentList, Award, Case):
            row, name = self.live[model], model._meta.model_name
            name = name.removeprefix("government")
            yield f"key of {name}", st.sampled_from([row.slug, str(row.claim)])
