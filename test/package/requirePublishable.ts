// Runs before `npm publish`, and ends it unless the package is ready.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

import { publishProblems } from './publishProblems';

const problems = publishProblems({
  ...JSON.parse(readFileSync('package.json', 'utf8')),
  changelog: existsSync('CHANGELOG.md') ? readFileSync('CHANGELOG.md', 'utf8') : null,
  pending: readdirSync('.changeset').filter((name) => name.endsWith('.md') && name !== 'README.md'),
  workflowOf: process.env.GITHUB_REPOSITORY ?? null,
});
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
