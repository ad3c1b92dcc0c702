import type { EvaluationReport } from '../metrics/evaluationReport';
import { OVERLAP_METRIC_NAMES, type OverlapMetricName } from '../metrics/overlap';
import type { ScoreSummary } from '../metrics/scoreSummary';
import { counted } from '../utils/counted';
import type { NetworkResult } from './networkResult';
import type { TableReport, TableRow } from './tableReport';

/** Section of a report: texts, then a table. */
export interface ReportSection {
  readonly title: string;
  readonly texts: readonly string[];
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Makes the tables of a report as texts; figures are in per cent, mean ± population standard deviation. */
export function tableSections(report: TableReport): ReportSection[] {
  const done = report.rows.filter(isDone);
  return [
    besidePaper(report, 'Per slice', 'perSlice'),
    withThreshold(besidePaper(report, 'Per volume', 'perVolume'), done[0]!.result),
    allPixels(report, done),
    flipsAndOnce(done),
    distances(report, done),
    compared(report),
    networks(done),
    {
      title: 'Empty masks',
      texts: done.map(({ label, result }) => `${label}: ${result.scores[report.prediction].emptyRule}`),
      head: [],
      rows: [],
    },
  ];
}

type DoneRow = TableRow & { readonly result: NetworkResult };

/** Description of each prediction in titles. */
const told: Record<TableReport['prediction'], string> = {
  flips: 'four flips averaged',
  plain: 'each slice predicted once',
};

const isDone = (row: TableRow): row is DoneRow => row.result !== null;

const shortNames: Record<OverlapMetricName, string> = {
  diceCoefficient: 'DSC',
  intersectionOverUnion: 'IoU',
  precision: 'Precision',
  recall: 'Recall',
};

/** Compares our scores with the paper's, which does not say what it averaged over. */
function besidePaper({ rows, prediction }: TableReport, title: string, items: 'perSlice' | 'perVolume'): ReportSection {
  const first = rows.find(isDone)!.result.scores[prediction][items].diceCoefficient;
  const n = first.n + first.skipped;
  const what = items === 'perSlice' ? 'slice' : 'volume';
  return {
    title: `${title}, ${told[prediction]}`,
    texts: [
      `Mean ± sd in % over ${counted(n, `test ${what}`)}, beside the paper's scores. The paper does not say whether it averages over slices or volumes.`,
    ],
    head: ['Method', ...OVERLAP_METRIC_NAMES.flatMap((name) => [shortNames[name], 'paper'])],
    rows: rows.map(({ label, paper, result }) => [
      label,
      ...OVERLAP_METRIC_NAMES.flatMap((name) => [
        result ? percent(result.scores[prediction][items][name]) : 'not trained yet',
        paper[name].map((value) => value.toFixed(2)).join(' ± '),
      ]),
    ]),
  };
}

/** Adds the best threshold segmentation, which is known only per patient and in DSC. */
function withThreshold({ rows, ...section }: ReportSection, { baseline }: NetworkResult): ReportSection {
  const threshold = ['Threshold', decimals(100 * baseline.dice), ...section.head.slice(2).map(() => '–')];
  return { ...section, rows: [threshold, ...rows] };
}

function allPixels({ prediction }: TableReport, rows: readonly DoneRow[]): ReportSection {
  return {
    title: `All pixels together, ${told[prediction]}`,
    texts: ['In %, from the pixel counts of all test slices together (micro average).'],
    head: ['Method', ...OVERLAP_METRIC_NAMES.map((name) => shortNames[name])],
    rows: rows.map(({ label, result }) => [
      label,
      ...OVERLAP_METRIC_NAMES.map((name) => decimals(100 * result.scores[prediction].micro[name])),
    ]),
  };
}

function flipsAndOnce(rows: readonly DoneRow[]): ReportSection {
  const dice = ({ perSlice, perVolume, micro }: EvaluationReport) => [
    percent(perSlice.diceCoefficient),
    percent(perVolume.diceCoefficient),
    decimals(100 * micro.diceCoefficient),
  ];
  return {
    title: 'Effect of averaging over flips',
    texts: [
      'DSC in %. The paper averages the predictions of each slice as it is, mirrored, upside down and both; "once" is the prediction of the slice as it is.',
    ],
    head: [
      'Method',
      'slices, flips',
      'volumes, flips',
      'pixels, flips',
      'slices, once',
      'volumes, once',
      'pixels, once',
    ],
    rows: rows.map(({ label, result: { scores } }) => [label, ...dice(scores.flips), ...dice(scores.plain)]),
  };
}

function distances({ prediction }: TableReport, rows: readonly DoneRow[]): ReportSection {
  const known = rows[0]!.result.scores[prediction].perVolume.truthMl.n > 0;
  return {
    title: `Distances and volumes, ${told[prediction]}`,
    texts: [
      'Mean ± sd over the volumes where they are defined: 95th percentile of the surface distances (HD95) and their average (ASSD) in mm, volume differences in % of the ground-truth volume.',
      ...(known ? [] : ['The data have no spacing, so distances are undefined.']),
    ],
    head: ['Method', 'HD95', 'ASSD', 'Volume difference', 'absolute', 'volumes with distances'],
    rows: rows.map(({ label, result }) => {
      const volume = result.scores[prediction].perVolume;
      return [
        label,
        summary(volume.hausdorff95),
        summary(volume.averageSymmetricSurfaceDistance),
        summary(volume.relativeVolumeDifference),
        summary(volume.absoluteRelativeVolumeDifference),
        `${volume.hausdorff95.n} of ${volume.hausdorff95.n + volume.hausdorff95.skipped}`,
      ];
    }),
  };
}

function compared({ comparisons }: TableReport): ReportSection {
  const n = comparisons[0]?.comparison.n ?? 0;
  const least = n > 0 ? ` With ${counted(n, 'volume')}, p cannot be below ${shown(2 ** (1 - n))}.` : '';
  return {
    title: 'MSA-UNet against each other network',
    texts: [
      comparisons.length > 0
        ? `Difference in DSC per volume in percentage points, MSA-UNet minus the other network: mean, 95 % bootstrap interval and p of the two-sided Wilcoxon signed-rank test, not adjusted for multiple tests.${least}`
        : 'MSA-UNet and at least one other network must be trained first.',
    ],
    head: comparisons.length > 0 ? ['Other', 'difference', 'interval', 'p', 'volumes'] : [],
    rows: comparisons.map(({ label, comparison: { meanDifference, interval, wilcoxon, n: volumes } }) => [
      label,
      decimals(100 * meanDifference),
      interval.map((end) => decimals(100 * end)).join(' to '),
      shown(wilcoxon.pValue),
      String(volumes),
    ]),
  };
}

function networks(rows: readonly DoneRow[]): ReportSection {
  return {
    title: 'Networks',
    texts: ['Parameters and billions of multiply-adds per slice (GMAC) of the networks as trained.'],
    head: ['Method', 'network', 'trainable', 'non-trainable', 'GMAC', 'epochs', 'tested', 'minutes', 'backend'],
    rows: rows.map(({ label, result: { network, cost, history, run } }) => [
      label,
      network.model,
      cost.trainable.toLocaleString('en'),
      cost.nonTrainable.toLocaleString('en'),
      cost.gigaMacs.toPrecision(3),
      String(history.epochs.length),
      `epoch ${history.bestEpoch}`,
      ((run.seconds.training + run.seconds.testing) / 60).toFixed(1),
      `${run.backend} (${run.detail})`,
    ]),
  };
}

const percent = ({ mean, sd, n }: ScoreSummary) => summary({ mean: 100 * mean, sd: 100 * sd, n });

/** Formats a summary; one item has no deviation, none has no mean. */
function summary({ mean, sd, n }: Pick<ScoreSummary, 'mean' | 'sd' | 'n'>): string {
  if (n === 0) return '–';
  return n > 1 ? `${decimals(mean)} ± ${decimals(sd)}` : decimals(mean);
}

/** Formats two decimals with a minus as wide as a plus; JSON turns NaN into `null`. */
const decimals = (value: number | null) =>
  value === null || Number.isNaN(value) ? '–' : value.toFixed(2).replace('-', '−');

const shown = (value: number) => (value >= 0.001 ? value.toPrecision(2) : value.toExponential(1));
