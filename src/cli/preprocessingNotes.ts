import { type Preprocessing, preprocessingText } from 'msa-unet';
import type { Run } from 'msa-unet/node';

import type { Values } from './args/option';
import type { preprocessOptions } from './options/preprocessOptions';

/**
 * Notes on how slices are prepared for a network: the preprocessing, where it comes from, and a warning if the window of
 * scans in Hounsfield units is a guess.
 *
 * @param used the preprocessing of the slices
 * @param hasUnits whether any slices are in Hounsfield units
 */
export function preprocessingNotes(
  run: Pick<Run, 'settings' | 'split'>,
  used: Partial<Preprocessing>,
  { values, hasUnits }: { readonly values: Values<typeof preprocessOptions>; readonly hasUnits: boolean },
): string[] {
  const { clahe } = used;
  const { window, windows } = hasUnits ? used : {};
  const isGiven = Object.keys(values).some((name) => isPreprocessing(name) && values[name] !== undefined);
  const source = run.settings ? 'as in training' : 'assumed, because the network has no settings.json';
  const text = preprocessingText({ ...used, window, windows });
  const how = clahe === undefined ? `${text}; the network itself does window and CLAHE` : text;
  const fix = run.settings || isGiven ? '' : ` Check it: ${options}`;
  return [
    `Preprocessing ${isGiven ? 'as requested' : source}: ${how}.${fix}`,
    ...(hasUnits && isWindowUnknown(run) && values.windowMin === undefined && values.windowMax === undefined
      ? [unknownWindow(preprocessingText({ window, windows }))]
      : []),
  ];
}

const isPreprocessing = (name: string): name is keyof typeof preprocessOptions =>
  ['size', 'windowMin', 'windowMax', 'clahe'].includes(name);

const options = 'pass --window-min, --window-max, --clahe or --no-clahe, and --size as in training';

/** Whether a network was trained on PNG slices of an unknown CT window. */
function isWindowUnknown({ settings, split }: Pick<Run, 'settings' | 'split'>): boolean {
  if (!settings?.data || settings.data.windowKnown) return false;
  const { units } = settings.data;
  return units ? units.includes('grey') : (split?.dataSet.includes('PNG slices') ?? false);
}

const unknownWindow = (window: string) =>
  `Warning: the network was trained on PNG slices of an unknown CT window; scans in Hounsfield units get ${window}. If the slices had another window, the masks will be poor: pass --window-min and --window-max`;
