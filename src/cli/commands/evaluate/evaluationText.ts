import type { EvaluationReport, ScoredVolume, ScoreName, ScoreSummary } from 'msa-unet';

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

/** A report as the terminal shows it: means over slices and volumes, every volume, and how empty masks were scored. */
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
  const each = [
    ['volume', 'DSC', 'IoU', ...(known ? ['HD95, mm', 'ASSD, mm', 'truth, ml', 'prediction, ml'] : [])],
    ...volumes.map((volume) => volumeCells(volume, known)),
  ];
  return `${textTable(means)}\n\n${textTable(each)}\n\n${emptyRule}`;
}

function volumeCells(volume: ScoredVolume, known: boolean): string[] {
  const { patient, volume: name, diceCoefficient, intersectionOverUnion } = volume;
  const { hausdorff95, averageSymmetricSurfaceDistance, truthMl, predictionMl } = volume;
  return [
    patient === name ? name : `${name} of ${patient}`,
    shown(diceCoefficient, 4),
    shown(intersectionOverUnion, 4),
    ...(known
      ? [shown(hausdorff95, 2), shown(averageSymmetricSurfaceDistance, 2), shown(truthMl, 1), shown(predictionMl, 1)]
      : []),
  ];
}

/** Of one item there is no deviation. */
const mean = ({ mean, sd, n }: ScoreSummary, digits: number) =>
  n === 0 ? '–' : n === 1 ? mean.toFixed(digits) : `${mean.toFixed(digits)} ± ${sd.toFixed(digits)}`;

const shown = (value: number, digits: number) => (Number.isNaN(value) ? '–' : value.toFixed(digits));
