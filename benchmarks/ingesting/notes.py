"""What profiling found slow, and what was done about it; kept with the figures."""

NOTES = {
    "profile": "py-spy at 200 samples a second, once of all threads and once of the holder of the interpreter's lock: "
    "`onrecord index` of 210 real articles (1.0 MB, 2,417 passages) on two otherwise idle cores: 24.4 s, 41.5 s of "
    "processor, so 1.7 of 2 cores busy from the start of the interpreter to the last commit. Some 24 s are ONNX "
    "Runtime's, outside the lock; 17 s are Python's: extraction 12 (tagger 4, claims 2, names 2, people 2, quotations "
    "1), counting terms 1.4, writing 1.6, packing token states .9, catching up .6, splitting .5.",
    "threads or processes": "The lock is held for 17 of the 24 s by one thread while two others encode: with two cores "
    "nobody waits long for it, and processes for reading, splitting and extraction would gain at most the idle tenth "
    "and cost a copy of half a megabyte of token states a passage. So threads stay. With more than three cores "
    "extraction, on one core, is what limits (some 140 passages a second here).",
    "who is who": "Each bearer of a family name alone was compared with all members of all people of that name: "
    "quadratic. 20,000 articles recombined from 210 real ones (177,134 people of articles, 15,157 in the largest block "
    "of names): 23.7 s of processor and 758 MiB; now 6 s and 112 MiB, with the same people, keys and reasons. Twice as "
    "many articles took four times as long, now twice. Rows that stay the same are no longer written again.",
    "order": "Articles are indexed before it is settled who the people in them are, not after: of the two it is what "
    "they are found by.",
    "writing": "Term numbers are looked up once a commit, statistics added once a commit, postings and details packed "
    "once: 15% less processor time (.48 to .41 s for 3,389 units). A term met again used up a number of its own: "
    "15,639 numbers for 4,257 terms; now numbers are dense, and do not depend on how articles are shared out among "
    "commits.",
    "memory": "Token states of an article of a megabyte took 1.4 GB (now in a file from 1,024 passages on); a vector "
    "segment was as large as its lane, and building it took four times its vectors (now 131,072 vectors at most, read "
    "in slices); FAISS segments stayed loaded while indexing went on; everyone's profiles were held at once; a set of "
    "all ids was held (now in a file beyond 8 MB).",
    "streams": "Of 2 GB a crowded machine let through what `stream`, `default` and `onto` say in their minutes; the "
    "limit is on heap and private memory, reserved or used. An earlier stream met it at 157,470 passages (61 MiB) with "
    "580 MiB used, in building one segment of all vectors: since then none is larger than 131,072, which the stream "
    "recorded here did not reach. Up to that size a lane's memory grows in steps. Into an archive of 100,006 passages "
    "(`onto`) the peak is 451 MiB, into an empty one (`default`) 322.",
    "passing over": "What waits was put together anew for every article; it is kept. The path and the hash of an "
    "unchanged article are looked at once.",
    "machine": "Two cores shared with up to a dozen busy processes: seconds are those of a crowded machine, processor "
    "seconds and ratios within a round say more.",
    "gpu": "Not measured: none was at hand. encoding/providers.py says when one is used.",
}
