import { show } from '../../../utils/errors';
import type { CtFile } from '../../ctFile';
import { CtFileError } from '../../ctFileError';
import { bytesOf, type ScalarType } from '../../stored/scalarType';
import type { StoredImage } from '../../stored/storedImage';
import { nrrdAffine } from './nrrdAffine';
import { nrrdParts } from './nrrdParts';
import { findField, readField, readSizes, readVectors, readWords, wrong } from './nrrdValues';
import type { NrrdHeader } from './parseNrrdHeader';

/** Names of types by what they name; spaces between words are single. */
const typeNames: Readonly<Record<ScalarType, string>> = {
  int8: 'signed char, int8, int8_t, char',
  uint8: 'uchar, unsigned char, uint8, uint8_t',
  int16: 'short, short int, signed short, signed short int, int16, int16_t',
  uint16: 'ushort, unsigned short, unsigned short int, uint16, uint16_t',
  int32: 'int, signed int, int32, int32_t',
  uint32: 'uint, unsigned int, uint32, uint32_t',
  int64: 'longlong, long long, long long int, signed long long, signed long long int, int64, int64_t',
  uint64: 'ulonglong, unsigned long long, unsigned long long int, uint64, uint64_t',
  float32: 'float',
  float64: 'double',
};

/** The voxels that an NRRD file stores: one image, or several side by side. */
export interface NrrdImage {
  /** All numbers, with the three axes of space first and all others as one axis behind them. */
  readonly image: StoredImage;
  /** Number of images: layers of segments, colours, points in time. */
  readonly layers: number;
  /** Voxels of an image that are stored one after another before those of the next follow. */
  readonly run: number;
}

/** Interprets an NRRD header. Throws CtFileError if it is inconsistent, or a data file is not among `files`. */
export async function nrrdImageOf(header: NrrdHeader, file: CtFile, files: readonly CtFile[]): Promise<NrrdImage> {
  const sizes = readSizes(header);
  const axes = spatialAxes(header, sizes);
  const others = sizes.flatMap((_, axis) => (axes.includes(axis) || sizes[axis] === 1 ? [] : axis));
  if (axes.length < 3 || others.length > 1) throw notAVolume(header, sizes);
  const { affine, notes } = nrrdAffine(header, axes, sizes.length);
  const [type, order] = [typeOf(header), readOrder(header)];
  const isQuantized = findField(header, 'old min') !== null || findField(header, 'old max') !== null;
  const product = (lengths: readonly number[]) => lengths.reduce((voxels, length) => voxels * length, 1);
  return {
    image: {
      source: header.name,
      dims: axes.map((axis) => sizes[axis]!),
      channels: 1,
      type,
      bigEndian: order === 'big',
      slope: 1,
      intercept: 0,
      affine,
      notes: [
        ...notes,
        ...(order === null && bytesOf(type) > 1
          ? [`${header.name}: the header gives no endian; little is assumed`]
          : []),
        ...(isQuantized ? [`${header.name}: old min and old max are not applied to the values`] : []),
      ],
      parts: await nrrdParts(header, sizes, file, files),
    },
    layers: others.length === 0 ? 1 : sizes[others[0]!]!,
    run: product(sizes.slice(0, others[0] ?? sizes.length)),
  };
}

/** The first three axes that have a direction and are not a list of colours, vectors or times. */
function spatialAxes(header: NrrdHeader, sizes: readonly number[]): readonly number[] {
  const hasDirections = findField(header, 'space directions') !== null;
  const directions = hasDirections ? readVectors(header, 'space directions', sizes.length) : null;
  const kinds = readWords(header, 'kinds', sizes.length);
  const isSpatial = (axis: number) =>
    directions?.[axis] !== null && /^(domain|space|\?\?\?|none)$/i.test(kinds?.[axis] ?? 'none');
  return [...sizes.keys()].filter(isSpatial).slice(0, 3);
}

/** The error of an image that is not a volume, such as a picture in colours or a time series. */
export function notAVolume(header: NrrdHeader, sizes: readonly number[]): CtFileError {
  const kinds = findField(header, 'kinds');
  return new CtFileError(
    header.name,
    `${sizes.length} axes of ${sizes.join(' × ')} numbers${kinds === null ? '' : `, of the kinds ${kinds}`}; a volume has three axes of space: save the desired one as a separate file`,
  );
}

function typeOf(header: NrrdHeader): ScalarType {
  const name = readField(header, 'type');
  const plain = name.toLowerCase().replaceAll(/\s+/g, ' ');
  const found = Object.entries(typeNames).find(([, names]) => names.split(', ').includes(plain));
  if (!found)
    throw new CtFileError(
      header.name,
      `type must be one of ${Object.values(typeNames).join(', ')}; received ${show(name)}`,
    );
  return found[0] as ScalarType;
}

function readOrder(header: NrrdHeader): 'little' | 'big' | null {
  const order = findField(header, 'endian')?.toLowerCase() ?? null;
  if (order === null || order === 'little' || order === 'big') return order;
  throw wrong(header, 'endian', 'little or big', order);
}
