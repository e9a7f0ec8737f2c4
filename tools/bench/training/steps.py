"""The peer: Keras and a compiled function over the same network, one JSON task a line in, milliseconds a step out."""
import json
import os
import sys
import time

os.environ["KERAS_BACKEND"] = "tensorflow"
import keras
import numpy as np
import tensorflow as tf

folder, nets = sys.argv[1], json.loads(sys.argv[2])
layers = keras.layers

makers = {
    "dense": lambda units, activation: layers.Dense(units, activation=activation),
    "conv": lambda filters, size, stride, bias: layers.Conv2D(
        int(filters), size, stride, padding="same", use_bias=bias
    ),
    "depthwise": lambda size, stride: layers.DepthwiseConv2D(size, stride, padding="same", use_bias=False),
    "norm": lambda: layers.BatchNormalization(epsilon=1e-3, momentum=0.99),
    "relu": lambda: layers.ReLU(),
    "relu6": lambda: layers.ReLU(6),
    "max": lambda size: layers.MaxPooling2D(size),
    "average": lambda: layers.GlobalAveragePooling2D(),
    "flatten": lambda: layers.Flatten(),
}


def read(name, dtype):
    return np.fromfile(os.path.join(folder, name), dtype)


def build(name):
    net = nets[name]
    x = start = keras.Input(net["input"])
    for kind, *numbers in net["layers"]:
        x = makers[kind](*numbers)(x)
    model = keras.Model(start, x)
    for at, variable in enumerate(model.trainable_variables):
        variable.assign(read(f"{name}-{at}", np.float32).reshape(variable.shape))
    return model


def compiled(model):
    optimizer = keras.optimizers.Adam(1e-4)
    optimizer.build(model.trainable_variables)

    @tf.function
    def step(x, y):
        with tf.GradientTape() as tape:
            logits = model(x, training=True)
            loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(y, logits))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
        return loss

    return step


def open_net(name):
    net = nets[name]
    x = read(f"{name}-x", np.float32).reshape([net["batch"], *net["input"]])
    y = np.eye(10, dtype=np.float32)[read(f"{name}-y", np.int32)]
    by_keras = build(name)
    by_keras.compile(keras.optimizers.Adam(1e-4), keras.losses.CategoricalCrossentropy(from_logits=True))
    by_function = build(name)
    step = compiled(by_function)
    tensors = tf.constant(x), tf.constant(y)
    return {
        "keras": lambda: float(by_keras.train_on_batch(x, y)),
        "function": lambda: float(step(*tensors)),
    }


opened = {}
for line in sys.stdin:
    task = json.loads(line)
    name = task["name"]
    if name not in opened:
        opened[name] = open_net(name)
    run = opened[name][task["how"]]
    if task.get("check"):
        print(json.dumps([run() for _ in range(task["steps"])]), flush=True)
        continue
    begin = time.perf_counter()
    for _ in range(task["steps"]):
        run()
    print(json.dumps((time.perf_counter() - begin) * 1000 / task["steps"]), flush=True)
