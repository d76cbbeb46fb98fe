"""GeoJSON: a point for each jurisdiction, and who has none, with the reason."""

import json

from .columns import as_dict


def geojson_lines(rows, columns, *, frame, misplaced):
    """The file piece by piece; it ends with those that are not drawn.

    A file that was cut off is no JSON, so it does not pass for a whole one.
    """
    yield from ('{"type": "FeatureCollection"', *_members(frame), ', "features": [')
    off_map, comma = [], "\n"
    for row in rows:
        place = row.jurisdiction
        reason = misplaced(place)
        if reason:
            off_map.append({"id": place.path, "reason": reason})
            continue
        yield comma + json.dumps(_feature(row, columns), ensure_ascii=False)
        comma = ",\n"
    yield f'\n], "off_map": {json.dumps(off_map, ensure_ascii=False)}}}\n'


def _members(frame):
    for name, value in frame.items():
        yield f", {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"


def _feature(row, columns):
    place = row.jurisdiction
    return {
        "type": "Feature",
        "id": place.path,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
        "properties": as_dict(row, columns),
    }
