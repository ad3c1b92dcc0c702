import { type PaperRow, paperSetting } from './paperTables';
import type { TableConditions, TableData, TableReport } from './tableReport';

/** Lists the differences between a table and the paper's: data, size, networks, budget. One sentence each. */
export function differencesFromPaper({ conditions, rows }: TableReport): string[] {
  const replaced = rows.filter(({ model, result }) => result && result.network.model !== model);
  return [
    ...dataDifferences(conditions.data),
    ...sizeDifferences(conditions),
    ...replaced.map(({ label, result }) => networkDifference(label, result!.network.model)),
    ...budgetDifferences(conditions),
    'One seed: another split, order or initialisation gives other figures.',
  ];
}

function dataDifferences({ sets, clahe, synthetic, patients, slices, used }: TableData): string[] {
  const asPaper = [...sets].sort().join() === [...paperSetting.dataSets].sort().join();
  const theirs = paperSetting.patients;
  const count = ({ train, val, test }: TableData['patients']) => `${train} / ${val} / ${test}`;
  return [
    synthetic
      ? 'The patients are drawn, not scanned: these figures say that everything works, and nothing about livers of people.'
      : null,
    asPaper || synthetic
      ? null
      : `The data are ${sets.join(' + ')}; the paper's are ${paperSetting.dataSets.join(' + ')}.`,
    clahe ? null : 'Contrast was not equalised (CLAHE) here; the paper does that with every slice.',
    count(patients) === count(theirs)
      ? null
      : `${count(patients)} patients to learn from, validate and test, not the paper's ${count(theirs)}.`,
    used.train === slices.train && used.val === slices.val
      ? null
      : `Of ${slices.train} slices to learn from ${used.train} were used, of ${slices.val} to validate ${used.val}.`,
  ].filter(isThere);
}

function sizeDifferences({ size, width }: TableConditions): string[] {
  return [
    size === paperSetting.size
      ? null
      : `Slices, and the masks that are scored, are ${size} × ${size} pixels, not ${paperSetting.size} × ${paperSetting.size}.`,
    width === 16
      ? 'The paper prints no widths: those of the networks are ours, or those of their own papers.'
      : `Every network has ${width} / 16 of its full width. The paper prints no widths.`,
  ].filter(isThere);
}

const networkDifference = (label: PaperRow['label'], model: string) =>
  `${label} is ${model}, a smaller network than the paper's.`;

function budgetDifferences(conditions: TableConditions): string[] {
  const { epochs, batchSize, accumulate, learningRate, decay, momentum, augment } = conditions;
  const { epochs: full, batchSize: batch, learningRate: rate } = paperSetting;
  return [
    epochs === full ? null : `At most ${epochs} epoch${epochs === 1 ? '' : 's'}, not ${full}.`,
    batchSize === batch ? null : `Batches of ${batchSize} slices, not ${batch}.`,
    accumulate === 1 ? null : `Each batch was worked off in ${accumulate} passes, which batch norm sees one by one.`,
    learningRate === rate && decay === 'none'
      ? null
      : `The learning rate begins at ${learningRate}${decay === 'none' ? '' : ` and falls along a ${decay}`}; the paper's begins at ${rate} and is halved when the validation loss stands still.`,
    momentum === null
      ? null
      : `Normalisations keep ${momentum} of their moving averages per step, in place of each network's own share.`,
    augment
      ? null
      : 'Training slices are not augmented, so no network has learned from mirrored slices: each test slice is predicted once, where the paper averages over four flips.',
  ].filter(isThere);
}

const isThere = (sentence: string | null): sentence is string => sentence !== null;
