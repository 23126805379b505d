"""How good is a list of hits, whoever made it?"""
