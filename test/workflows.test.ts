import { existsSync, readdirSync, readFileSync } from 'node:fs';

import { expect, it } from 'vitest';
import { parse } from 'yaml';

const read = (path: string) => readFileSync(path, 'utf8');
const commandsIn = (text: string) => [...text.matchAll(/npm (?:run [\w:]+|test)/g)].map(([command]) => command);

const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'));
const parts = [...read('.ci/run').matchAll(/^part '(.*?)'/gm)].flatMap(([, name]) => commandsIn(name!));
const workflow = commandsIn(read('.github/workflows/ci.yml'));
const workflows = readdirSync('.github/workflows').map((file) => ({ file, text: read(`.github/workflows/${file}`) }));

it('ci.yml runs every part of .ci/run', () => {
  const done = workflow.flatMap((command) => [command, ...commandsIn(scripts[command.replace('npm run ', '')] ?? '')]);
  expect(parts.length).toBeGreaterThan(5);
  expect(parts.filter((command) => !done.includes(command))).toEqual([]);
});

it('every command of a workflow is a script', () => {
  const all = workflows.flatMap(({ text }) => commandsIn(text));
  expect(all.map((command) => command.replace(/npm (run )?/, '')).filter((name) => !(name in scripts))).toEqual([]);
});

it('every workflow limits its rights, and only those that publish write', () => {
  const writers = workflows.flatMap(({ file, text }) => {
    const { permissions } = parse(text);
    expect({ file, permissions }).toEqual({ file, permissions: expect.any(Object) });
    return Object.values(permissions).includes('write') ? [file] : [];
  });
  expect(writers).toEqual(['docs.yml', 'release.yml']);
});

it('no workflow puts what a stranger wrote into a shell', () => {
  const steps = workflows.flatMap(({ text }) =>
    Object.values<{ steps: { run?: string }[] }>(parse(text).jobs).flatMap((job) => job.steps),
  );
  const expressions = steps.flatMap(({ run = '' }) => [...run.matchAll(/\$\{\{\s*([\w.]+)/g)].map(([, name]) => name));
  expect(expressions.filter((name) => !name!.startsWith('matrix.'))).toEqual([]);
});

it('release.yml publishes with a token of its own run, by an npm that can, and with provenance', () => {
  const { permissions, jobs } = parse(read('.github/workflows/release.yml'));
  expect(permissions['id-token']).toBe('write');
  const steps: { uses?: string; run?: string; with?: Record<string, unknown>; env?: Record<string, string> }[] =
    jobs.release.steps;
  const setup = steps.find(({ uses }) => uses?.startsWith('actions/setup-node'))!;
  expect(setup.with).toEqual({ 'node-version': 24, cache: 'npm' }); // `registry-url` would make npm look for a token
  expect(steps.map(({ run }) => run)).toContain('npm install --global npm@11');
  expect(jobs.release.if).toBe('github.event.repository.fork == false');
  const publish = steps.find(({ uses }) => uses?.startsWith('changesets/action'))!;
  expect(publish.with).toEqual({ version: 'npm run bump', publish: 'npm run release' });
  const check = steps.findIndex(({ run }) => run === 'npm run check');
  expect(check).toBeGreaterThan(0);
  expect(check).toBeLessThan(steps.indexOf(publish));
  expect(publish.env!.NPM_CONFIG_PROVENANCE).toBe('true');
});

it('npm publish checks first that the package is ready', () => {
  expect(scripts.prepublishOnly).toBe('tsx test/package/requirePublishable.ts');
  expect(scripts.release).toBe('npm run build && npm run package && changeset publish');
});

it('Dependabot looks at every folder that has dependencies, and at the workflows', () => {
  const { version, updates } = parse(read('.github/dependabot.yml'));
  expect(version).toBe(2);
  const folders = (ecosystem: string) =>
    updates
      .filter((update: { 'package-ecosystem': string }) => update['package-ecosystem'] === ecosystem)
      .map(({ directory }: { directory: string }) => directory);
  const projects = readdirSync('examples').filter((name) => existsSync(`examples/${name}/package.json`));
  expect(folders('npm')).toEqual(['/', ...projects.map((name) => `/examples/${name}`)]);
  expect(folders('github-actions')).toEqual(['/']);
});
