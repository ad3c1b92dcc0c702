import { expect, it } from 'vitest';

import { isOneDnnUnsound } from '../../../src/node/backends/unsoundOneDnn';

const cpuInfo = (vendor: string, family: number) =>
  `processor\t: 0\nvendor_id\t: ${vendor}\ncpu family\t: ${family}\nmodel\t\t: 2\nmodel name\t: a processor\n`;

it.each([
  ['AMD Zen 5', cpuInfo('AuthenticAMD', 26), true],
  ['AMD Zen 4', cpuInfo('AuthenticAMD', 25), false],
  ['Intel', cpuInfo('GenuineIntel', 6), false],
  ['an unknown one', '', false],
])('oneDNN is left out on %s, as TensorFlow needs', (_, text, unsound) => {
  expect(isOneDnnUnsound(text)).toBe(unsound);
});

it('oneDNN is judged on this machine', () => {
  expect(typeof isOneDnnUnsound()).toBe('boolean');
});
