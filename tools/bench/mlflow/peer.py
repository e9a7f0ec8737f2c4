"""The contestant MLflow: the same tasks by Python's own client."""

import json
import logging
import os
import sys
import time

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric

uri = sys.argv[1]
mlflow.set_tracking_uri(uri)
client = MlflowClient(uri)
logging.getLogger("mlflow").setLevel(logging.ERROR)
# The client tells where to view each run.
answers, sys.stdout = sys.stdout, open(os.devnull, "w")
now = lambda: int(time.time() * 1000)


def quantiles(times):
    times = sorted(times)
    at = lambda share: times[min(len(times) - 1, int(share * len(times)))]
    return {"median": at(0.5), "p99": at(0.99), "most": times[-1]}


def logged(n, experiment, synchronous):
    """Single-metric calls: milliseconds of each, and metrics a second until the server has all of them."""
    mlflow.set_experiment(experiment)
    times = []
    start = time.perf_counter()
    with mlflow.start_run(run_name="sustained"):
        for step in range(n):
            called = time.perf_counter()
            mlflow.log_metric("loss", 1 / (step + 1), step=step, synchronous=synchronous)
            times.append(1000 * (time.perf_counter() - called))
        if not synchronous:
            mlflow.flush_async_logging()
    return {"times": quantiles(times), "perSecond": n / (time.perf_counter() - start)}


def runs(n, experiment):
    mlflow.set_experiment(experiment)
    start = time.perf_counter()
    for index in range(n):
        with mlflow.start_run(run_name=f"run {index}", tags={"site": "a"}):
            mlflow.log_params({"learning_rate": 0.01, "batch": 32, "seed": index, "depth": 3, "optimizer": "adam"})
            for step in range(3):
                mlflow.log_metrics({key: step / 7 for key in ("loss", "auroc", "brier")}, step=step)
    return {"perSecond": n / (time.perf_counter() - start)}


def batched_runs(n, experiment):
    """As few requests as Python's client can be made to need: one batch a run."""
    experiment_id = client.create_experiment(experiment)
    start = time.perf_counter()
    for index in range(n):
        run = client.create_run(experiment_id, run_name=f"run {index}", tags={"site": "a"})
        params = {"learning_rate": 0.01, "batch": 32, "seed": index, "depth": 3, "optimizer": "adam"}
        client.log_batch(
            run.info.run_id,
            [Metric(key, step / 7, now(), step) for step in range(3) for key in ("loss", "auroc", "brier")],
            [mlflow.entities.Param(key, str(value)) for key, value in params.items()],
        )
        client.set_terminated(run.info.run_id)
    return {"perSecond": n / (time.perf_counter() - start)}


def version():
    return {"version": mlflow.__version__}


def batches(n, experiment):
    run = client.create_run(client.create_experiment(experiment))
    start = time.perf_counter()
    metrics = [Metric("loss", 1 / (step + 1), now(), step) for step in range(n)]
    for first in range(0, n, 1000):
        client.log_batch(run.info.run_id, metrics[first : first + 1000])
    return {"perSecond": n / (time.perf_counter() - start)}


tasks = {"version": version, "logged": logged, "runs": runs, "batched_runs": batched_runs, "batches": batches}
for line in sys.stdin:
    task = json.loads(line)
    print(json.dumps(tasks[task.pop("kind")](**task)), file=answers, flush=True)
