import { readBytes, readRange } from '../ctFile';
import { CtFileError } from '../ctFileError';
import { inflate, isGzip } from '../inflate';
import type { VoxelArray } from '../volume';
import { bytesOf, decodeScalars } from './scalarType';
import type { StoredImage, StoredPart } from './storedImage';

/** Maximum bytes read from one image, whatever its header says: 2 GiB, or 1024 slices of 512 × 512 doubles. */
const mostBytes = 2 ** 31;
/** Maximum compression ratio of Deflate. */
const mostInflation = 1032;

/**
 * Reads all numbers of an image as stored, channels side by side.
 *
 * Memory is limited to the bytes in the files, 1032 times as much if compressed, and 2 GiB.
 *
 * @throws CtFileError if the files hold fewer numbers than the header says, damaged data, or more than 2 GiB
 */
export async function readStoredNumbers(image: StoredImage): Promise<VoxelArray> {
  const { dims, channels, type, bigEndian, parts, source } = image;
  const length = dims.reduce((product, dim) => product * dim, channels * bytesOf(type));
  if (!(length <= mostBytes))
    throw new CtFileError(source, `${describe(image)} are ${length} bytes; at most ${mostBytes} are supported`);
  if (parts.length === 1) return decodeScalars(await readPart(parts[0]!, length, image), type, bigEndian, source);
  const pieces: Uint8Array[] = [];
  for (const part of parts) pieces.push(await readPart(part, length / parts.length, image));
  return decodeScalars(join(pieces, length), type, bigEndian, source);
}

/** Applies slope and intercept in float32; without either, returns the stored numbers themselves. */
export function rescale(stored: VoxelArray, { slope, intercept }: StoredImage): VoxelArray {
  if (slope === 1 && intercept === 0) return stored;
  const meant = new Float32Array(stored.length);
  for (let i = 0; i < meant.length; i++) meant[i] = stored[i]! * slope + intercept;
  return meant;
}

async function readPart({ file, start, compressed, skip }: StoredPart, length: number, image: StoredImage) {
  const bytes = compressed
    ? await unpack((await readBytes(file)).subarray(start), skip + length, file.name)
    : start < 0
      ? (await readBytes(file)).slice(-length)
      : await readRange(file, start, start + length);
  const found = Math.max(bytes.length - skip, 0);
  if (found < length)
    throw new CtFileError(
      file.name,
      `the header asks for ${length} bytes (${describe(image)})${start > 0 ? ` from byte ${start} on` : ''}; the file has ${found}${start > 0 ? ' there' : ''}${compressed ? ', unpacked' : ''}: it is cut off or the header is wrong`,
    );
  return bytes.subarray(skip);
}

async function unpack(packed: Uint8Array, length: number, file: string): Promise<Uint8Array> {
  if (length > packed.length * mostInflation)
    throw new CtFileError(
      file,
      `${packed.length} compressed bytes cannot hold the ${length} that the header asks for: it is wrong or the file is cut off`,
    );
  return inflate(packed, isGzip(packed) ? 'gzip' : 'deflate', length, file);
}

/** Describes an image: `512 × 512 × 16 voxels of int16`. */
function describe({ dims, channels, type }: StoredImage): string {
  return `${dims.join(' × ')} voxels of ${channels > 1 ? `${channels} ` : ''}${type}`;
}

function join(pieces: Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let filled = 0;
  for (const piece of pieces) {
    all.set(piece, filled);
    filled += piece.length;
  }
  return all;
}
