import type { Volume } from '../data/volume';
import { requireOneOf } from '../utils/check';
import { type MaskOnSource, maskOnSource } from './maskOnSource';
import { type DicomMaskOptions, type MaskSettings, maskSettings } from './maskOptions';
import { imageReferences, newObject } from './newObject';
import { framesOf } from './segFrames';
import { segmentItem } from './segmentItem';
import type { Attributes, DicomObject } from './write/attributes';
import { dateText, timeText } from './write/dates';
import { dictionary, type Keyword } from './write/dictionary';
import { writeDicomFile } from './write/writeDicomFile';

/** Options of {@link encodeDicomSeg}. */
export interface EncodeDicomSegOptions extends DicomMaskOptions {
  /**
   * `'BINARY'`: a bit per voxel and segment, which every reader of SEG knows. `'LABELMAP'`: the labels themselves, since
   * DICOM 2024d; fewer programs read it. @defaultValue `'BINARY'`
   */
  type?: 'BINARY' | 'LABELMAP';
}

const sopClasses = { BINARY: '1.2.840.10008.5.1.4.1.1.66.4', LABELMAP: '1.2.840.10008.5.1.4.1.1.66.7' } as const;

/**
 * Encodes a mask as a DICOM SEG of the scan that it was made from, for archives (PACS) and viewers.
 *
 * The object belongs to the patient, the study and the frame of reference of the scan, and refers to its images; each
 * frame has the position of its slice. Slices without labels are left out. BINARY numbers the segments from 1 in the
 * order of their values, as DICOM requires; LABELMAP keeps the values. The regions of a mask with `codes` overlap in BINARY.
 * Options: {@link EncodeDicomSegOptions}.
 *
 * The file holds what identifies the patient in the scan, such as name and birth date.
 *
 * @param mask labels on the grid of the scan, or on a part of it
 * @throws OptionError (the promise) if it is not a mask, has values without a segment, or an option is out of range
 * @throws CtFileError (the promise) if the scan cannot be read, has no UIDs, or has other voxels than the mask
 * @see PS3.3 A.51, https://dicom.nema.org/medical/dicom/current/output/chtml/part03/sect_A.51.html
 * @example
 * ```ts no-run
 * import { predictVolume, readVolume } from 'msa-unet';
 * import { encodeDicomSeg } from 'msa-unet/dicom';
 * import { ctFiles, openRun, writeFileAtomic } from 'msa-unet/node';
 *
 * const source = await ctFiles('scans/patient-1');
 * const { model, inference } = await openRun('runs/liver');
 * const mask = await predictVolume(model, await readVolume(source), inference);
 * const segments = [{ value: 1, name: 'Liver' }];
 * await writeFileAtomic('masks/patient-1.dcm', await encodeDicomSeg(mask, { source, segments }));
 * ```
 */
export async function encodeDicomSeg(mask: Volume, options: EncodeDicomSegOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { type = 'BINARY', ...others } = options;
  requireOneOf('encodeDicomSeg', 'type', type, ['BINARY', 'LABELMAP']);
  const settings = maskSettings('encodeDicomSeg', others);
  const drawn = await maskOnSource('encodeDicomSeg', mask, settings);
  return writeDicomFile(segmentation(drawn, type, settings), 'explicit');
}

function segmentation(drawn: MaskOnSource, type: 'BINARY' | 'LABELMAP', settings: MaskSettings): DicomObject {
  const { series, segments } = drawn;
  const { date, makeUid, algorithm, seriesDescription } = settings;
  return {
    ...dimensions(type, makeUid()),
    ...pixelModule(drawn, type),
    LossyImageCompression: '00',
    ...series.compression,
    ...newObject(sopClasses[type], 'SEG', series, settings),
    DeviceSerialNumber: '0',
    ImageType: 'DERIVED\\PRIMARY',
    ContentDate: dateText(date),
    ContentTime: timeText(date),
    ContentLabel: 'SEGMENTATION',
    ContentDescription: seriesDescription,
    ContentCreatorName: '',
    ReferencedSeriesSequence: [
      { SeriesInstanceUID: series.seriesUid, ReferencedInstanceSequence: imageReferences(series) },
    ],
    SegmentationType: type,
    SegmentSequence: segments.map((segment, i) =>
      segmentItem(segment, type === 'BINARY' ? i + 1 : segment.value, algorithm),
    ),
    ...(type === 'LABELMAP' ? { PixelPaddingValue: 0, SegmentsOverlap: 'NO' } : {}),
  };
}

/** The frames: their pixels, and what they share and what each has of its own. */
function pixelModule(drawn: MaskOnSource, type: 'BINARY' | 'LABELMAP'): Attributes {
  const { rows, columns, orientation, spacing, thickness, step } = drawn.series;
  const { items, pixels, bits } = framesOf(drawn, type);
  return {
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: rows,
    Columns: columns,
    BitsAllocated: bits,
    BitsStored: bits,
    HighBit: bits - 1,
    PixelRepresentation: 0,
    NumberOfFrames: items.length,
    SharedFunctionalGroupsSequence: [
      {
        PlaneOrientationSequence: [{ ImageOrientationPatient: orientation }],
        PixelMeasuresSequence: [{ PixelSpacing: spacing, SliceThickness: thickness, SpacingBetweenSlices: step }],
      },
    ],
    PerFrameFunctionalGroupsSequence: items,
    PixelData: pixels,
  };
}

/** What the index of a frame counts: segments and positions, or positions alone. */
function dimensions(type: 'BINARY' | 'LABELMAP', uid: string): Attributes {
  const index = (of: Keyword, within: Keyword, label: string): Attributes => ({
    DimensionOrganizationUID: uid,
    DimensionIndexPointer: dictionary[of][0],
    FunctionalGroupPointer: dictionary[within][0],
    DimensionDescriptionLabel: label,
  });
  const position = index('ImagePositionPatient', 'PlanePositionSequence', 'Position');
  const segment = index('ReferencedSegmentNumber', 'SegmentIdentificationSequence', 'Segment');
  return {
    DimensionOrganizationSequence: [{ DimensionOrganizationUID: uid }],
    DimensionIndexSequence: type === 'BINARY' ? [segment, position] : [position],
  };
}
