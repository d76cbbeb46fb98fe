"""The doors of the desk: who comes in, for how long, and with which proof."""
