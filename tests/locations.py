"""Where the tests find things."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample" / "dogscats"
LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
PHOTOS = ROOT.parent / "shared" / "photos" / "dogscats"

needs_photos = pytest.mark.skipif(not PHOTOS.is_dir(), reason="the real photos, ../shared/photos, are not here")
