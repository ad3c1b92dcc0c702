/** Tags of the elements used, by their keyword in the standard (PS3.6). */
export const tags = {
  ImageType: 'x00080008',
  SOPClassUID: 'x00080016',
  SOPInstanceUID: 'x00080018',
  Modality: 'x00080060',
  SeriesDescription: 'x0008103e',
  PatientID: 'x00100020',
  SliceThickness: 'x00180050',
  EchoNumbers: 'x00180086',
  SpacingBetweenSlices: 'x00180088',
  ConvolutionKernel: 'x00181210',
  StudyInstanceUID: 'x0020000d',
  SeriesInstanceUID: 'x0020000e',
  AcquisitionNumber: 'x00200012',
  InstanceNumber: 'x00200013',
  ImagePositionPatient: 'x00200032',
  ImageOrientationPatient: 'x00200037',
  TemporalPositionIdentifier: 'x00200100',
  SliceLocation: 'x00201041',
  PlanePositionSequence: 'x00209113',
  PlaneOrientationSequence: 'x00209116',
  SamplesPerPixel: 'x00280002',
  PhotometricInterpretation: 'x00280004',
  NumberOfFrames: 'x00280008',
  Rows: 'x00280010',
  Columns: 'x00280011',
  PixelSpacing: 'x00280030',
  BitsAllocated: 'x00280100',
  BitsStored: 'x00280101',
  HighBit: 'x00280102',
  PixelRepresentation: 'x00280103',
  PixelPaddingValue: 'x00280120',
  PixelPaddingRangeLimit: 'x00280121',
  RescaleIntercept: 'x00281052',
  RescaleSlope: 'x00281053',
  PixelMeasuresSequence: 'x00289110',
  PixelValueTransformationSequence: 'x00289145',
  SharedFunctionalGroupsSequence: 'x52009229',
  PerFrameFunctionalGroupsSequence: 'x52009230',
  PixelData: 'x7fe00010',
} as const;

/** Keyword of an element in {@link tags}. */
export type Tag = keyof typeof tags;

/** Formats an element for messages: `Rows (0028,0010)`. */
export function tagName(tag: Tag): string {
  const hex = tags[tag].slice(1);
  return `${tag} (${hex.slice(0, 4)},${hex.slice(4)})`;
}
