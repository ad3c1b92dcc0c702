import { expect, it } from 'vitest';

import { parseLabels } from '../../../src/data/labels/parseLabels';

it('reads names, numbers and segment names', () => {
  expect(parseLabels(['liver=1,2', 'tumour = 2', 'spleen=Spleen, Milz'])).toEqual({
    liver: [1, 2],
    tumour: [2],
    spleen: ['Spleen', 'Milz'],
  });
});

it.each(['liver', '=1', 'liver=', 'liver=1,'])('refuses %o', (text) => {
  expect(() => parseLabels([text])).toThrow(
    `parseLabels: \`labels\` must be a name and its numbers, such as liver=1,2; received "${text}"`,
  );
});

it('refuses a name that comes twice', () => {
  expect(() => parseLabels(['a=1', 'a=2'])).toThrow('must be given once for each name; received "a twice"');
});
