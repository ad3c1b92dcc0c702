import { buildMsaUnet, phantomSamples, samplesOf, splitPatients, trainSegmentation } from 'msa-unet';
import { useBackend } from 'msa-unet/node';
import { bestGreyInterval } from './examples/quickstart/baseline';
import { scoreTest } from './examples/quickstart/scoreTest';

const a = JSON.parse(process.argv[2]);
await useBackend('wasm', { log: null });
const {
  size = 96,
  f = 4,
  b = 4,
  lr = 1e-3,
  epochs = 8,
  patients = 40,
  slices = 6,
  seed = 1,
  drop = {},
  decay = 'cosine',
  aspp = 4 * f,
  momentum = 0.9,
} = a;
const c0 = process.cpuUsage();
const cpu = () => {
  const u = process.cpuUsage(c0);
  return Math.round((u.user + u.system) / 1e6);
};
const all = phantomSamples({ patients, slicesPerPatient: slices, size, seed });
const parts = splitPatients([...new Set(all.map((s) => s.patient))], { seed });
const of = (p: string[]) => all.filter((s) => p.includes(s.patient));
console.log(JSON.stringify(a), 'phantom cpu', cpu(), of(parts.train).length, of(parts.val).length);
const model = buildMsaUnet([size, size, 1], { baseFilters: f, asppWidth: aspp, momentum, seed, dropBlock: drop });
const h = await trainSegmentation(model, {
  train: samplesOf(of(parts.train)),
  val: samplesOf(of(parts.val)),
  epochs,
  batchSize: b,
  learningRate: lr,
  decay,
  seed,
  onEpoch: (r) =>
    console.log(
      r.epoch,
      r.loss.toFixed(3),
      r.valLoss.toFixed(3),
      r.valDice.toFixed(3),
      'cpu',
      cpu(),
      'wall',
      r.seconds.toFixed(0),
    ),
});
const s = await scoreTest(model, samplesOf(of(parts.test)));
console.log(
  'best',
  h.bestEpoch,
  'test perPatient',
  s.report.perPatient!.diceCoefficient.mean.toFixed(3),
  s.patients.map((p) => p.scores.diceCoefficient.toFixed(3)).join(' '),
  'slice',
  s.report.perImage.diceCoefficient.mean.toFixed(3),
  'base',
  bestGreyInterval(of(parts.test)).dice.toFixed(3),
  'cpu',
  cpu(),
);
