import type { Label, LabelTable } from './labelTable';

/** Says what is segmented, which labels a flip swaps, and what is left out. */
export function labelNotes({ labels, regions, mirrored, regionOrder, ignore }: LabelTable): string[] {
  const kind = regions ? 'regions that may overlap' : 'exclusive labels';
  return [
    `${kind}: ${labels.map(described).join(', ')}`,
    ...(mirrored.length > 0
      ? [`flips swap ${mirrored.map(([a, b]) => `${a} and ${b}`).join(', ')}, which are mirror images`]
      : []),
    ...(regionOrder
      ? [
          `where a voxel of a mask holds one number, regions are written in the order ${regionOrder.join(', ')}, later over earlier`,
        ]
      : []),
    ...(ignore === null ? [] : [`${ignore} marks voxels that nobody has drawn, which losses and metrics leave out`]),
  ];
}

const described = ({ name, from }: Label) => `${name} (${from.join(', ')})`;
