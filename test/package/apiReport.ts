import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Extractor, ExtractorConfig, ExtractorLogLevel, type IConfigFile } from '@microsoft/api-extractor';

import { root, run } from './workspace';

const folder = join(root, 'api');

/** Entries of the built package: `index`, `node`, …, and their types. */
export function entries(): Record<string, string> {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const typed = Object.entries<string | { import: { types: string } }>(exports).flatMap(([name, target]) =>
    typeof target === 'string' ? [] : [[name === '.' ? 'index' : name.slice('./'.length), target.import.types]],
  );
  return Object.fromEntries(typed);
}

/**
 * Compares what the entries export, with all signatures, with the reports in `api/`. Changing those is a decision: see
 * `npm run api`.
 *
 * @throws Error with the differences
 */
export function compareApi(): string {
  const found = reportsOfBuild();
  assert.deepEqual(
    readdirSync(folder).sort(),
    Object.keys(found).sort(),
    'api/ has a file for each entry: npm run api',
  );
  const temporary = mkdtempSync(join(tmpdir(), 'msa-unet-api-'));
  try {
    for (const [file, report] of Object.entries(found)) {
      if (report === readFileSync(join(folder, file), 'utf8')) continue;
      writeFileSync(join(temporary, file), report);
      run(root, 'git', 'diff', '--no-index', '--exit-code', '-U2', `api/${file}`, join(temporary, file)); // throws it
    }
  } catch (cause) {
    const { message } = cause as Error;
    throw new Error(`${message}\nIf the API shall change, run \`npm run api\` and write a changeset.`, { cause });
  } finally {
    rmSync(temporary, { recursive: true });
  }
  return Object.keys(found).join(', ');
}

/** Writes the reports of the build to `api/`. */
export function acceptApi(): void {
  if (existsSync(folder)) rmSync(folder, { recursive: true });
  mkdirSync(folder);
  for (const [file, report] of Object.entries(reportsOfBuild())) writeFileSync(join(folder, file), report);
}

/** The report of each entry, by its file name. */
function reportsOfBuild(): Record<string, string> {
  const temporary = mkdtempSync(join(tmpdir(), 'msa-unet-api-'));
  try {
    const reports = Object.entries(entries()).map(([name, types]) => {
      const file = `${name}.api.md`;
      extract(types, file, temporary);
      return [file, readFileSync(join(temporary, file), 'utf8')] as const;
    });
    return Object.fromEntries(reports);
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

function extract(types: string, file: string, reportFolder: string): void {
  const configObject: IConfigFile = {
    projectFolder: root,
    mainEntryPointFilePath: join(root, types),
    newlineKind: 'lf',
    compiler: { overrideTsconfig: { extends: join(root, 'tsconfig.json'), include: [], files: [join(root, types)] } },
    apiReport: {
      enabled: true,
      includeForgottenExports: true, // types that exported ones are made of
      reportFileName: file,
      reportFolder,
      reportTempFolder: join(reportFolder, 'temp'),
    },
    docModel: { enabled: false },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
    messages: {
      compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
      extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } }, // TypeDoc checks the comments
    },
  };
  const errors: string[] = [];
  Extractor.invoke(
    ExtractorConfig.prepare({
      configObject,
      configObjectFullPath: undefined,
      packageJsonFullPath: join(root, 'package.json'),
    }),
    {
      localBuild: true, // writes the report
      messageCallback: (message) => {
        if (message.logLevel === ExtractorLogLevel.Error) errors.push(message.text);
        message.handled = true;
      },
    },
  );
  assert.deepEqual(errors, []);
}
