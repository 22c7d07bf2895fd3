"""What a form of paper (``appraisal.paper``) needs beside the case, as data.

``files`` reads papers; ``institution`` holds what an institution says about itself, its people and the standards that
somebody has read; ``opinion`` the controlled vocabulary of definite sentences, each with its conditions, and what a
panel chose of them. Pure vocabulary: nothing here reads a case.
"""
