import type { ChannelPair } from '../../utils/swapChannels';
import { channelsOf, type LabelTable } from './labelTable';

/** Lists the channels of a network that change places when an image is mirrored; none without a table. */
export function mirroredChannels(table: LabelTable | null | undefined): ChannelPair[] {
  if (!table) return [];
  const first = channelsOf(table) - table.labels.length; // 1 if the background has a channel
  const channel = (name: string) => first + table.labels.findIndex((label) => label.name === name);
  return table.mirrored.map(([a, b]) => [channel(a), channel(b)]);
}
