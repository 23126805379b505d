"""Who is mentioned, and which mentions are one person?"""
