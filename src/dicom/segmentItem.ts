import { cieLabOfRgb } from '../data/formats/dicom/segmentation/cieLab';
import type { DicomSegment, MaskSettings } from './maskOptions';
import { codesOf, type DicomCode } from './segmentCodes';
import type { Attributes } from './write/attributes';

/** Describes a segment of a SEG: its number, name, coded meaning, colour, and what made it. */
export function segmentItem(
  { name, color = null, code = null }: DicomSegment,
  number: number,
  { name: algorithm, version }: MaskSettings['algorithm'],
): Attributes {
  const { category, type } = codesOf(name);
  return {
    SegmentNumber: number,
    SegmentLabel: name,
    SegmentAlgorithmType: 'AUTOMATIC',
    SegmentAlgorithmName: algorithm,
    SegmentationAlgorithmIdentificationSequence: [
      {
        AlgorithmFamilyCodeSequence: [codeItem({ value: '123110', scheme: 'DCM', meaning: 'Artificial Intelligence' })],
        AlgorithmName: algorithm,
        AlgorithmVersion: version,
      },
    ],
    SegmentedPropertyCategoryCodeSequence: [codeItem(category)],
    SegmentedPropertyTypeCodeSequence: [codeItem(code ?? type)],
    ...(color ? { RecommendedDisplayCIELabValue: cieLabOfRgb(color) } : {}),
  };
}

function codeItem({ value, scheme, meaning }: DicomCode): Attributes {
  return { CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning };
}
