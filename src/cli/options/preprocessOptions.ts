import type { InferenceOptions } from 'msa-unet';

import { flag, option, type Values } from '../args/option';
import { number, size } from '../args/readers';
import { UsageError } from '../args/usageError';

/** The paper's window. */
export const paperWindow = { windowMin: -200, windowMax: 250 } as const;

/** Options of the commands that use a trained network; the defaults are those of its training. */
export const preprocessOptions = {
  size: option('N', 'resize slices to N × N, or to H,W', 'as in training', size),
  windowMin: option('HU', 'HU value that becomes black', 'as in training', number()),
  windowMax: option('HU', 'HU value that becomes white', 'as in training', number()),
  clahe: flag('equalise contrast (CLAHE)', 'as in training'),
};

/** Window and equalisation from the options, else from training; left out if the network brings its own. */
export function preprocessingOf(
  { windowMin, windowMax, clahe }: Omit<Values<typeof preprocessOptions>, 'size'>,
  usual: Pick<InferenceOptions, 'window' | 'windows' | 'clahe'>,
): Pick<InferenceOptions, 'window' | 'windows' | 'clahe'> {
  const isWindowGiven = windowMin !== undefined || windowMax !== undefined;
  return {
    window: isWindowGiven ? windowOf({ windowMin, windowMax }, usual.window ?? paperWindow) : usual.window,
    ...(usual.windows === undefined ? {} : { windows: isWindowGiven ? null : usual.windows }),
    clahe: clahe === undefined ? usual.clahe : clahe ? (usual.clahe ?? paperClahe) : null,
  };
}

const paperClahe = { clipLimit: 2, tileColumns: 8, tileRows: 8 } as const;

/** The requested window. @throws UsageError if it is empty */
export function windowOf(
  { windowMin, windowMax }: { readonly windowMin: number | undefined; readonly windowMax: number | undefined },
  usual: { readonly windowMin: number; readonly windowMax: number },
): { readonly windowMin: number; readonly windowMax: number } {
  const window = { windowMin: windowMin ?? usual.windowMin, windowMax: windowMax ?? usual.windowMax };
  if (window.windowMin < window.windowMax) return window;
  throw new UsageError(`--window-min must be below --window-max; received ${window.windowMin} and ${window.windowMax}`);
}
