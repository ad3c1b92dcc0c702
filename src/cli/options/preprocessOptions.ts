import type { InferenceOptions } from 'msa-unet/node';

import { flag, option, type Values } from '../args/option';
import { number, size } from '../args/readers';
import { UsageError } from '../args/usageError';

/** The paper's window. */
export const paperWindow = { windowMin: -200, windowMax: 250 } as const;

/** Options of the commands that use a trained network, which else takes slices as in its training. */
export const preprocessOptions = {
  size: option('N', 'slices are resized to N × N, or to H,W, for the network', 'as in training', size),
  windowMin: option('HU', 'what becomes black', 'as in training', number()),
  windowMax: option('HU', 'what becomes white', 'as in training', number()),
  clahe: flag('whether contrast is equalised', 'as in training'),
};

/** Window and equalisation as asked for, for the rest as in training; left out where the network brings its own. */
export function preprocessingOf(
  { windowMin, windowMax, clahe }: Omit<Values<typeof preprocessOptions>, 'size'>,
  usual: Pick<InferenceOptions, 'window' | 'clahe'>,
): Pick<InferenceOptions, 'window' | 'clahe'> {
  const isWindowGiven = windowMin !== undefined || windowMax !== undefined;
  return {
    window: isWindowGiven ? windowOf({ windowMin, windowMax }, usual.window ?? paperWindow) : usual.window,
    clahe: clahe === undefined ? usual.clahe : clahe ? (usual.clahe ?? paperClahe) : null,
  };
}

const paperClahe = { clipLimit: 2, tileColumns: 8, tileRows: 8 } as const;

/** The window that was asked for. @throws UsageError if it is none */
export function windowOf(
  { windowMin, windowMax }: { readonly windowMin: number | undefined; readonly windowMax: number | undefined },
  usual: { readonly windowMin: number; readonly windowMax: number },
): { readonly windowMin: number; readonly windowMax: number } {
  const window = { windowMin: windowMin ?? usual.windowMin, windowMax: windowMax ?? usual.windowMax };
  if (window.windowMin < window.windowMax) return window;
  throw new UsageError(`--window-min must be below --window-max; received ${window.windowMin} and ${window.windowMax}`);
}
