/** Coded meaning of a segment, such as SNOMED CT's. */
export interface DicomCode {
  /** Code: `'10200004'`. */
  readonly value: string;
  /** Designator of the coding scheme: `'SCT'` for SNOMED CT. */
  readonly scheme: string;
  /** Meaning in words: `'Liver'`. */
  readonly meaning: string;
}

/** Category and type of a segment (PS3.16, context groups 7150 and 7151 … 7166). */
export interface SegmentCodes {
  readonly category: DicomCode;
  readonly type: DicomCode;
}

const snomed = (value: string, meaning: string): DicomCode => ({ value, scheme: 'SCT', meaning });

const organ = snomed('123037004', 'Anatomical Structure');
const abnormal = snomed('49755003', 'Morphologically Abnormal Structure');
const tissue = snomed('85756007', 'Tissue');

/** Organs by their names in lower case. */
const organs: Readonly<Record<string, readonly [code: string, meaning: string]>> = {
  liver: ['10200004', 'Liver'],
  spleen: ['78961009', 'Spleen'],
  pancreas: ['15776009', 'Pancreas'],
  gallbladder: ['28231008', 'Gallbladder'],
  stomach: ['69695003', 'Stomach'],
  duodenum: ['38848004', 'Duodenum'],
  colon: ['71854001', 'Colon'],
  kidney: ['64033007', 'Kidney'],
  'left kidney': ['18639004', 'Left kidney'],
  'right kidney': ['9846003', 'Right kidney'],
  'adrenal gland': ['23451007', 'Adrenal gland'],
  bladder: ['89837001', 'Bladder'],
  esophagus: ['32849002', 'Esophagus'],
  aorta: ['15825003', 'Aorta'],
  'inferior vena cava': ['64131007', 'Inferior vena cava'],
  'portal vein': ['32764006', 'Portal vein'],
  lung: ['39607008', 'Lung'],
  heart: ['80891009', 'Heart'],
};

/**
 * Returns the codes of a segment by its name: of an organ of the abdomen, of a tumour or lesion, or else the most
 * general ones, "Tissue".
 */
export function codesOf(name: string): SegmentCodes {
  const words = name
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim();
  if (/\b(tumou?rs?|lesions?|neoplasms?)$/.test(words))
    return { category: abnormal, type: snomed('108369006', 'Neoplasm') };
  const found = Object.hasOwn(organs, words) ? organs[words] : undefined;
  return found ? { category: organ, type: snomed(...found) } : { category: tissue, type: tissue };
}
