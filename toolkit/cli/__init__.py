"""The ``accord`` command: options in, messages and exit codes out. Only here are errors turned into messages."""
