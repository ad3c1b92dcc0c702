import type { FitLogs } from '../training/callbacks/monitor';
import type { EpochRecord } from '../training/history';

/** The numbers of an epoch by their names. */
export type EpochValues = Readonly<Record<string, number>>;

/** Those of `trainSegmentation`; the scores of validation are named `valDiceCoefficient` and so on. */
export function valuesOfRecord({ epoch: _, valScores, ...values }: EpochRecord): EpochValues {
  const scores = Object.entries(valScores).map(([name, score]) => [
    `val${name[0]!.toUpperCase()}${name.slice(1)}`,
    score,
  ]);
  return { ...values, ...Object.fromEntries(scores) };
}

/** Those of `fit`, read from the device. */
export async function valuesOfLogs(logs: FitLogs = {}): Promise<EpochValues> {
  const values = Object.entries(logs).map(async ([name, value]) => [
    name,
    typeof value === 'number' ? value : (await value.data())[0]!,
  ]);
  return Object.fromEntries(await Promise.all(values));
}
