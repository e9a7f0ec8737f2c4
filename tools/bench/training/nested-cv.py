"""The contestant scikit-learn: one JSON task a line in, milliseconds of a nested cross-validation out."""

import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
folder = Path(sys.argv[1])
settings = json.loads(sys.argv[2])
grid = settings["grid"]
x = y = outer = inner = None


def read():
    global x, y, outer, inner
    task = json.loads((folder / "task.json").read_text())
    x = np.fromfile(folder / "features.f32", dtype=np.float32).reshape(settings["rows"], settings["width"])
    y, outer = np.array(task["classes"]), np.array(task["outer"])
    inner = [np.array(fold) for fold in task["inner"]]


def model(tol, c=1.0):
    head = LogisticRegression(C=c, tol=tol, max_iter=100_000)
    return make_pipeline(StandardScaler(), head) if settings["standardise"] else head


def cross_validate(tol):
    name = "logisticregression__C" if settings["standardise"] else "C"
    chosen = []
    # single precision is faster for scikit-learn, and too coarse for a tight tolerance
    table = x if tol > 1e-6 else x.astype(float)
    started = time.perf_counter()
    for fold in range(settings["folds"]):
        train, test = outer != fold, outer == fold
        splits = [
            (np.flatnonzero(inner[fold] != k), np.flatnonzero(inner[fold] == k))
            for k in range(settings["folds"])
        ]
        search = GridSearchCV(model(tol), {name: grid}, cv=splits, scoring="neg_log_loss")
        search.fit(table[train], y[train]).predict_proba(table[test])
        chosen.append(search)
    return (time.perf_counter() - started) * 1000, chosen


def curve(search, fold_of):
    sizes = np.bincount(fold_of)
    scores = [search.cv_results_[f"split{k}_test_score"] for k in range(len(sizes))]
    return (-np.average(scores, axis=0, weights=sizes)).tolist()


def coefficients(fold, c):
    fit = model(1e-10, c).fit(x[outer != fold].astype(float), y[outer != fold])
    head = fit[-1] if settings["standardise"] else fit
    scale = fit[0].scale_ if settings["standardise"] else 1
    return (head.coef_ / scale).ravel().tolist()


for line in sys.stdin:
    task = json.loads(line)
    if "check" in task:
        read()
        milliseconds, chosen = cross_validate(1e-8)
        folds = [
            {
                "setting": next(iter(search.best_params_.values())),
                "curve": curve(search, inner[fold]),
                "coefficients": coefficients(fold, task["check"][fold]),
            }
            for fold, search in enumerate(chosen)
        ]
        answer = {"milliseconds": milliseconds, "folds": folds}
    else:
        answer, _ = cross_validate(task["tol"])
    print(json.dumps(answer), flush=True)
