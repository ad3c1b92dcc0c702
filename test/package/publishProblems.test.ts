import { describe, expect, it } from 'vitest';

import { publishProblems, type ToPublish } from './publishProblems';

const ready: ToPublish = {
  version: '0.1.0',
  repository: { url: 'git+https://github.com/someone/msa-unet.git' },
  changelog: '# msa-unet\n\n## 0.1.0\n\n### Minor Changes\n',
  pending: [],
  workflowOf: 'Someone/msa-unet',
};

it('a package with its repository, version and changelog can be published', () => {
  expect(publishProblems(ready)).toEqual([]);
  expect(publishProblems({ ...ready, repository: 'github:someone/msa-unet', workflowOf: null })).toEqual([]);
});

describe('a package cannot be published', () => {
  it.each<[why: string, change: Partial<ToPublish>, problem: string]>([
    [
      'without a repository',
      { repository: undefined },
      'package.json names no repository, without which npm publishes no provenance: npm pkg set repository=github:OWNER/NAME',
    ],
    [
      'from the workflow of another repository',
      { workflowOf: 'someone/fork' },
      'package.json names the repository someone/msa-unet, but the workflow is of someone/fork',
    ],
    ['as version 0.0.0', { version: '0.0.0', changelog: '\n## 0.0.0\n' }, 'the version is 0.0.0: npm run bump'],
    ['with changesets left', { pending: ['a.md'] }, 'no version contains these changesets yet: a.md; npm run bump'],
    ['without a section in the changelog', { changelog: null }, 'CHANGELOG.md has no section 0.1.0: npm run bump'],
  ])('%s', (_, change, problem) => {
    expect(publishProblems({ ...ready, ...change })).toEqual([problem]);
  });
});
