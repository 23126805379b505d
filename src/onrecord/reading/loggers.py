"""Keeps the loggers of the parsing libraries off stderr: what goes wrong comes back as a problem instead."""

import logging

_SILENT = logging.NullHandler()


def quieten(*names: str) -> None:
    """Give each logger a handler that does nothing, so that Python's last resort does not print.

    A program that set up logging itself still gets the records.
    """
    for name in names:
        logging.getLogger(name).addHandler(_SILENT)
