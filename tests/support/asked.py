"""Any cadence, any wish of somebody, any day of ten years: what properties of asking draw from."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from service.domain.cadence import Asking, Cadence, Every, Nation

days = st.dates(date(2024, 1, 1), date(2033, 12, 31))

zones = st.sampled_from(
    ["Europe/London", "Asia/Kathmandu", "Pacific/Kiritimati", "America/St_Johns", "Pacific/Niue"]
)

cadences = st.builds(
    Cadence,
    every=st.sampled_from([every for every in Every if every is not Every.WHEN_I_COME]),
    anchor=days,
    at=st.times(),
    nation=st.sampled_from(Nation),
)

askings = st.builds(
    Asking,
    weekday=st.none() | st.integers(0, 4),
    at=st.none() | st.times(),
    zone=st.none() | zones,
)
