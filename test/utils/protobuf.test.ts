import { expect, it } from 'vitest';

import { bytesField, floatField, integerField, integersField } from '../../src/utils/protobuf';

it('integers have seven bits a byte, negative ones ten bytes', () => {
  expect([...integerField(1, 150)]).toEqual([0x08, 0x96, 0x01]); // the example of protobuf's documentation
  expect([...integerField(1, -2)]).toEqual([0x08, 0xfe, ...Array(8).fill(0xff), 0x01]);
});

it('texts and packed integers come with their length', () => {
  expect([...bytesField(2, 'testing')]).toEqual([0x12, 7, ...Buffer.from('testing')]);
  expect([...integersField(6, [3, 270, 86942])]).toEqual([0x32, 6, 3, 0x8e, 0x02, 0x9e, 0xa7, 0x05]);
});

it('floats have four bytes, the low ones first', () => {
  expect([...floatField(4, 1)]).toEqual([0x25, 0, 0, 0x80, 0x3f]);
});
