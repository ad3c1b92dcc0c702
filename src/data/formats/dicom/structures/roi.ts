import { counted } from '../../../../utils/counted';
import { groupBy } from '../../../../utils/groupBy';
import { CtFileError } from '../../../ctFileError';
import type { Segment } from '../../../segments/segment';
import type { Vector } from '../../../vector';
import type { Elements } from '../elements';
import { tagName } from '../tags';

/** Region of interest of an RTSTRUCT: a segment given by contours. */
export interface Roi extends Segment {
  /** Reads its closed contours, as points (left, back, head) in mm; those of other types are noted. */
  readContours(note: (text: string) => void): readonly (readonly Vector[])[];
}

/** Types of contours that enclose something; the second is always combined by exclusive or, as all are here. */
const closedTypes = ['CLOSED_PLANAR', 'CLOSEDPLANAR_XOR'];

/** Highest number of a ROI that can be the value of a voxel. */
const highestNumber = 2 ** 31 - 1;

/** Lists the regions of interest of an RTSTRUCT, numbered as there if each has a number of its own from 1. */
export function roisOf(elements: Elements, file: string, note: (text: string) => void): Roi[] {
  const found = elements.items('StructureSetROISequence').map((item) => ({
    number: item.number('ROINumber'),
    name: item.text('ROIName'),
  }));
  const numbers = found.map(({ number }) => number ?? 0);
  const isUsable = (number: number) => Number.isInteger(number) && number >= 1 && number <= highestNumber;
  const isKept = numbers.every(isUsable) && new Set(numbers).size === numbers.length;
  if (!isKept)
    note(
      `the numbers of the ROIs, ${numbers.slice(0, 8).join(', ')}, cannot serve as labels: the ROIs are numbered from 1 instead`,
    );
  const drawn = groupBy(elements.items('ROIContourSequence'), (item) => item.number('ReferencedROINumber'));
  const sharing = groupBy(found, (roi) => roi.number);
  return found.map(({ number, name }, i) => {
    const value = isKept ? number! : i + 1;
    const items = drawn.get(number) ?? [];
    const own = name ?? `ROI ${value}`;
    const [red, green, blue] = items[0]?.numbers('ROIDisplayColor', 3) ?? [];
    return {
      ...{ value, name: own },
      color: red === undefined || green === undefined || blue === undefined ? null : [red, green, blue],
      readContours(note) {
        if (items.length > 0 && sharing.get(number)!.length > 1) throw sharedNumber(file, own, number);
        return items.flatMap((item) => closedContours(item, own, file, note));
      },
    };
  });
}

function sharedNumber(file: string, name: string, number: number | null): CtFileError {
  const which = number === null ? 'no number' : `the number ${number}, as another region has`;
  return new CtFileError(file, `${name} has ${which}, but contours refer to their region by number`, {
    fix: [{ action: 'export the structures again, each with a number of its own' }],
  });
}

function closedContours(roi: Elements, name: string, file: string, note: (text: string) => void): Vector[][] {
  const contours: Vector[][] = [];
  const others = new Map<string, number>();
  for (const contour of roi.items('ContourSequence')) {
    const type = contour.text('ContourGeometricType') ?? 'CLOSED_PLANAR';
    if (closedTypes.includes(type)) contours.push(pointsOf(contour.texts('ContourData'), name, file));
    else others.set(type, (others.get(type) ?? 0) + 1);
  }
  for (const [type, count] of others) note(`${name}: ${counted(count, 'contour')} of type ${type} enclose nothing`);
  return contours;
}

function pointsOf(texts: readonly string[], name: string, file: string): Vector[] {
  const numbers = texts.map((text) => (text === '' ? Number.NaN : Number(text)));
  if (numbers.length % 3 !== 0 || !numbers.every(Number.isFinite))
    throw new CtFileError(
      file,
      `${tagName('ContourData')} of ${name} must be three numbers per point; received ${texts.length}: ${texts.slice(0, 6).join(', ').slice(0, 80)} …`,
    );
  return Array.from({ length: numbers.length / 3 }, (_, i) => [
    numbers[3 * i]!,
    numbers[3 * i + 1]!,
    numbers[3 * i + 2]!,
  ]);
}
