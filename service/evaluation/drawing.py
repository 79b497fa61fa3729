"""What a page needs to draw its plots without a network: plotly in it, and what calls plotly."""

from __future__ import annotations

import gzip
from base64 import b64encode
from functools import cache
from pathlib import Path

from plotly.offline import get_plotlyjs

#: Unpacks plotly in the page, and draws what stands in its `data-plot`.
SCRIPT = Path(__file__).parent / "page" / "plots.js"


@cache
def packed_plotly() -> str:
    """Plotly's script, zipped: 2 MB of a page where it would take 4.8, and all else little."""
    return b64encode(gzip.compress(get_plotlyjs().encode(), mtime=0)).decode()
