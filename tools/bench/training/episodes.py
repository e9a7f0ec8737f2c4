"""The contestant PyTorch: `{method, folder, count}` a line in, milliseconds of processor for all episodes out, and the accuracy of each.

Episode by episode, as easyfsl evaluates a classifier over an identity backbone: prototypes are the means of each label's
rows, scores are negative distances or cosines. With `loader` the rows come as easyfsl's feature benchmark has them: a data
set, a sampler of episodes and a DataLoader that collates row by row; without, each episode is picked in one index. The
methods have the settings of the other contestant, so that the answers can be compared.
"""

import json
import sys
import time

import numpy as np
import torch
from torch.nn.functional import normalize, one_hot

WAYS, SHOTS, QUERIES = 5, 5, 15


def prototypes(features, labels):
    return torch.cat([features[torch.nonzero(labels == k)].mean(0) for k in range(WAYS)])


def prototypical(s, y, q, base):
    return (-torch.cdist(q, prototypes(s, y))).softmax(-1)


def simple_shot(s, y, q, base):
    s, q = normalize(s - base, dim=1), normalize(q - base, dim=1)
    return (-10 * torch.cdist(q, prototypes(s, y)) ** 2).softmax(-1)


def rectified(s, y, q, epsilon=10.0):
    c = normalize(prototypes(s, y), dim=1)
    to_s, to_q = normalize(s, dim=1) @ c.T, normalize(q, dim=1) @ c.T
    weight_s = one_hot(y, WAYS) * (epsilon * to_s).exp()
    weight_q = one_hot(to_q.argmax(-1), WAYS) * (epsilon * to_q).exp()
    total = weight_s.sum(0) + weight_q.sum(0)
    return (weight_s / total).T @ s + (weight_q / total).T @ q


def bd_cspn(s, y, q, base):
    s, q = s - base, q - base
    q = q + s.mean(0, keepdim=True) - q.mean(0, keepdim=True)
    return (10 * normalize(q, dim=1) @ normalize(rectified(s, y, q), dim=1).T).softmax(-1)


def laplacian_shot(s, y, q, base, neighbours=3, smoothness=0.7, steps=20):
    s, q = normalize(s - base, dim=1), normalize(q - base, dim=1)
    q = q + s.mean(0, keepdim=True) - q.mean(0, keepdim=True)
    a = 10 * torch.cdist(q, rectified(s, y, q)) ** 2
    d = torch.cdist(q, q)
    d.fill_diagonal_(float("inf"))
    near = d.topk(neighbours, largest=False).indices
    w = torch.zeros_like(d).scatter_(1, near, 1.0)
    shares, before = (-a).softmax(1), float("inf")
    for step in range(steps):
        shares = (-a + smoothness * (w @ shares)).softmax(1)
        bound = (shares * ((shares + 1e-12).log() + a - smoothness * (w @ shares))).sum().item()
        if step > 1 and abs(bound - before) <= 1e-6 * abs(before):
            break
        before = bound
    return shares


def ridge(s, y, q, base):
    mean = s.mean(0, keepdim=True)
    x = s - mean
    target = one_hot(y, WAYS).float()
    k = x @ x.T
    lam = k.trace() / len(s)
    w = torch.linalg.solve(k + lam * torch.eye(len(s)), target - target.mean(0))
    return (10 * (target.mean(0) + (q - mean) @ x.T @ w)).softmax(-1)


METHODS = {
    "prototypical": prototypical,
    "simple-shot": simple_shot,
    "bd-cspn": bd_cspn,
    "laplacian-shot": laplacian_shot,
    "ridge": ridge,
}
samples = {}


class Rows(torch.utils.data.Dataset):
    def __init__(self, features):
        self.features = features

    def __len__(self):
        return len(self.features)

    def __getitem__(self, row):
        return self.features[row]


def collate(rows):
    every = torch.cat([row.unsqueeze(0) for row in rows])
    return every[: WAYS * SHOTS], every[WAYS * SHOTS :]


def loaded(features, episodes):
    batches = [torch.cat(episode).tolist() for episode in episodes]
    return torch.utils.data.DataLoader(Rows(features), batch_sampler=batches, collate_fn=collate)


def picked(features, episodes):
    return ((features[support], features[query]) for support, query in episodes)


def sample(folder):
    if folder not in samples:
        values = np.fromfile(f"{folder}/features.f32", dtype=np.float32)
        base = torch.from_numpy(np.fromfile(f"{folder}/base.f64").astype(np.float32))
        with open(f"{folder}/episodes.json") as file:
            episodes = [(torch.tensor(s), torch.tensor(q)) for s, q in json.load(file)]
        samples[folder] = torch.from_numpy(values.reshape(-1, len(base))), base, episodes
    return samples[folder]


def run(method, folder, loader):
    features, base, episodes = sample(folder)
    labels = torch.arange(WAYS).repeat_interleave(SHOTS)
    wanted = torch.arange(WAYS).repeat_interleave(QUERIES)
    accuracies = []
    start = time.process_time()
    with torch.no_grad():
        for support, query in (loaded if loader else picked)(features, episodes):
            scores = METHODS[method](support, labels, query, base)
            accuracies.append((scores.argmax(1) == wanted).float().mean().item())
    return {"ms": (time.process_time() - start) * 1000, "accuracies": accuracies}


for line in sys.stdin:
    task = json.loads(line)
    torch.set_num_threads(task.get("threads", 1))
    print(json.dumps(run(task["method"], task["folder"], task.get("loader", False))), flush=True)
