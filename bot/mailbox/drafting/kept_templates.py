"""Templates as they were compiled, which takes a twelfth of a whole draft: kept beside what was read of data files."""

from base64 import b64decode, b64encode
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from knowledge.kept_yaml import CACHE, copy_at, keep


class KeptTemplates(BytecodeCache):
    """Copies in a folder of the user's own; one that is damaged, or of another text or Python, is not used."""

    def __init__(self, folder: Path = CACHE) -> None:
        self.folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what was kept."""
        kept = copy_at(self._copy_of(bucket))
        if isinstance(kept, str):
            bucket.bytecode_from_string(b64decode(kept))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a bucket holds."""
        keep(self._copy_of(bucket), b64encode(bucket.bytecode_to_string()).decode())

    def _copy_of(self, bucket: Bucket) -> Path:
        """Where the copy of a template stands."""
        return self.folder / f"{bucket.key}.template.json"
