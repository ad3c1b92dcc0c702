import type { CtFile } from '../../ctFile';
import { CtFileError } from '../../ctFileError';
import type { ScalarType } from '../../stored/scalarType';
import type { StoredImage, StoredPart } from '../../stored/storedImage';
import { niftiAffine } from './niftiAffine';
import type { NiftiFields } from './niftiFields';

/** NIfTI's data type codes; complex numbers and colours are several numbers side by side. */
const types: Readonly<Record<number, readonly [type: ScalarType, channels: number]>> = {
  2: ['uint8', 1],
  4: ['int16', 1],
  8: ['int32', 1],
  16: ['float32', 1],
  32: ['float32', 2],
  64: ['float64', 1],
  128: ['uint8', 3],
  256: ['int8', 1],
  512: ['uint16', 1],
  768: ['uint32', 1],
  1024: ['int64', 1],
  1280: ['uint64', 1],
  1792: ['float64', 2],
  2304: ['uint8', 4],
};

/** Interprets a NIfTI header. Throws CtFileError if it is inconsistent. */
export function niftiImageOf(fields: NiftiFields, source: string, data: CtFile, compressed: boolean): StoredImage {
  const [count, ...sizes] = fields.dim as [number, ...number[]];
  const dims = sizes.slice(0, Math.max(count, 0)).map((dim, axis) => (axis >= 3 && dim === 0 ? 1 : dim));
  if (!(count >= 1 && count <= 7) || !dims.every((dim) => Number.isSafeInteger(dim) && dim > 0))
    throw new CtFileError(
      source,
      `dim must be a number of axes from 1 to 7, then as many positive integers; received ${fields.dim.join(' ')}`,
    );
  const [type, channels] = types[fields.datatype] ?? [];
  if (!type || !channels)
    throw new CtFileError(
      source,
      `data type ${fields.datatype} is not supported; supported are ${Object.keys(types).join(', ')}`,
    );
  const isScaled = Number.isFinite(fields.slope) && fields.slope !== 0;
  const intercept = Number.isFinite(fields.intercept) ? fields.intercept : 0;
  const { affine, notes } = niftiAffine(fields, source);
  return {
    source,
    dims,
    channels,
    type,
    bigEndian: fields.bigEndian,
    slope: isScaled ? fields.slope : 1,
    intercept: isScaled ? intercept : 0,
    affine,
    notes:
      isScaled && intercept !== fields.intercept
        ? [...notes, `${source}: scl_inter is ${fields.intercept}; 0 is assumed`]
        : notes,
    parts: [partOf(fields, source, data, compressed)],
  };
}

function partOf(
  { single, version, voxOffset }: NiftiFields,
  source: string,
  file: CtFile,
  compressed: boolean,
): StoredPart {
  const least = single ? (version === 1 ? 352 : 544) : 0;
  const offset = voxOffset === 0 ? least : voxOffset;
  if (!(Number.isSafeInteger(offset) && offset >= least))
    throw new CtFileError(source, `vox_offset must be an integer of at least ${least}; received ${voxOffset}`);
  return compressed ? { file, start: 0, compressed, skip: offset } : { file, start: offset, compressed, skip: 0 };
}
