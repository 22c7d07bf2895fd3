"""A case as a bundle that can be verified, read and recomputed elsewhere, without a network, for decades.

BagIt 1.0 (RFC 8493) outside; inside ``data/`` the case, an RO-Crate 1.1 description and the wheels of the software.
``bundle.archive`` is the way in.
"""
