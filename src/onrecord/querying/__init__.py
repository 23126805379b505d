"""What does the typed query mean, and how do two rankings become one?"""
