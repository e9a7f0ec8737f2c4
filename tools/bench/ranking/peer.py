"""The contestant hpo3: one JSON task a line in, one JSON answer a line out."""

import heapq
import json
import sys
import time
from importlib.metadata import version

from pyhpo import HPOSet, Ontology, helper

Ontology(sys.argv[1])
SETS = []


def open_(candidates):
    wanted = set(candidates)
    SETS.extend(d.hpo_set() for d in Ontology.omim_diseases if f"OMIM:{d.id}" in wanted)
    return {"version": version("hpo3"), "release": Ontology.version(), "candidates": len(SETS)}


def rank(queries):
    clock, processor = time.perf_counter(), time.process_time()
    for query in queries:
        patient = HPOSet.from_queries(query)
        scores = helper.batch_set_similarity([(patient, one) for one in SETS], kind="omim", method="graphic")
        heapq.nlargest(10, range(len(scores)), key=scores.__getitem__)
    return {
        "cases": len(queries),
        "clock": time.perf_counter() - clock,
        "processor": time.process_time() - processor,
    }


TASKS = {"open": open_, "rank": rank}
for line in sys.stdin:
    task = json.loads(line)
    print(json.dumps(TASKS[task.pop("kind")](**task)), flush=True)
