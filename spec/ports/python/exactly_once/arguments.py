"""Types of arguments: what cannot be used is said in one line, and the exit code is 2."""

import argparse

from .wire import is_window


def probability(text):
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError("%s is not from 0 to 1" % text)
    return value


def window(text):
    value = int(text)
    if not is_window(value):
        raise argparse.ArgumentTypeError("%s is not a power of two up to 2^30" % text)
    return value
