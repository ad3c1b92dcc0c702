import { useBackend } from 'msa-unet/node';

import { nightly } from '../support/nightly';
import { type BuiltPage, bundleIn, bundlers, importMapIn } from './bundles';
import { type Training, train } from './pages/check';
import { obeysPolicy, trainsLikeNode, trainsOnWebgl } from './visitPage';
import type { Packed } from './workspace';

type Check = (packed: Packed) => Promise<string>;

const eachBundler = Object.keys(bundlers) as (keyof typeof bundlers)[];
const ways = nightly ? [true, false] : [true]; // isolated: where there are threads

/** What holds in a page: every way of building one, on ordinary and isolated pages. `npm run package` runs most of them. */
export const browserChecks: Record<string, Check> = {
  ...Object.fromEntries(eachBundler.map((name) => [`trains in a page by ${name} as in Node`, trainsBundled(name)])),

  'trains in a page with an import map as in Node': async ({ workspace }) => {
    const page = await importMapIn(workspace);
    return visitEach(page, { inWorker: false, ways: [true, false] }); // workers have no import maps
  },

  'says what a Content-Security-Policy must allow': async ({ workspace }) =>
    obeysPolicy(await built(workspace, 'Vite'), await expected()),

  ...(nightly && {
    'trains in a page on WebGL as on WASM but for rounding': async ({ workspace }: Packed) =>
      trainsOnWebgl(await built(workspace, 'Vite')),
  }),
};

function trainsBundled(name: keyof typeof bundlers): Check {
  return async ({ workspace }) => visitEach(await built(workspace, name), { inWorker: true, ways });
}

async function visitEach(
  page: BuiltPage,
  { inWorker, ways }: { inWorker: boolean; ways: readonly boolean[] },
): Promise<string> {
  const found: string[] = [];
  for (const isolated of ways) found.push(await trainsLikeNode(page, { isolated, inWorker }, await expected()));
  return found.join(', ');
}

const pages = new Map<string, Promise<BuiltPage>>();

function built(workspace: string, name: keyof typeof bundlers): Promise<BuiltPage> {
  const page = pages.get(name) ?? bundleIn(workspace, name);
  pages.set(name, page);
  return page;
}

let training: Promise<Training> | null = null;

/** What Node computes, on any number of threads. */
function expected(): Promise<Training> {
  training ??= useBackend('wasm', { log: null }).then(() => train());
  return training;
}
