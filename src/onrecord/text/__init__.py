"""Where do sentences, quotations, passages and terms begin and end?"""
