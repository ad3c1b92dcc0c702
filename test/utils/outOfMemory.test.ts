import { expect, it } from 'vitest';

import { explainCrash } from '../../src/utils/outOfMemory';

it('explains a crash inside WebAssembly as a full memory, and keeps it as the cause', () => {
  const crash = new WebAssembly.RuntimeError('memory access out of bounds');
  expect(explainCrash(crash)).toEqual(
    new Error(
      'WebAssembly ran out of memory, of which it has at most 4 GB. Restart the program, whose memory is damaged, with ' +
        'smaller batches, smaller images, fewer filters or another backend',
      { cause: crash },
    ),
  );
});

it('leaves other errors as they are', () => {
  const error = new RangeError('no');
  expect(explainCrash(error)).toBe(error);
});
