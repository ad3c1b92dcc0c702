import type * as tf from '@tensorflow/tfjs';

import { invalidOption } from '../../utils/errors';

/** Options of callbacks that monitor a metric. */
export interface MonitorOptions {
  /** Name of the metric in the logs of `fit`, such as `'val_diceCoefficient'`. @defaultValue `'val_loss'` */
  monitor?: string;
  /**
   * Whether to minimise or maximise. `null`: derived from the name, for losses and this library's metrics.
   * @defaultValue `null`
   */
  mode?: 'min' | 'max' | null;
}

/** Logs that `fit` passes to callbacks: numbers, or tensors not yet read from the device. */
export type FitLogs = Readonly<Record<string, number | tf.Scalar>>;

/** Reader of one metric from the logs of `fit`, negated if necessary so that lower is better. */
export class Monitor {
  private readonly name: string;
  private readonly sign: 1 | -1;

  /** @throws OptionError if the metric's direction is unknown and `mode` is missing; `owner` is named in the message */
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

  /** @throws Error if the logs lack the metric, or one of their losses is not finite */
  async read(logs: FitLogs = {}): Promise<number> {
    await requireFiniteLosses(this.owner, logs);
    const value = logs[this.name];
    if (value === undefined)
      throw new Error(
        `${this.owner}: the logs hold ${Object.keys(logs).join(', ') || 'nothing'}, but no \`${this.name}\`. Pass another ` +
          '`monitor`, or `validationData` to `fit` for one that begins with val_',
      );
    return this.sign * (await numberOf(value));
  }
}

/**
 * Throws unless all losses are finite: once one is not, no weight recovers.
 *
 * @param owner named in the message
 */
export async function requireFiniteLosses(owner: string, logs: FitLogs = {}): Promise<void> {
  for (const [name, value] of Object.entries(logs)) {
    const loss = /loss$/i.test(name) ? await numberOf(value) : 0;
    if (!Number.isFinite(loss))
      throw new Error(
        `${owner}: \`${name}\` is ${loss}. Lower the learning rate, and check that images and masks are finite`,
      );
  }
}

const numberOf = async (value: number | tf.Scalar) => (typeof value === 'number' ? value : (await value.data())[0]!);

function knownMode(monitor: string): 'min' | 'max' | null {
  const name = monitor.replace(/^val_/, '');
  if (/loss$/i.test(name)) return 'min';
  return /^(diceCoefficient|intersectionOverUnion|precision|recall|acc|accuracy)$/.test(name) ? 'max' : null;
}
