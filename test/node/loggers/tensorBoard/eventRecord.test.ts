import { expect, it } from 'vitest';

import { crc32c } from '../../../../src/node/loggers/tensorBoard/crc32c';
import { eventRecord, type TensorBoardEvent } from '../../../../src/node/loggers/tensorBoard/eventRecord';
import golden from '../../../golden/eventFile.json';

it.each(golden.cases as { event: TensorBoardEvent; record: string }[])(
  "TensorBoard's own writer makes the same bytes of $event",
  ({ event, record }) => {
    expect(eventRecord(event).toString('hex')).toBe(record);
  },
);

it('CRC-32C of the standard check is 0xe3069283', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
});
