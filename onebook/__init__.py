"""What people touch: the language project on disk, the ``onebook`` command, exports, reports."""

__version__ = "0.1.0"
