import type { CtScan, CtSlice, Label, LabelTable } from 'msa-unet';

import { textTable } from '../../textTable';
import type { LabelSums } from './labelSums';
import { voxelMlOf } from './measureScan';

/** A scan, and what it holds of each label. */
export interface LabelledScan {
  readonly scan: CtScan;
  readonly unit: CtSlice['unit'];
  readonly labels: readonly LabelSums[];
}

/** A table of all labels: scans and patients that hold them, volumes, mean values, and their colours on the sheet. */
export function labelsText({ labels }: LabelTable, scans: readonly LabelledScan[]): string {
  const unit = scans.every((scan) => scan.unit === 'hu') ? 'HU' : 'grey level';
  const head = ['label', 'scans', 'patients', 'ml (median, range)', `mean ${unit}`, 'colour'];
  const rows = [head, ...labels.map((label, index) => rowOf(label, index, scans))];
  const absent = labels.filter((_, index) => scans.every((scan) => scan.labels[index]!.voxels === 0));
  return ['', textTable(rows), ...absent.map((label) => `  ! ${absentText(label, scans)}`), ''].join('\n');
}

function rowOf({ name, color }: Label, index: number, scans: readonly LabelledScan[]): string[] {
  const holders = scans.filter(({ labels }) => labels[index]!.voxels > 0);
  const patientsOf = (some: readonly LabelledScan[]) => new Set(some.map(({ scan }) => scan.patient)).size;
  const sum = (key: keyof LabelSums) => holders.reduce((total, { labels }) => total + labels[index]![key], 0);
  const colour = color.map((level) => level.toString(16).padStart(2, '0')).join('');
  return [
    name,
    `${holders.length} of ${scans.length}`,
    `${patientsOf(holders)} of ${patientsOf(scans)}`,
    volumesText(holders, index),
    holders.length > 0 ? (sum('values') / sum('voxels')).toFixed(0) : '-',
    `#${colour}`,
  ];
}

/** Median and range of the volumes of a label in the scans that hold it. */
function volumesText(holders: readonly LabelledScan[], index: number): string {
  const volumes = holders
    .flatMap(({ scan, labels }) => {
      const voxelMl = voxelMlOf(scan);
      return voxelMl === null ? [] : [labels[index]!.voxels * voxelMl];
    })
    .sort((a, b) => a - b);
  if (volumes.length === 0) return '-';
  const half = (volumes.length - 1) / 2;
  const median = (volumes[Math.floor(half)]! + volumes[Math.ceil(half)]!) / 2;
  return `${mlText(median)} (${mlText(volumes[0]!)} to ${mlText(volumes.at(-1)!)})`;
}

/** Millilitres, below 10 with a decimal: tumours are small. */
const mlText = (ml: number) => ml.toFixed(ml < 10 ? 1 : 0);

function absentText({ name, from }: Label, { length }: readonly LabelledScan[]): string {
  const where = length === 1 ? 'the scan' : `any of ${length} scans`;
  return `no voxel of ${name} (${from.join(', ')}) in ${where}: are these its numbers or names?`;
}
