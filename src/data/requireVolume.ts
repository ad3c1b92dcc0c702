import { invalidOption, show } from '../utils/errors';
import { OptionError } from '../utils/optionError';
import { scalarTypeOf } from './stored/scalarType';
import type { Volume } from './volume';

/**
 * Throws unless all parts of a volume are present and consistent; users also make volumes of their own, such as masks.
 *
 * @throws OptionError if it is not a volume, its voxels are not an array of numbers, or a part is wrong
 */
export function requireVolume(owner: string, volume: Volume): void {
  const { data, shape, spacing, affine, kind, storedAs, codes }: Partial<Volume> = Object(volume);
  if (data === undefined || shape === undefined)
    throw new OptionError({
      owner,
      option: 'volume',
      expected: 'a Volume, as readVolume returns it',
      received: volume,
      shown: typeof volume === 'object' ? partsOf(volume) : show(volume),
    });
  if (!ArrayBuffer.isView(data) || scalarTypeOf(data) === undefined)
    throw new OptionError({
      owner,
      option: 'volume.data',
      expected: 'a typed array of integers of at most 32 bits or of floats',
      received: data,
      shown: Object(data).constructor?.name ?? show(data),
    });
  const check = (part: keyof Volume, expected: string, isRight: boolean, received: unknown) => {
    if (!isRight) throw invalidOption(owner, `volume.${part}`, expected, received);
  };
  check('shape', 'three positive integers, [depth, height, width]', isTriple(shape, isCount), shape);
  const voxels = shape.reduce((product, length) => product * length, 1);
  check('data', `${voxels} long, for its shape is ${shape.join(' × ')}`, data.length === voxels, data.length);
  check('codes', 'of the same voxels as `volume.data`, or left out', (codes ?? data).length === voxels, codes?.length);
  check('spacing', 'three numbers above 0, [z, y, x] in mm', isTriple(spacing, isAboveZero), spacing);
  const isAffine = isTriple(affine, (row) => Array.isArray(row) && row.length === 4 && row.every(Number.isFinite));
  check('affine', 'three rows of four finite numbers', isAffine, affine);
  check('kind', "'hu' or 'label'", kind === 'hu' || kind === 'label', kind);
  check('storedAs', "directions of three axes such as 'LPS' or 'RAS'", isOrientation(storedAs), storedAs);
}

function partsOf(value: object | null): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `an object of ${Object.keys(value).join(', ') || 'nothing'}`;
}

function isTriple(value: unknown, isRight: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length === 3 && value.every(isRight);
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) > 0;
const isAboveZero = (value: unknown) => Number.isFinite(value) && Number(value) > 0;

/** Returns whether each of the patient's axes is named once. */
function isOrientation(codes: unknown): boolean {
  return (
    typeof codes === 'string' && /^[LRPASI]{3}$/.test(codes) && ['LR', 'PA', 'SI'].every((pair) => pairIn(codes, pair))
  );
}

const pairIn = (codes: string, pair: string) => [...codes].filter((letter) => pair.includes(letter)).length === 1;
