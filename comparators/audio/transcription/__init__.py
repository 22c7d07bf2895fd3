"""Notes heard in a recording, as a view that methods for scores compare: needs the network of ``make transcription``.

``listening`` asks the network, ``notes`` makes notes of its answers, ``deriver`` keeps them as a view whose places are
seconds. What is heard is never what is written: docs/methods/transcription.md says how often it is right.
"""
