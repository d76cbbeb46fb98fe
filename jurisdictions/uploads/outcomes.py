class Unaccepted(ValueError):
    """The file is not kept; the message says why, in a sentence."""
