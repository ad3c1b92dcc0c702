import type { EncoderUnit } from './encoderUnits';
import { roles } from './encoderUnits';
import type { NamedWeights } from './namedWeights';
import type { SourceNames, WeightsLibrary } from './sourceNames';
import { isDepthwise } from './unitValues';

/** Array that a unit needs. */
interface Wanted {
  readonly name: string;
  /** Accepted shapes, the usual one first. */
  readonly shapes: readonly (readonly number[])[];
}

/**
 * Finds the units whose weights are all present, and the arrays that no unit needs.
 *
 * @throws RangeError if an array is not finite; with `strict`, also if weights are missing, have another shape or are
 * unknown
 */
export function matchUnits(
  units: readonly EncoderUnit[],
  weights: NamedWeights,
  { source, names, strict }: { source: WeightsLibrary; names: SourceNames; strict: boolean },
): { fitting: EncoderUnit[]; unused: string[] } {
  const wanted = new Map(units.map((unit, i) => [unit, wantedBy(unit, names, i === 0)]));
  const all = [...wanted.values()].flat();
  if (strict) requireAll(all, weights, `${source}'s ${names.network}`, names.rest);
  const fitting = units.filter((unit) => wanted.get(unit)!.every((array) => fits(array, weights)));
  const used = new Set(fitting.flatMap((unit) => wanted.get(unit)!.map(({ name }) => name)));
  for (const name of used)
    if (!weights.get(name)!.data.every(Number.isFinite))
      throw new RangeError(`importEncoderWeights: "${name}" is not finite`);
  return { fitting, unused: [...weights.keys()].filter((name) => !used.has(name)) };
}

function wantedBy({ path, weights }: EncoderUnit, names: SourceNames, isFirst: boolean): Wanted[] {
  const { bias, ...unit } = names.unit(path);
  const [height, width, channels, filters] = weights.kernel.shape as [number, number, number, number];
  const kernel = (inputs: number) => {
    if (names.layout === 'hwio') return [height, width, inputs, filters];
    return isDepthwise(path) ? [inputs, filters, height, width] : [filters, inputs, height, width];
  };
  const kernels = isFirst && channels === 1 ? [kernel(3), kernel(1)] : [kernel(channels)];
  const perChannel = [weights.mean.shape as number[]];
  const arrays = roles.map((role) => ({ name: unit[role], shapes: role === 'kernel' ? kernels : perChannel }));
  return bias ? [...arrays, { name: bias, shapes: perChannel }] : arrays;
}

const fits = ({ name, shapes }: Wanted, weights: NamedWeights) =>
  shapes.some((shape) => String(shape) === String(weights.get(name)?.shape));

function requireAll(wanted: readonly Wanted[], weights: NamedWeights, network: string, rest: RegExp): void {
  const known = new Set(wanted.map(({ name }) => name));
  const missing = wanted.filter(({ name }) => !weights.has(name)).map(({ name }) => name);
  const misshapen = wanted
    .filter((array) => weights.has(array.name) && !fits(array, weights))
    .map(({ name, shapes }) => `${name} ${times(weights.get(name)!.shape)} instead of ${times(shapes[0]!)}`);
  const unknown = [...weights.keys()].filter((name) => !known.has(name) && !rest.test(name));
  const problems = [list('missing', missing), list('of another shape', misshapen), list('not known', unknown)];
  const text = problems.filter((problem) => problem !== '').join('; ');
  if (text)
    throw new RangeError(`importEncoderWeights: these are not the weights of ${network} for this model: ${text}`);
}

/** Lists names, abbreviated if there are many. */
function list(what: string, names: readonly string[]): string {
  const shown = names.length > 12 ? [...names.slice(0, 10), `and ${names.length - 10} more`] : names;
  return names.length === 0 ? '' : `${names.length} ${what} (${shown.join(', ')})`;
}

const times = (shape: readonly number[]) => shape.join('×') || 'a single number';
