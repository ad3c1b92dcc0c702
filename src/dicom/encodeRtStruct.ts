import { add, scale, type Vector, vector } from '../data/vector';
import type { Volume } from '../data/volume';
import { type MaskOnSource, maskOnSource } from './maskOnSource';
import { type DicomMaskOptions, type DicomSegment, type MaskSettings, maskSettings } from './maskOptions';
import { imageReference, imageReferences, newObject } from './newObject';
import type { SourceSeries } from './sourceSeries';
import { type Corner, traceContours } from './traceContours';
import type { Attributes, DicomObject } from './write/attributes';
import { dateText, timeText } from './write/dates';
import { writeDicomFile } from './write/writeDicomFile';

const structureSetClass = '1.2.840.10008.5.1.4.1.1.481.3';

/** A study as an object that can be referred to; retired, but the standard still asks for it. */
const studyClass = '1.2.840.10008.3.1.2.3.1';

/** Colours of regions that have none. */
const colors: readonly (readonly [number, number, number])[] = [
  [221, 130, 101],
  [255, 0, 0],
  [0, 160, 0],
  [0, 90, 255],
  [255, 200, 0],
  [170, 0, 200],
  [0, 190, 190],
  [140, 140, 140],
];

/**
 * Encodes a mask as a DICOM RTSTRUCT of the scan that it was made from, for radiotherapy planning.
 *
 * Every region of a segment on a slice becomes a closed contour along the edges of its voxels; a channel without a width
 * leads to its holes. The even–odd rule thus gives back every voxel. The object belongs to the patient, the study and
 * the frame of reference of the scan, and refers to its images. ROI numbers are the values of the segments. Options:
 * {@link DicomMaskOptions}.
 *
 * The file holds what identifies the patient in the scan, such as name and birth date.
 *
 * @param mask labels on the grid of the scan, or on a part of it
 * @throws OptionError (the promise) if it is not a mask, has values without a segment, or an option is out of range
 * @throws CtFileError (the promise) if the scan cannot be read, has no UIDs, or has other voxels than the mask
 * @see PS3.3 A.19, https://dicom.nema.org/medical/dicom/current/output/chtml/part03/sect_A.19.html
 * @example
 * ```ts no-run
 * import { readVolume } from 'msa-unet';
 * import { encodeRtStruct } from 'msa-unet/dicom';
 * import { ctFiles, writeFileAtomic } from 'msa-unet/node';
 *
 * const source = await ctFiles('scans/patient-1');
 * const mask = await readVolume(await ctFiles('masks/patient-1.nii.gz'), { kind: 'label' });
 * const segments = [{ value: 1, name: 'Liver' }];
 * await writeFileAtomic('contours/patient-1.dcm', await encodeRtStruct(mask, { source, segments }));
 * ```
 */
export async function encodeRtStruct(mask: Volume, options: DicomMaskOptions): Promise<Uint8Array<ArrayBuffer>> {
  const settings = maskSettings('encodeRtStruct', options);
  const drawn = await maskOnSource('encodeRtStruct', mask, settings);
  return writeDicomFile(structureSet(drawn, settings), 'implicit');
}

function structureSet(drawn: MaskOnSource, settings: MaskSettings): DicomObject {
  const { series, segments } = drawn;
  const { date, seriesDescription } = settings;
  const common = newObject(structureSetClass, 'RTSTRUCT', series, settings);
  return {
    ...common,
    OperatorsName: '',
    StructureSetLabel: [...seriesDescription].slice(0, 16).join(''),
    StructureSetDate: dateText(date),
    StructureSetTime: timeText(date),
    ReferencedFrameOfReferenceSequence: [
      {
        FrameOfReferenceUID: common.FrameOfReferenceUID,
        RTReferencedStudySequence: [
          {
            ReferencedSOPClassUID: studyClass,
            ReferencedSOPInstanceUID: series.studyUid,
            RTReferencedSeriesSequence: [
              { SeriesInstanceUID: series.seriesUid, ContourImageSequence: imageReferences(series) },
            ],
          },
        ],
      },
    ],
    StructureSetROISequence: segments.map(({ value, name }) => ({
      ROINumber: value,
      ReferencedFrameOfReferenceUID: common.FrameOfReferenceUID,
      ROIName: name,
      ROIGenerationAlgorithm: 'AUTOMATIC',
    })),
    ROIContourSequence: segments.map((segment, i) => roiContours(segment, segment.color ?? colors[i % 8]!, drawn)),
    RTROIObservationsSequence: segments.map(({ value }) => ({
      ObservationNumber: value,
      ReferencedROINumber: value,
      RTROIInterpretedType: '',
      ROIInterpreter: '',
    })),
    ApprovalStatus: 'UNAPPROVED',
  };
}

function roiContours(segment: DicomSegment, color: readonly number[], { series, slicesOf }: MaskOnSource): Attributes {
  const { value } = segment;
  const contours = slicesOf(segment).flatMap((labels, z) =>
    traceContours(labels, value, series.columns, series.rows).map((corners) => ({
      ContourImageSequence: [imageReference(series.slices[z]!)],
      ContourGeometricType: 'CLOSED_PLANAR',
      NumberOfContourPoints: corners.length,
      ContourData: corners.flatMap((corner) => inPatient(corner, series, series.slices[z]!.position)),
    })),
  );
  return {
    ROIDisplayColor: color,
    ReferencedROINumber: value,
    ...(contours.length > 0 ? { ContourSequence: contours } : {}),
  };
}

/** Position of a corner in mm, to 0.1 µm. */
function inPatient([column, row]: Corner, { orientation, spacing }: SourceSeries, origin: Vector): number[] {
  const across = scale(vector(orientation), (column - 0.5) * spacing[1]);
  const down = scale(vector(orientation, 3), (row - 0.5) * spacing[0]);
  return add(add(origin, across), down).map((mm) => Math.round(mm * 1e4) / 1e4);
}
