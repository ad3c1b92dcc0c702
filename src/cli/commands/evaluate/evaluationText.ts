import {
  classTable,
  confusionTable,
  type EvaluationReport,
  type ScoredVolume,
  type ScoreName,
  type ScoreSummary,
} from 'msa-unet';

import { textTable } from '../../textTable';

const overlap = [
  ['diceCoefficient', 'DSC'],
  ['intersectionOverUnion', 'IoU'],
  ['precision', 'precision'],
  ['recall', 'recall'],
] as const;

const distances: readonly (readonly [ScoreName, string])[] = [
  ['hausdorff95', 'HD95, mm'],
  ['averageSymmetricSurfaceDistance', 'ASSD, mm'],
  ['volumeDifferenceMl', 'volume difference, ml'],
  ['relativeVolumeDifference', 'volume difference, %'],
];

/**
 * A report for the terminal: means over slices and volumes, labels and their confusion matrix, every volume, and the rule
 * for empty masks.
 */
export function evaluationText(report: EvaluationReport): string {
  const { perSlice, perVolume, micro, volumes, slices, emptyRule } = report;
  const known = volumes.some(({ truthMl }) => !Number.isNaN(truthMl));
  const means = [
    ['mean ± sd', `per slice (${slices.length})`, `per volume (${volumes.length})`, 'all voxels'],
    ...overlap.map(([name, label]) => [
      label,
      mean(perSlice[name], 4),
      mean(perVolume[name], 4),
      micro[name].toFixed(4),
    ]),
    ...(known ? distances.map(([name, label]) => [label, mean(perSlice[name], 2), mean(perVolume[name], 2), '']) : []),
  ];
  const columns = { distances: known, ml: known && !report.classes }; // the mean volume of several labels says nothing
  const each = [
    [
      ...['volume', 'DSC', 'IoU'],
      ...(columns.distances ? ['HD95, mm', 'ASSD, mm'] : []),
      ...(columns.ml ? ['ground truth, ml', 'prediction, ml'] : []),
    ],
    ...volumes.map((volume) => volumeCells(volume, columns)),
  ];
  return [textTable(means), ...labelTexts(report), textTable(each), emptyRule].join('\n\n');
}

/** Tables of each label, and of the confusion matrix of exclusive classes. */
function labelTexts(report: EvaluationReport): string[] {
  if (!report.classes) return [];
  const tables = [classTable(report), ...(report.confusion ? [confusionTable(report.confusion)] : [])];
  return tables.map(({ head, rows }) => textTable([head, ...rows]));
}

function volumeCells(volume: ScoredVolume, columns: { readonly distances: boolean; readonly ml: boolean }): string[] {
  const { patient, volume: name, diceCoefficient, intersectionOverUnion } = volume;
  const { hausdorff95, averageSymmetricSurfaceDistance, truthMl, predictionMl } = volume;
  return [
    patient === name ? name : `${name} of ${patient}`,
    shown(diceCoefficient, 4),
    shown(intersectionOverUnion, 4),
    ...(columns.distances ? [shown(hausdorff95, 2), shown(averageSymmetricSurfaceDistance, 2)] : []),
    ...(columns.ml ? [shown(truthMl, 1), shown(predictionMl, 1)] : []),
  ];
}

/** A single item has no deviation. */
const mean = ({ mean, sd, n }: ScoreSummary, digits: number) =>
  n === 0 ? '–' : n === 1 ? mean.toFixed(digits) : `${mean.toFixed(digits)} ± ${sd.toFixed(digits)}`;

const shown = (value: number, digits: number) => (Number.isNaN(value) ? '–' : value.toFixed(digits));
