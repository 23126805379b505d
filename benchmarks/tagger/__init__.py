"""How are the tagger's weights made, and what does each part of it bring?"""
