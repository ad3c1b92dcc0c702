/** A page of the site that somebody writes; those of the API are generated. */
export interface DocPage {
  readonly title: string;
  /** Its file, from the root of the repository. Those outside `docs` are shown where they are. */
  readonly file: string;
  /** Folders and files of an example, which the page shows in full and offers as a zip. */
  readonly shows?: readonly string[];
}

/** A group of pages in the sidebar. */
export interface PageGroup {
  readonly title: string;
  readonly pages: readonly DocPage[];
}

const guide = (name: string, title: string): DocPage => ({ title, file: `docs/${name}.md` });

const example = (name: string, title: string): DocPage => ({
  title,
  file: `examples/${name}/README.md`,
  shows: [`examples/${name}`],
});

/** Of the examples that have no page of their own. */
const scripts = [
  'quickstart',
  'reproduce-table1',
  'reproduce-table2',
  'cluster',
  'reproduceTable.ts',
  'tableOptions.ts',
];

/**
 * Every page of the site but the landing page, in its order: the sidebar and `llms.txt` are made of it. A page that is
 * missing here fails `npm run docs`.
 */
export const pageGroups: readonly PageGroup[] = [
  {
    title: 'Guides',
    pages: [
      guide('getting-started', 'Getting started'),
      guide('data', 'Bring your own CT'),
      guide('models', 'Models'),
      guide('pretrained', 'Pretrained encoders'),
      guide('training', 'Training'),
      guide('labels', 'Segment something else'),
      guide('evaluate', 'Evaluation'),
      guide('deploy', 'Deploy'),
      guide('backends', 'Backends'),
      guide('performance', 'Performance'),
      guide('cli', 'Command line'),
      guide('reliability', 'Reliability'),
      guide('migration', 'Migration'),
      guide('faq', 'FAQ'),
    ],
  },
  {
    title: 'Examples',
    pages: [
      example('browser-vite', 'A page with Vite'),
      example('browser-plain', 'A page without a build'),
      example('node-service', 'An HTTP service'),
      {
        title: 'Scripts',
        file: 'examples/README.md',
        shows: [...scripts, 'pairs.ts'].map((name) => `examples/${name}`),
      },
    ],
  },
  {
    title: 'The paper',
    pages: [guide('paper', 'How we read the paper'), guide('reproduce', 'Reproduce the paper')],
  },
  {
    title: 'Results',
    pages: [
      { title: 'Published runs', file: 'results/README.md' },
      { title: 'Table 1', file: 'results/liver-slices/table1/table.md' },
      { title: 'Table 2', file: 'results/liver-slices/table2/table.md' },
      { title: 'Speed and memory', file: 'results/bench/cpu.md' },
      { title: 'Changelog', file: 'CHANGELOG.md' },
    ],
  },
];

export const pages: readonly DocPage[] = pageGroups.flatMap((group) => group.pages);
