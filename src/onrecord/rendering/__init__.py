"""How do hits and articles look to people and to programs?"""
