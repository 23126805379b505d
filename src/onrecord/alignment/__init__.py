"""Are these the words that were printed, and where do they differ?"""
