import { type ClaheOptions, resolveClahe } from '../../ops/claheOptions';
import { requireInteger, requireKnown, requireList, requirePositive, requireSides } from '../../utils/check';
import { invalidOption } from '../../utils/errors';
import { type HuWindowOptions, resolveHuWindow } from '../windowHu';

/** Bounds of a CT window in Hounsfield units, mapped to 0 and 1. */
export type HuRange = readonly [windowMin: number, windowMax: number];

/** How slices become the input of a network; the same in training and in prediction. */
export interface PreprocessingOptions {
  /** Height and width in pixels to which slices are resized. `null`: no resizing. @defaultValue `null` */
  size?: readonly [height: number, width: number] | null;
  /**
   * Height and width of a pixel in mm to which slices are resampled, so that an organ has the same size in every scan;
   * excludes `size`. `null`: no resampling. @defaultValue `null`
   */
  spacing?: readonly [y: number, x: number] | null;
  /** CT window of slices in Hounsfield units. @defaultValue the paper's, −200 to 250 HU */
  window?: HuWindowOptions;
  /** Several CT windows in place of `window`, each a channel. `null`: `window` alone. @defaultValue `null` */
  windows?: readonly HuRange[] | null;
  /** CLAHE options. `null`: no CLAHE. @defaultValue the paper's: `{}` */
  clahe?: ClaheOptions | null;
  /**
   * Number of neighbouring slices on each side that are channels too, from the feet to the head; 1 gives three channels
   * (2.5-D). Beyond the ends of the scan, the last slice is repeated. @defaultValue `0`
   */
  context?: number;
  /**
   * Distance between the slices of `context` in mm; the slice nearest to each place is taken. `null`: slices next to each
   * other. @defaultValue `null`
   */
  contextMm?: number | null;
}

/** {@link PreprocessingOptions}, defaults filled in. */
export interface Preprocessing {
  /** Height and width that slices are resized to, in pixels. `null`: their original size. */
  readonly size: readonly [height: number, width: number] | null;
  /** Height and width of a pixel in mm that slices are resampled to. `null`: their own. */
  readonly spacing: readonly [y: number, x: number] | null;
  /** The CT window, for slices in Hounsfield units. */
  readonly window: Readonly<Required<HuWindowOptions>>;
  /** Several CT windows in place of `window`, each a channel. `null`: `window` alone. */
  readonly windows: readonly HuRange[] | null;
  /** How contrast is equalised. `null`: not at all. */
  readonly clahe: Readonly<Required<ClaheOptions>> | null;
  /** Number of neighbouring slices on each side that are channels too. */
  readonly context: number;
  /** Distance between the slices of `context` in mm. `null`: slices next to each other. */
  readonly contextMm: number | null;
}

/** Fills in the defaults. @throws OptionError if an option is unknown or out of range */
export function resolvePreprocessing(owner: string, options: PreprocessingOptions): Preprocessing {
  const { size = null, spacing = null, window = {}, windows = null, clahe = {}, ...rest } = options;
  const { context = 0, contextMm = null, ...others } = rest;
  const known = { size, spacing, window, windows, clahe, context, contextMm };
  requireKnown<PreprocessingOptions>(owner, others, known);
  if (size !== null) requireSides(owner, 'size', size);
  if (size) for (const [i, side] of ['height', 'width'].entries()) requireInteger(owner, side, size[i]!);
  requireSpacing(owner, spacing, size);
  requireContext(owner, { context, contextMm });
  if (contextMm !== null && context === 0)
    throw invalidOption(owner, 'contextMm', 'null without a `context`', contextMm, { option: 'context', value: 1 });
  return {
    ...{ size, spacing, context, contextMm },
    window: resolveHuWindow(owner, window),
    windows: resolveWindows(owner, windows),
    clahe: clahe && resolveClahe(owner, clahe),
  };
}

/** Checks a list of CT windows. @throws OptionError unless it holds at least one, each from below to above */
export function resolveWindows(owner: string, windows: readonly HuRange[] | null): readonly HuRange[] | null {
  if (windows === null) return null;
  if (!Array.isArray(windows) || windows.length === 0 || !windows.every((range) => Array.isArray(range)))
    throw invalidOption(owner, 'windows', 'a list of bounds in HU', windows, {
      option: 'windows',
      value: [[-200, 250]],
    });
  return windows.map((range): HuRange => {
    requireList(owner, 'windows', '[windowMin, windowMax]', range);
    const [low, high] = [Number(range[0]), Number(range[1])];
    if (Number.isFinite(low) && Number.isFinite(high) && low < high) return [low, high];
    throw invalidOption(owner, 'windows', 'bounds in HU, the lower one first', windows);
  });
}

/** Throws unless `spacing` is a height and a width in mm, without a `size`. */
export function requireSpacing(owner: string, spacing: unknown, size: unknown): void {
  if (spacing === null) return;
  const fix = typeof spacing === 'number' ? [{ option: 'spacing', value: [spacing, spacing] }] : [];
  requireList(owner, 'spacing', '[y, x]', spacing, fix);
  for (const side of spacing as number[]) requirePositive(owner, 'spacing', side);
  if (size !== null)
    throw invalidOption(owner, 'spacing', 'null with a `size`, as both set the size of slices', spacing);
}

/** Throws unless the neighbouring slices are a number of them, and a distance in mm. */
export function requireContext(
  owner: string,
  { context, contextMm }: Pick<Preprocessing, 'context' | 'contextMm'>,
): void {
  requireInteger(owner, 'context', context, 0);
  if (contextMm !== null) requirePositive(owner, 'contextMm', contextMm);
}

/** Lists the CT windows; each is a channel of every slice. */
export const windowsOf = ({ window, windows }: Pick<Preprocessing, 'window' | 'windows'>): readonly HuRange[] =>
  windows ?? [[window.windowMin, window.windowMax]];

/** Number of channels of the input of a network. */
export const channelsOfInput = ({ windows, context }: Pick<Preprocessing, 'windows' | 'context'>): number =>
  (2 * context + 1) * (windows?.length ?? 1);
