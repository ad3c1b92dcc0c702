import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readExperiment } from '../../../src/node/experiment/experiment';
import { tempFolder } from '../../support/tempFolder';

const root = tempFolder();

test('a folder without an experiment has none', async () => {
  expect(await readExperiment(join(root.path, 'nowhere'))).toBeNull();
});
