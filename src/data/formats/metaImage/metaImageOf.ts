import type { CtFile } from '../../ctFile';
import { affineFrom } from '../../stored/affineFrom';
import { lengthUnit } from '../../stored/lengthUnit';
import type { ScalarType } from '../../stored/scalarType';
import type { StoredImage } from '../../stored/storedImage';
import type { Vector } from '../../vector';
import type { Affine } from '../../volume';
import { dataParts } from './dataParts';
import { readFlag, readInteger, readNumbers, readSizes, wrong } from './metaValues';
import type { MetaHeader } from './parseMetaHeader';

/** Element types of MetaImage, whose long has 4 bytes. */
const types: Readonly<Record<string, ScalarType>> = {
  MET_ASCII_CHAR: 'int8',
  MET_CHAR: 'int8',
  MET_UCHAR: 'uint8',
  MET_SHORT: 'int16',
  MET_USHORT: 'uint16',
  MET_INT: 'int32',
  MET_UINT: 'uint32',
  MET_LONG: 'int32',
  MET_ULONG: 'uint32',
  MET_LONG_LONG: 'int64',
  MET_ULONG_LONG: 'uint64',
  MET_FLOAT: 'float32',
  MET_DOUBLE: 'float64',
};

/** Interprets a MetaImage header. Throws CtFileError if it is inconsistent, or a data file is not among `files`. */
export function metaImageOf(header: MetaHeader, file: CtFile, files: readonly CtFile[]): StoredImage {
  const name = header.values.get('ElementType') ?? '';
  const type = types[name.replace(/_ARRAY$/, '')];
  if (!type) throw wrong(header, 'ElementType', `one of ${Object.keys(types).join(', ')}`, name);
  if (!readFlag(header, ['BinaryData'], true))
    throw wrong(
      header,
      'BinaryData',
      'True: voxels written as text are not supported',
      header.values.get('BinaryData')!,
    );
  const dims = readSizes(header);
  const { affine, notes } = affineOf(header, dims.length);
  return {
    source: header.name,
    dims,
    channels: readInteger(header, 'ElementNumberOfChannels', 1, 1),
    type,
    bigEndian: readFlag(header, ['BinaryDataByteOrderMSB', 'ElementByteOrderMSB'], false),
    slope: 1,
    intercept: 0,
    affine,
    notes: notes.map((note) => `${header.name}: ${note}`),
    parts: dataParts(header, dims, file, files),
  };
}

/**
 * Row i of `TransformMatrix` is the direction of axis i in (left, back, head). `AnatomicalOrientation` only repeats it
 * (in letters of the side that an axis comes from) and is ignored, as in ITK.
 */
function affineOf(header: MetaHeader, count: number): { affine: Affine; notes: readonly string[] } {
  const identity = Array.from({ length: count * count }, (_, i) => (i % (count + 1) === 0 ? 1 : 0));
  const zeros = identity.slice(0, count).fill(0);
  const matrix = readNumbers(header, ['TransformMatrix', 'Orientation', 'Rotation'], count * count, identity);
  const origin = readNumbers(header, ['Offset', 'Position', 'Origin'], count, zeros);
  const given = readNumbers(header, ['ElementSpacing', 'ElementSize'], count, zeros);
  if (given.some((step) => step < 0)) throw wrong(header, 'ElementSpacing', 'above 0', given.join(' '));
  const unit = header.values.get('DistanceUnits') ?? 'mm';
  const { mm, note } = lengthUnit([unit === '?' ? '' : unit]);
  const notes = note === null ? [] : [note];
  if (given.slice(0, 3).includes(0))
    notes.push(`the header does not give the ElementSpacing of every axis; 1 ${mm === 1 ? 'mm' : unit} is assumed`);
  const spacing = given.map((step) => mm * (step || 1));
  const step = (axis: number): Vector => {
    const along = (i: number) => (axis < count && i < count ? matrix[axis * count + i]! : axis === i ? 1 : 0);
    const length = spacing[axis] ?? mm;
    return [along(0) * length, along(1) * length, along(2) * length];
  };
  const first: Vector = [(origin[0] ?? 0) * mm, (origin[1] ?? 0) * mm, (origin[2] ?? 0) * mm];
  return { affine: affineFrom(header.name, [step(0), step(1), step(2)], first), notes };
}
