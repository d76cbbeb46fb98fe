"""The pages that every promise of this folder is tested on, each in one state."""

# Permanent addresses, so they may stand here; the seed makes the same ones each time.
RECORD = "/records/finding/78909c4f-f15f-565a-814d-d32a3defd090/"
CITY = "/jurisdictions/pa/philadelphia/"
MISSING = "/nowhere/to-be-found/"

PAGES = {
    "home": "/",
    "home on another day": "/?on=2017-11-18&by=finding",
    "list": "/jurisdictions/",
    "list, filtered": "/jurisdictions/?list=doj-2025",
    "list, empty": "/jurisdictions/?state=VT&kind=county&list=oig-2016",
    "list, unreadable": "/jurisdictions/?amount_min=abc&grant_rsk=high&on=2025-13-45",
    "list before the record": "/jurisdictions/?as_of=2001-01-01",
    "city": CITY,
    "county": "/jurisdictions/il/cook-county/",
    "state": "/jurisdictions/il/",
    "state without a record": "/jurisdictions/tx/",
    "history": f"{CITY}history/",
    "map": "/map/?list=doj-2025",
    "map, unreadable": "/map/?list=none-such",
    "lists": "/lists/",
    "DOJ list": "/lists/doj-2025/",
    "DOJ list before it": "/lists/doj-2025/?on=2025-01-01",
    "DHS list": "/lists/dhs-2025/",
    "July 2017": "/lists/july-2017/",
    "two days": "/diff/?list=doj-2025&from=2025-08-05&to=2025-10-31",
    "two lists": "/diff/?a=oig-2016&b=doj-2025",
    "check": "/check/",
    "checked": "/check/?text=%2Flists%2Fdoj-2025%2F%3Fon%3D2025-08-06&edition=1",
    "check, unreadable": "/check/?text=banana",
    "changes": "/changes/",
    "changes, one by one": "/changes/?kind=new",
    "sources": "/sources/",
    "source": "/sources/s02/",
    "record": RECORD,
    "methodology": "/methodology/",
    "data": "/data/",
    "API": "/api/",
    "about": "/about/",
    "search": "/search/?q=portland",
    "search, nothing": "/search/?q=zzzz",
    "several of one name": "/portland/",
    "alert": "/alerts/?list=doj-2025&state=OR",
    "framed card": f"/embed{CITY}",
    "framed map": "/embed/map/?list=doj-2025",
    "framed table": "/embed/jurisdictions/?list=doj-2025",
    "framed chart": "/embed/lists/",
    "missing": MISSING,
}
DRAWN = ".is-drawn"


def open_drawn(window, path):
    """Opens the page, which must be there, and waits for what its scripts draw."""
    assert window.open(path).status == (404 if path == MISSING else 200)
    if window.page.locator("[data-explorer]").count():
        window.page.locator(DRAWN).wait_for()
