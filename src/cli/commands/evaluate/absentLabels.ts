import type { CtDataSet, EvaluationReport } from 'msa-unet';

/**
 * Warns of labels that no scored scan of a data set holds. Their score is 1 wherever the network marks nothing, which says
 * nothing if nobody has drawn them.
 */
export function absentLabels({ patients }: CtDataSet, { classes = {} }: Pick<EvaluationReport, 'classes'>): string[] {
  const dataSetOf = new Map(patients.map(({ id, dataSet }) => [id, dataSet]));
  const absent = new Map<string, string[]>();
  for (const [label, { volumes }] of Object.entries(classes)) {
    const held = new Set(volumes.filter(({ tp, fn }) => tp + fn > 0).map(({ patient }) => dataSetOf.get(patient)));
    for (const set of new Set(volumes.map(({ patient }) => dataSetOf.get(patient)!)))
      if (!held.has(set)) absent.set(set, [...(absent.get(set) ?? []), label]);
  }
  return [...absent].map(
    ([set, labels]) =>
      `Warning: no scored scan of ${set} holds ${labels.join(', ')}. If nobody has drawn them there, these scores say nothing`,
  );
}
