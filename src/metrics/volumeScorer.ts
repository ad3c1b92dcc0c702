import type { LabelTable } from '../data/labels/labelTable';
import { requireTable } from '../data/labels/requireTable';
import { requireKnown } from '../utils/check';
import { labelScorer } from './classes/labelScorer';
import { tolerancesOf } from './classes/tolerances';
import { maskScorer, type VolumeScorer } from './maskScorer';
import { type MetricOptions, metricOptions } from './metricOptions';
import type { SurfaceOptions } from './surfaceDistances';

/** Options of {@link evaluateVolumes}. */
export interface EvaluateVolumesOptions extends Pick<MetricOptions, 'emptyValue'>, SurfaceOptions {
  /** Table of the labels to score. `null`: a single one, whose voxels are those above 0.5. @defaultValue `null` */
  labels?: LabelTable | null;
  /**
   * Distance in mm, ≥ 0, up to which surfaces count as the same in the normalised surface Dice (NSD): of all labels, or by
   * name. `null`: no NSD. @defaultValue `null`
   */
  tolerance?: number | Readonly<Record<string, number>> | null;
}

/** Makes the scorer that the options ask for. Throws OptionError if one is out of range; `owner`: function named in it. */
export function volumeScorer(
  owner: string,
  { openEnds = false, labels = null, tolerance = null, ...options }: EvaluateVolumesOptions,
): VolumeScorer {
  requireKnown<EvaluateVolumesOptions>(owner, options, { emptyValue: 0, openEnds, labels, tolerance });
  const { emptyValue } = metricOptions(owner, options);
  if (labels !== null) requireTable(owner, 'labels', labels);
  const tolerances = tolerancesOf(owner, tolerance, labels);
  return labels
    ? labelScorer(labels, { emptyValue, openEnds, tolerances })
    : maskScorer({ emptyValue, openEnds, tolerance: tolerances[0]! });
}
