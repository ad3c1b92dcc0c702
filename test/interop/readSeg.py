"""Prints the segments of a DICOM SEG, and the labelled voxels and the position of each frame, as JSON."""
import json
import sys

import numpy as np
import pydicom

seg = pydicom.dcmread(sys.argv[1])
pixels = seg.pixel_array.reshape(int(seg.NumberOfFrames), -1)
frames = []
for frame, groups in zip(pixels, seg.PerFrameFunctionalGroupsSequence):
    if seg.SegmentationType == "BINARY":
        label = groups.SegmentIdentificationSequence[0].ReferencedSegmentNumber
        voxels = {label: np.flatnonzero(frame).tolist()}
    else:
        voxels = {int(label): np.flatnonzero(frame == label).tolist() for label in np.unique(frame) if label}
    position = [float(mm) for mm in groups.PlanePositionSequence[0].ImagePositionPatient]
    frames.append({"position": position, "voxels": voxels})
segments = [
    [item.SegmentNumber, item.SegmentLabel, item.SegmentedPropertyTypeCodeSequence[0].CodeValue]
    for item in seg.SegmentSequence
]
print(json.dumps({"segments": segments, "frames": frames, "study": seg.StudyInstanceUID}))
