"""How does text become vectors and token states?"""
