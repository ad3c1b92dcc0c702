import type { Volume } from 'msa-unet';
import type { Segmenter } from 'msa-unet/browser';

import { element, write } from './elements';
import { loadFiles, loadSaved, type Preparation, phantomPreparation, startSegmenter, trainOnPhantom } from './network';
import { describeMask, describeScan, download, phantomScan, readScan, readTruth, type Scan } from './scan';
import { Tasks } from './tasks';
import { Viewer } from './viewer';

type Work = Parameters<Tasks['run']>[1];

const viewer = new Viewer();
const tasks = new Tasks(update);
let segmenter: Segmenter | null = null;
let preparation: Preparation | null = null; // of the network; null: there is none
let scan: Scan | null = null;
let mask: Volume | null = null;

/** Enables what can be done now. */
function update(): void {
  const enable = (id: string, isPossible: boolean) => {
    const control = element(id, HTMLElement) as HTMLButtonElement | HTMLInputElement;
    control.disabled = tasks.isBusy || !isPossible;
  };
  enable('train', segmenter !== null);
  enable('model-files', segmenter !== null);
  enable('scan-files', true);
  enable('phantom', true);
  enable('mask-files', scan !== null);
  enable('segment', preparation !== null && scan !== null);
  enable('download', mask !== null);
}

function showNetwork(text: string, how: Preparation): void {
  preparation = how;
  write('network', `${text} Computes with ${segmenter!.backend.name} (${segmenter!.backend.detail}).`);
}

function show(next: Scan): void {
  scan = next;
  write('scan', describeScan(next));
  clearMask();
}

/** Nothing may look like the mask of a scan that has none, whatever fails next. */
function clearMask(): void {
  mask = null;
  write('result', scan ? 'Not segmented yet.' : 'Needs a network and a scan.');
  if (scan) viewer.show(scan, null);
  else viewer.hide();
}

function closeScan(): void {
  scan = null;
  write('scan', 'None yet.');
  clearMask();
}

function onClick(id: string, ...task: Parameters<Tasks['run']>): void {
  element(id, HTMLButtonElement).addEventListener('click', () => void tasks.run(...task));
}

function onFiles(id: string, name: string, work: (files: FileList) => Promise<void>): void {
  const input = element(id, HTMLInputElement);
  input.addEventListener('change', async () => {
    if (input.files?.length) await tasks.run(name, () => work(input.files!));
    input.value = ''; // the same files can be chosen again
  });
}

const train: Work = async (task) => {
  preparation = null;
  write('network', 'None until the training is complete.');
  const dice = await trainOnPhantom(segmenter!, task);
  if (dice === null) write('network', 'Training was canceled. Train again to resume it.');
  else
    showNetwork(
      `Trained on the phantom: Dice coefficient ${dice.toFixed(3)} on unseen patients. Saved in this browser.`,
      phantomPreparation,
    );
};
onClick('train', 'Training on synthetic patients', train, true);

onFiles('model-files', 'Loading the model', async (files) => {
  const loaded = await loadFiles(segmenter!, [...files]);
  showNetwork(loaded.description, loaded.preparation);
});

onFiles('scan-files', 'Reading the scan', async (files) => {
  closeScan();
  show(await readScan(files));
});
onFiles('mask-files', 'Reading the mask', async (files) => show(await readTruth(scan!, files)));
onClick('phantom', 'Making the phantom', async () => show(await phantomScan()));

const segment: Work = async ({ signal, onProgress }) => {
  clearMask();
  mask = await segmenter!.predict(scan!.image, {
    ...preparation,
    largestOnly: true,
    signal,
    onProgress: ({ slices, depth }) => onProgress(slices / depth),
  });
  write('result', describeMask(scan!, mask));
  viewer.show(scan!, mask);
};
onClick('segment', 'Segmenting', segment, true);

onClick('download', 'Saving the mask', () => download(mask!));

void tasks.run('Starting the worker', async () => {
  write('network', 'None: the worker has not started.'); // what remains if it cannot
  segmenter = await startSegmenter();
  write('network', 'None yet: train one on synthetic patients, within a minute, or load the files of a model.');
  if (await loadSaved(segmenter)) showNetwork('The network that you trained on the phantom.', phantomPreparation);
});
