"""Where does somebody say something, and which words are source, cue and content?"""
