"""Writes eventFile.json: records of an event file, written by TensorBoard's own record writer.

    python3 -m venv .venv && .venv/bin/pip install tensorboard && .venv/bin/python test/golden/eventFile.py
"""

import io
import json
import pathlib
import platform

import tensorboard
from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.summary.writer.record_writer import RecordWriter

SESSION_START = event_pb2.SessionLog.START


def event(wallTime, step, fileVersion=None, starts=False, scalars=None):
    made = event_pb2.Event(wall_time=wallTime, step=step)
    if fileVersion is not None:
        made.file_version = fileVersion
    if starts:
        made.session_log.status = SESSION_START
    if scalars is not None:
        values = [summary_pb2.Summary.Value(tag=tag, simple_value=value) for tag, value in scalars.items()]
        made.summary.CopyFrom(summary_pb2.Summary(value=values))
    return made


def record(fields):
    stream = io.BytesIO()
    RecordWriter(stream).write(event(**fields).SerializeToString())
    return stream.getvalue().hex()


cases = [
    {"wallTime": 1764072000.125, "step": 0, "fileVersion": "brain.Event:2"},
    {"wallTime": 1764072000.125, "step": 7, "starts": True},
    {"wallTime": 1764072001.5, "step": 1, "scalars": {"epoch/loss": 0.5}},
    {"wallTime": 1764072002.5, "step": 300, "scalars": {"a": -0.1, "größe": 1e-8, "c" * 200: 3.0}},
    {"wallTime": 1764072003.5, "step": 5_000_000_000, "scalars": {"loss": 12345.678}},
]
golden = {
    "versions": {"python": platform.python_version(), "tensorboard": tensorboard.__version__},
    "cases": [{"event": fields, "record": record(fields)} for fields in cases],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden, indent=2, ensure_ascii=False) + "\n")
