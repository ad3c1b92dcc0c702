import { readdirSync, readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { numbers, readSettings } from '../../examples/node-service/src/settings';

const folder = 'examples/node-service';
const readme = readFileSync(`${folder}/README.md`, 'utf8');

it('without settings, the defaults hold', () => {
  const settings = readSettings({ MODEL: 'runs/liver' });
  expect(settings).toMatchObject({ model: 'runs/liver', backend: 'auto', host: '127.0.0.1', port: 3000, workers: 1 });
});

it.each([
  [{}, 'MODEL must name the folder of a trained network: MODEL=runs/liver npm start'],
  [{ MODEL: 'm', BACKEND: 'gpu' }, 'BACKEND must be one of auto, tensorflow, webgpu, wasm, cpu; received "gpu"'],
  [{ MODEL: 'm', PORT: '70000' }, 'PORT must be an integer from 0 to 65535; received "70000"'],
  [{ MODEL: 'm', WORKERS: 'two' }, 'WORKERS must be an integer from 1 to 64; received "two"'],
  [{ MODEL: 'm', MAX_FILES: '2.5' }, 'MAX_FILES must be an integer from 1 to 100000; received "2.5"'],
  [{ MODEL: 'm', SEND_SECONDS: '0' }, 'SEND_SECONDS must be a number from 0.1 to 3600; received "0"'],
])('%o is refused', (env, message) => {
  expect(() => readSettings(env)).toThrow(new Error(message));
});

it('README has a row for every setting, with its default', () => {
  const missing = Object.values(numbers).filter(
    ([variable, value]) => !readme.includes(`| \`${variable}\` | ${value} |`),
  );
  expect(missing).toEqual([]);
});

it('README lists the code of every error', () => {
  const sources = readdirSync(`${folder}/src`).map((file) => readFileSync(`${folder}/src/${file}`, 'utf8'));
  const codes = sources.flatMap((text) =>
    [...text.matchAll(/RequestError\(\s*(\d{3}),\s*'(\w+)'/g)].map(([, status, code]) => ({ status, code })),
  );
  expect(codes.length).toBeGreaterThan(15);
  const missing = codes.filter(({ status, code }) => status !== '499' && !readme.includes(`\`${code}\``));
  expect(missing).toEqual([]);
});
