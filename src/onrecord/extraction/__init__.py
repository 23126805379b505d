"""Who said what, who is who, and what was claimed, from one article: spans, speakers, people and claims."""
