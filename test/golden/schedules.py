"""Writes schedules.json: what Keras's ReduceLROnPlateau and EarlyStopping make of random losses.

    python3 -m venv .venv && .venv/bin/pip install keras tensorflow-cpu && .venv/bin/python test/golden/schedules.py
"""

import json
import pathlib
import platform
import types

import keras
import numpy as np

SEED = 20211015
rng = np.random.default_rng(SEED)


def fake_model():
    optimizer = types.SimpleNamespace(learning_rate=1.0)
    return types.SimpleNamespace(optimizer=optimizer, stop_training=False)


def plateau(losses, factor, patience, minDelta, minLearningRate, cooldown):
    callback = keras.callbacks.ReduceLROnPlateau(
        factor=factor, patience=patience, min_delta=minDelta, min_lr=minLearningRate, cooldown=cooldown, mode="min"
    )
    callback.set_model(fake_model())
    callback.on_train_begin()
    rates = []
    for epoch, loss in enumerate(losses):
        callback.on_epoch_end(epoch, {"val_loss": loss})
        rates.append(float(callback.model.optimizer.learning_rate))
    return rates


def stop(losses, patience, minDelta):
    callback = keras.callbacks.EarlyStopping(patience=patience, min_delta=minDelta, mode="min")
    callback.set_model(fake_model())
    callback.on_train_begin()
    for epoch, loss in enumerate(losses):
        callback.on_epoch_end(epoch, {"val_loss": loss})
        if callback.model.stop_training:
            return epoch + 1
    return None


def losses(count=60):
    """Falling, then noise, in sixteenths so that every difference is exact."""
    fall = np.maximum(0, 4 - np.arange(count) / 8)
    return [float(np.round(16 * (a + b)) / 16) for a, b in zip(fall, rng.random(count))]


plateaus, stops = [], []
for factor, patience, min_delta, min_rate, cooldown in [
    (0.5, 8, 1e-4, 0.0, 0),
    (0.5, 1, 0.25, 0.0, 0),
    (0.25, 2, 0.0, 0.015625, 0),
    (0.5, 2, 0.0625, 0.0, 3),
    (0.5, 3, 0.5, 0.125, 1),
]:
    options = {"factor": factor, "patience": patience, "minDelta": min_delta, "minLearningRate": min_rate, "cooldown": cooldown}
    given = losses()
    plateaus.append({"options": options, "losses": given, "rates": plateau(given, **options)})
for patience, min_delta in [(20, 0.0), (1, 0.0), (5, 0.25), (3, 0.0625), (59, 0.0)]:
    options = {"patience": patience, "minDelta": min_delta}
    given = losses()
    stops.append({"options": options, "losses": given, "end": stop(given, **options)})

golden = {
    "seed": SEED,
    "versions": {"python": platform.python_version(), "keras": keras.__version__},
    "plateaus": plateaus,
    "stops": stops,
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden) + "\n")
