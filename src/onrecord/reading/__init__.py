"""How does a file, a stream or a row become an Article?"""
