import type { CtFile } from '../../ctFile';
import { CtFileError } from '../../ctFileError';
import type { ScalarType } from '../../stored/scalarType';
import type { StoredImage, StoredPart } from '../../stored/storedImage';
import { niftiAffine } from './niftiAffine';
import type { NiftiFields } from './niftiFields';

/** What NIfTI's number of a data type means; complex numbers and colours are several numbers side by side. */
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

/** What a NIfTI header says. @throws CtFileError if it says what cannot be */
export function niftiImageOf(fields: NiftiFields, source: string, data: CtFile, compressed: boolean): StoredImage {
  const [count, ...sizes] = fields.dim as [number, ...number[]];
  const dims = sizes.slice(0, Math.max(count, 0));
  if (!(count >= 1 && count <= 7) || !dims.every((dim) => Number.isSafeInteger(dim) && dim > 0))
    throw new CtFileError(source, `dim must be 1 to 7 and so many positive integers; received ${fields.dim.join(' ')}`);
  const [type, channels] = types[fields.datatype] ?? [];
  if (!type || !channels)
    throw new CtFileError(
      source,
      `data type ${fields.datatype} is none of those read: ${Object.keys(types).join(', ')}`,
    );
  const isScaled = Number.isFinite(fields.slope) && fields.slope !== 0;
  if (isScaled && !Number.isFinite(fields.intercept))
    throw new CtFileError(source, `scl_inter must be finite; received ${fields.intercept}`);
  return {
    source,
    dims,
    channels,
    type,
    bigEndian: fields.bigEndian,
    slope: isScaled ? fields.slope : 1,
    intercept: isScaled ? fields.intercept : 0,
    affine: niftiAffine(fields, source),
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
