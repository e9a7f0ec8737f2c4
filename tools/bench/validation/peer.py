"""The contestant scikit-learn: one JSON task a line in, milliseconds of processor a replicate out."""

import json
import os
import sys
import time

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

folder = sys.argv[1]
thresholds = json.loads(sys.argv[2])
rng = np.random.default_rng(1)
samples = {}


def sample(n):
    if n not in samples:
        y = np.fromfile(os.path.join(folder, f"y-{n}"), dtype=np.uint8).astype(np.int8)
        samples[n] = y, np.fromfile(os.path.join(folder, f"p-{n}"), dtype=np.float64)
    return samples[n]


def replicate(y, p, rows, model):
    y, p = y[rows], p[rows]
    x = np.log(p / (1 - p)).reshape(-1, 1)
    fit = model.fit(x, y)
    net_benefits = []
    for t in thresholds:
        positive = p >= t
        found = np.count_nonzero(positive & (y == 1))
        net_benefits.append((found - (np.count_nonzero(positive) - found) * t / (1 - t)) / len(y))
    return {
        "auroc": roc_auc_score(y, p),
        "averagePrecision": average_precision_score(y, p),
        "brier": brier_score_loss(y, p),
        "intercept": float(fit.intercept_[0]),
        "slope": float(fit.coef_[0, 0]),
        "netBenefits": net_benefits,
    }


models = {
    "default": lambda: LogisticRegression(penalty=None),
    "converged": lambda: LogisticRegression(penalty=None, solver="newton-cholesky", tol=1e-10),
}
for line in sys.stdin:
    task = json.loads(line)
    y, p = sample(task["n"])
    model = models[task["model"]]
    if "counts" in task:
        rows = np.repeat(np.arange(len(y)), task["counts"])
        print(json.dumps(replicate(y, p, rows, model())), flush=True)
        continue
    fit = model()
    start = time.process_time()
    for _ in range(task["reps"]):
        replicate(y, p, rng.integers(0, len(y), len(y)), fit)
    print(json.dumps(1e3 * (time.process_time() - start) / task["reps"]), flush=True)
