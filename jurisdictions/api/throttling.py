"""How often one address may ask: a bucket that holds a third of a minute's share."""

import math
import time

from django.conf import settings
from django.core.cache import cache
from rest_framework.throttling import BaseThrottle

from jurisdictions.doors.addresses import client_address

MINUTE = 60


class PerMinute(BaseThrottle):
    """API_PER_MINUTE answers a minute; 0 sets no limit. Unchanged ones are not counted.

    One moment is kept of each address: when its bucket will be full again.
    """

    clock = time.time

    def allow_request(self, request, view):
        if not settings.API_PER_MINUTE:
            return True
        self.step = MINUTE / settings.API_PER_MINUTE
        self.burst = max(settings.API_PER_MINUTE // 3, 1)
        key = f"api:{client_address(request)}"
        now = self.clock()
        full_at = max(cache.get(key, now), now) + self.step
        # How long until the bucket holds what this answer takes.
        self.late = full_at - now - self.burst * self.step
        if self.late <= 0:
            cache.set(key, full_at, timeout=math.ceil(full_at - now) + 1)
        request.rate_limit = self.told(full_at - now)
        return self.late <= 0

    def wait(self):
        return math.ceil(self.late)

    def told(self, until_full):
        """Headers: how many at once, how many are left, when all are there again."""
        left = math.floor(self.burst - until_full / self.step + 1e-9)
        return {
            "RateLimit-Limit": str(self.burst),
            "RateLimit-Remaining": str(max(left, 0)),
            "RateLimit-Reset": str(math.ceil(until_full)),
        }
