import type { Segment } from '../../../segments/segment';
import type { Elements } from '../elements';
import { rgbOfCieLab } from './cieLab';

/** Lists the segments of a SEG; number 0, the background of label maps, is none. */
export function segmentsOf(elements: Elements): Segment[] {
  return elements.items('SegmentSequence').flatMap((item) => {
    const value = item.uint16('SegmentNumber');
    if (!value) return [];
    const meaning = item.item('SegmentedPropertyTypeCodeSequence')?.text('CodeMeaning');
    return { value, name: item.text('SegmentLabel') ?? meaning ?? `Segment ${value}`, color: colorOf(item) };
  });
}

function colorOf(item: Elements): Segment['color'] {
  const [lightness, a, b] = [0, 1, 2].map((index) => item.uint16('RecommendedDisplayCIELabValue', index));
  if (typeof lightness !== 'number' || typeof a !== 'number' || typeof b !== 'number') return null;
  return rgbOfCieLab([lightness, a, b]);
}
