import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const read = (path: string) => readFileSync(path, 'utf8');
const { license, files }: { license: string; files: string[] } = JSON.parse(read('package.json'));

describe('CITATION.cff', () => {
  const citation = parse(read('CITATION.cff'));

  it('has what its format 1.2.0 requires, and the licence of the package', () => {
    expect(citation['cff-version']).toBe('1.2.0');
    expect(citation.type).toBe('software');
    expect(citation.license).toBe(license);
    for (const key of ['message', 'title']) expect(citation[key]).toMatch(/\w/);
    requireAuthors(citation);
  });

  it('has no other keys than the format', () => {
    const keys =
      'abstract authors cff-version commit contact date-released doi identifiers keywords license license-url message preferred-citation references repository repository-artifact repository-code title type url version';
    expect(Object.keys(citation).filter((key) => !keys.split(' ').includes(key))).toEqual([]);
  });

  it('cites the paper too', () => {
    const [paper] = citation.references;
    expect(paper.type).toBe('article');
    expect(paper.doi).toBe('10.1186/s12911-021-01649-w');
    expect(read('README.md')).toContain(paper.doi);
    requireAuthors(paper);
  });
});

describe('issue templates', () => {
  const folder = '.github/ISSUE_TEMPLATE';
  const templates = readdirSync(folder).filter((name) => name !== 'config.yml');

  it.each(templates)('%s is a form with fields of their own ids and labels', (name) => {
    const form = parse(read(`${folder}/${name}`));
    for (const key of ['name', 'description']) expect(form[key]).toMatch(/\w/);
    const fields: { type: string; id?: string; attributes: Record<string, unknown> }[] = form.body;
    for (const { type, id, attributes } of fields) {
      expect(['markdown', 'textarea', 'input', 'dropdown', 'checkboxes']).toContain(type);
      if (type === 'markdown') expect(attributes.value).toMatch(/\w/);
      else expect([id, attributes.label]).toEqual([expect.stringMatching(/^[\w-]+$/), expect.any(String)]);
      if (type === 'dropdown') expect(attributes.options).toEqual(expect.arrayContaining([expect.any(String)]));
    }
    const ids = fields.flatMap(({ id }) => id ?? []);
    expect(ids).toEqual([...new Set(ids)]);
  });

  it('ask nobody for a scan', () => {
    expect(read(`${folder}/unread-file.yml`)).toContain('Do not attach the file');
    expect(read(`${folder}/bug.yml`)).toContain('Never attach scans');
  });
});

it('the tarball has the notices, the citation and the changelog', () => {
  expect(files).toEqual(expect.arrayContaining(['NOTICE', 'THIRD-PARTY-NOTICES.md', 'CITATION.cff', 'CHANGELOG.md']));
});

it('NOTICE names every data set that has an opener or a row of terms', () => {
  const rows = [...read('docs/data.md').matchAll(/^\| ([\w-]+)(?: Task03)? +\| "/gm)].map(([, name]) => name!);
  expect(rows.length).toBeGreaterThan(4);
  const notice = read('NOTICE').replace('Medical Segmentation Decathlon', 'MSD');
  expect(rows.filter((name) => !notice.includes(name))).toEqual([]);
});

it('every change note is for this package, with a kind', () => {
  const notes = readdirSync('.changeset').filter((name) => name.endsWith('.md'));
  const wrong = notes.filter(
    (name) => !/^---\n["']msa-unet["']: (minor|patch)\n---\n\n\S/.test(read(`.changeset/${name}`)),
  );
  expect(wrong).toEqual([]);
});

function requireAuthors({ authors }: { authors: Record<string, string>[] }): void {
  expect(authors.length).toBeGreaterThan(0);
  for (const author of authors) expect(author.name ?? author['family-names']).toMatch(/\w/);
}
