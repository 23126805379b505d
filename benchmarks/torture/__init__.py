"""What happens to an archive when the process, the disk or the power fails?"""
