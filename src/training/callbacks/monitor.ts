import type * as tf from '@tensorflow/tfjs';

import { invalidOption } from '../../utils/errors';

/** Options of the callbacks that follow one number from epoch to epoch. */
export interface MonitorOptions {
  /** Name of the number in the logs of `fit`, such as `'val_diceCoefficient'`. @defaultValue `'val_loss'` */
  monitor?: string;
  /** Whether lower or higher is better; `null`: known for losses and for the metrics of this library. @defaultValue `null` */
  mode?: 'min' | 'max' | null;
}

/** What `fit` tells callbacks: numbers, or tensors that are not read from the device yet. */
export type FitLogs = Readonly<Record<string, number | tf.Scalar>>;

/** Reads one number from the logs of `fit`, turned so that lower is better. */
export class Monitor {
  private readonly name: string;
  private readonly sign: 1 | -1;

  /** @throws RangeError if the mode is not given and not known; `owner` is named in it */
  constructor(
    private readonly owner: string,
    { monitor = 'val_loss', mode = null }: MonitorOptions,
  ) {
    this.name = monitor;
    const known = mode ?? knownMode(monitor);
    if (known !== 'min' && known !== 'max')
      throw invalidOption(owner, 'mode', `'min' or 'max' for \`${monitor}\`, which is not known`, mode);
    this.sign = known === 'min' ? 1 : -1;
  }

  /** @throws Error if the logs lack it */
  async read(logs: FitLogs = {}): Promise<number> {
    const value = logs[this.name];
    if (value === undefined)
      throw new Error(
        `${this.owner}: the logs hold ${Object.keys(logs).join(', ') || 'nothing'}, but no \`${this.name}\`. Pass another ` +
          '`monitor`, or `validationData` to `fit` for one that begins with val_',
      );
    return this.sign * (typeof value === 'number' ? value : (await value.data())[0]!);
  }
}

function knownMode(monitor: string): 'min' | 'max' | null {
  const name = monitor.replace(/^val_/, '');
  if (/loss$/i.test(name)) return 'min';
  return /^(diceCoefficient|intersectionOverUnion|precision|recall|acc|accuracy)$/.test(name) ? 'max' : null;
}
