import type { GreyInterval, History, RunSettings, ScoreSummary, SegmentationReport } from 'msa-unet';

import type { ScoredPatient } from './scoreTest';

/** The results of a run: the content of `metrics.json`. */
export interface RunSummary {
  /** Name of the run. */
  readonly name: string;
  /** Name of the data set. */
  readonly dataSet: string;
  /** Settings of the run: preprocessing, data, network, recipe. */
  readonly settings: RunSettings;
  /** Slices of each part. */
  readonly slices: { readonly train: number; readonly val: number; readonly test: number };
  readonly test: SegmentationReport;
  readonly testPatients: readonly ScoredPatient[];
  /** The best score that thresholding can reach. `null`: other labels than the liver. */
  readonly baseline: GreyInterval | null;
  readonly training: Omit<History, 'epochs'> & { readonly epochs: number; readonly seconds: number };
  /** Weights of the network. */
  readonly parameters: number;
}

type MetricName = keyof SegmentationReport['micro'];

/** The metrics in the order of the paper's tables, with their short names. */
export const metricNames: readonly (readonly [MetricName, string])[] = [
  ['diceCoefficient', 'DSC'],
  ['intersectionOverUnion', 'IoU'],
  ['precision', 'precision'],
  ['recall', 'recall'],
];

/** Mean ± standard deviation of a metric over test slices and over test patients; a single item has no deviation. */
export function meansOf(
  { test }: Pick<RunSummary, 'test'>,
  name: MetricName,
): { perSlice: string; perPatient: string } {
  const show = ({ mean, sd, n }: ScoreSummary) => `${mean.toFixed(3)} ± ${n > 1 ? sd.toFixed(3) : '–'}`;
  return { perSlice: show(test.perImage[name]), perPatient: test.perPatient ? show(test.perPatient[name]) : '–' };
}

/** The thresholding baseline in one sentence; `null` if there is none. */
export function baselineText({ baseline, settings }: Pick<RunSummary, 'baseline' | 'settings'>): string | null {
  if (!baseline) return null;
  const { low, high, dice } = baseline;
  const levels = `grey levels ${low} to ${high}${settings.preprocessing.clahe ? ' after CLAHE' : ''}`;
  return `Thresholding reaches a DSC of at most ${dice.toFixed(3)} per patient, with ${levels}: the best of all intervals, chosen on the test slices themselves (an optimistic bound).`;
}

/** A warning about the scores; `null` if there is none. */
export function warningText({ test, baseline }: Pick<RunSummary, 'test' | 'baseline'>): string | null {
  if (test.counts.every(({ tp, fn }) => tp + fn === 0))
    return 'No test slice contains what is segmented: these scores say nothing about it.';
  const { mean } = (test.perPatient ?? test.perImage).diceCoefficient;
  if (baseline && mean < baseline.dice)
    return 'The network scores below plain thresholding: train longer (--epochs) or on more slices (--limit).';
  return null;
}

/** The head and rows of the scores of each label: mean DSC and IoU per patient; none for the liver alone. */
export function labelRows({ test }: Pick<RunSummary, 'test'>): string[][] {
  const named = test.perClass.filter(({ name }) => name !== null);
  if (named.length === 0) return [];
  const cell = ({ mean, n }: ScoreSummary) => (n === 0 ? '–' : mean.toFixed(3));
  return [
    ['label', 'DSC per patient', 'IoU per patient', 'patients'],
    ...named.map(({ name, perPatient, perImage }) => {
      const { diceCoefficient, intersectionOverUnion } = perPatient ?? perImage;
      return [name!, cell(diceCoefficient), cell(intersectionOverUnion), String(diceCoefficient.n)];
    }),
  ];
}

/** The size of the test part, such as `12 slices of 1 patient`. */
export function testSize({ slices, testPatients }: Pick<RunSummary, 'slices' | 'testPatients'>): string {
  const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
  return `${count(slices.test, 'slice')} of ${count(testPatients.length, 'patient')}`;
}

/** The scores as text for the terminal. */
export function summaryText(summary: RunSummary): string {
  const rows = metricNames.map(([name, label]) => {
    const { perSlice, perPatient } = meansOf(summary, name);
    return `  ${label.padEnd(11)}${perSlice.padEnd(17)}${perPatient}`;
  });
  return [
    `Test: ${testSize(summary)} not used in training, mean ± sd`,
    `  ${''.padEnd(11)}${'per slice'.padEnd(17)}per patient`,
    ...rows,
    ...labelRows(summary).map(([label, ...cells]) =>
      `  ${label!.padEnd(14)}${cells.map((cell) => cell.padEnd(17)).join('')}`.trimEnd(),
    ),
    baselineText(summary),
    warningText(summary),
    summary.test.emptyRule,
  ]
    .filter((line) => line !== null)
    .join('\n');
}
