"""What is claimed about policy: which act, which numbers and dates, and how much it wants checking?"""
