import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(path, 'utf8');
const commandsIn = (text: string) => [...text.matchAll(/npm (?:run [\w:]+|test)/g)].map(([command]) => command);

const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'));
const parts = [...read('.ci/run').matchAll(/^part '(.*?)'/gm)].flatMap(([, name]) => commandsIn(name!));
const workflow = commandsIn(read('.github/workflows/ci.yml'));

it('ci.yml runs every part of .ci/run', () => {
  const done = workflow.flatMap((command) => [command, ...commandsIn(scripts[command.replace('npm run ', '')] ?? '')]);
  expect(parts.length).toBeGreaterThan(5);
  expect(parts.filter((command) => !done.includes(command))).toEqual([]);
});

it('every command of a workflow is a script', () => {
  const all = ['ci', 'docs', 'nightly', 'release'].flatMap((name) => commandsIn(read(`.github/workflows/${name}.yml`)));
  expect(all.map((command) => command.replace(/npm (run )?/, '')).filter((name) => !(name in scripts))).toEqual([]);
});
