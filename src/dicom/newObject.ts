import type { MaskSettings } from './maskOptions';
import type { SourceSeries, SourceSlice } from './sourceSeries';
import type { Attributes } from './write/attributes';
import { dateText, timeText } from './write/dates';

/** Elements that every new object has: its patient and study, its series, its maker and its own UID. */
export function newObject(
  sopClass: string,
  modality: string,
  { attributes, studyUid }: SourceSeries,
  { date, makeUid, seriesDescription, seriesNumber, algorithm }: MaskSettings,
) {
  return {
    FrameOfReferenceUID: makeUid(), // of its own where the scan has none
    ...attributes,
    StudyInstanceUID: studyUid,
    SOPClassUID: sopClass,
    SOPInstanceUID: makeUid(),
    SeriesInstanceUID: makeUid(),
    SeriesDate: dateText(date),
    SeriesTime: timeText(date),
    SeriesDescription: seriesDescription,
    SeriesNumber: seriesNumber,
    InstanceNumber: 1,
    Modality: modality,
    Manufacturer: 'msa-unet',
    ManufacturerModelName: algorithm.name,
    SoftwareVersions: algorithm.version,
  } satisfies Attributes;
}

/** Reference to the image of a slice. */
export function imageReference({ sopClass, instanceUid, frame }: SourceSlice): Attributes {
  return {
    ReferencedSOPClassUID: sopClass,
    ReferencedSOPInstanceUID: instanceUid,
    ...(frame === null ? {} : { ReferencedFrameNumber: frame }),
  };
}

/** References to all images of a series, each once. */
export function imageReferences({ slices }: SourceSeries): Attributes[] {
  const images = new Map(slices.map(({ sopClass, instanceUid }) => [instanceUid, sopClass]));
  return [...images].map(([uid, sopClass]) => ({ ReferencedSOPClassUID: sopClass, ReferencedSOPInstanceUID: uid }));
}
