"""How fast do articles come into an archive, and how much memory does that take?"""
