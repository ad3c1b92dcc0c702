import type { ClaheOptions } from 'msa-unet';

import { flag, option, type Values } from '../args/option';
import { number, size } from '../args/readers';
import { UsageError } from '../args/usageError';

/** How slices are prepared for a network. */
export interface Preprocessing {
  /** What slices are resized to; `null`: they stay as they are. */
  readonly size: readonly [height: number, width: number] | null;
  /** The CT window, for slices in Hounsfield units. */
  readonly window: { readonly windowMin: number; readonly windowMax: number };
  /** Whether contrast is equalised. */
  readonly clahe: boolean;
}

/** The paper's window. */
export const paperWindow = { windowMin: -200, windowMax: 250 } as const;

/** Options of the commands that use a trained network, which else takes slices as in its training. */
export const preprocessOptions = {
  size: option('N', 'slices are resized to N × N, or to H,W, for the network', 'as in training', size),
  windowMin: option('HU', 'what becomes black', 'as in training', number()),
  windowMax: option('HU', 'what becomes white', 'as in training', number()),
  clahe: flag('whether contrast is equalised', 'as in training'),
};

/** Window and equalisation as asked for, for the rest as in training; `null`: the saved network alone tells. */
export function preprocessingOf(
  { windowMin, windowMax, clahe }: Omit<Values<typeof preprocessOptions>, 'size'>,
  usual: Preprocessing | null,
): { window: Preprocessing['window'] | undefined; clahe: ClaheOptions | null | undefined } {
  const given = windowMin !== undefined || windowMax !== undefined || usual !== null;
  const equalise = clahe ?? usual?.clahe;
  return {
    window: given ? windowOf({ windowMin, windowMax }, usual?.window ?? paperWindow) : undefined,
    clahe: equalise === undefined ? undefined : equalise ? {} : null,
  };
}

/** The window that was asked for. @throws UsageError if it is none */
export function windowOf(
  { windowMin, windowMax }: { readonly windowMin: number | undefined; readonly windowMax: number | undefined },
  usual: Preprocessing['window'],
): Preprocessing['window'] {
  const window = { windowMin: windowMin ?? usual.windowMin, windowMax: windowMax ?? usual.windowMax };
  if (window.windowMin < window.windowMax) return window;
  throw new UsageError(`--window-min must be below --window-max; received ${window.windowMin} and ${window.windowMax}`);
}
