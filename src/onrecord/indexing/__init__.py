"""Which units hold these terms, or lie near this vector?"""
