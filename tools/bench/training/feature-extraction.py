"""feature-extraction.py WEIGHTS: EfficientNet-Lite0 in Keras from the same weights; answers one JSON task a line."""

import collections
import json
import pickle
import struct
import sys
import time

import keras
import numpy as np
import tensorflow as tf

STAGES = [(1, 3, 1, 16), (2, 3, 2, 24), (2, 5, 2, 40), (3, 3, 2, 80), (3, 5, 1, 112), (4, 5, 2, 192), (1, 3, 1, 320)]


class StateDict(pickle.Unpickler):
    def find_class(self, module, name):
        return {
            "OrderedDict": collections.OrderedDict,
            "_rebuild_tensor_v2": lambda storage, offset, size, stride, *_: (storage, offset, size, stride),
            "FloatStorage": "<f4",
            "LongStorage": "<i8",
        }[name]

    def persistent_load(self, pid):
        return pid


def read_weights(path):
    with open(path, "rb") as file:
        for _ in range(3):
            StateDict(file).load()
        entries = StateDict(file).load()
        kinds = {storage[2]: np.dtype(storage[1]) for storage, *_ in entries.values()}
        storages = {}
        for key in StateDict(file).load():
            (count,) = struct.unpack("<q", file.read(8))
            storages[key] = np.frombuffer(file.read(count * kinds[key].itemsize), kinds[key])
    strided = np.lib.stride_tricks.as_strided
    return {
        name: strided(storages[storage[2]][offset:], size, [4 * step for step in stride])
        for name, (storage, offset, size, stride) in entries.items()
        if kinds[storage[2]] == np.dtype("<f4")
    }


def build(w):
    layers = keras.layers
    norms = []

    def norm(x, name, rectify=True):
        layer = layers.BatchNormalization(epsilon=1e-3)
        x = layer(x)
        norms.append((layer, [w[f"{name}.{key}"] for key in ("weight", "bias", "running_mean", "running_var")]))
        return layers.ReLU(max_value=6)(x) if rectify else x

    def convolve(x, name, stride=1):
        kernel = w[f"{name}.weight"].transpose(2, 3, 1, 0)
        layer = layers.Conv2D(kernel.shape[3], kernel.shape[0], stride, "same", use_bias=False)
        x = layer(x)
        norms.append((layer, [kernel]))
        return x

    def filter_each(x, name, stride):
        kernel = w[f"{name}.weight"].transpose(2, 3, 0, 1)
        layer = layers.DepthwiseConv2D(kernel.shape[0], stride, "same", use_bias=False)
        x = layer(x)
        norms.append((layer, [kernel]))
        return x

    pixels = keras.Input((None, None, 3))
    x = layers.Rescaling(1 / 128, -127 / 128)(pixels)
    x = norm(convolve(x, "_conv_stem", 2), "_bn0")
    at = 0
    for repeats, _, stride, _ in STAGES:
        for repeat in range(repeats):
            block, before = f"_blocks.{at}", x
            if f"{block}._expand_conv.weight" in w:
                x = norm(convolve(x, f"{block}._expand_conv"), f"{block}._bn0")
            step = stride if repeat == 0 else 1
            x = norm(filter_each(x, f"{block}._depthwise_conv", step), f"{block}._bn1")
            x = norm(convolve(x, f"{block}._project_conv"), f"{block}._bn2", rectify=False)
            if step == 1 and x.shape[-1] == before.shape[-1]:
                x = layers.Add()([x, before])
            at += 1
    x = norm(convolve(x, "_conv_head"), "_bn1")
    model = keras.Model(pixels, layers.GlobalAveragePooling2D()(x))
    for layer, values in norms:
        layer.set_weights(values)
    return model


def images(count, size):
    at = np.arange(size * size * 3, dtype=np.int64)
    one = at * 7 + (at * at) % 251
    return np.stack([((one + image * 37) % 256).reshape(size, size, 3) for image in range(count)]).astype(np.float32)


def main(path):
    model = build(read_weights(path))
    compiled = tf.function(lambda x: model(x, training=False))
    for line in sys.stdin:
        task = json.loads(line)
        pixels = images(task["batch"], task["size"])
        if task.get("check"):
            answer = {"features": model.predict_on_batch(pixels).ravel().tolist()}
        else:
            tensor = tf.constant(pixels)
            run = (lambda: model.predict_on_batch(pixels)) if task["how"] == "keras" else lambda: compiled(tensor).numpy()
            start = time.perf_counter()
            for _ in range(task["calls"]):
                run()
            answer = {"ms": (time.perf_counter() - start) * 1000 / task["calls"]}
        print(json.dumps(answer), flush=True)


main(*sys.argv[1:])
