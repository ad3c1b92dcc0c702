import { buildModel, phantomDataSet, prepareSlices, memoryCache, splitDataSet, trainSegmentation, predictVolume, scanVolume, diceCoefficient } from 'msa-unet';
import { useBackend } from 'msa-unet/node';
await useBackend('wasm');
const size = [64, 64] as const;
const { parts } = await splitDataSet(phantomDataSet({ patients: 8, slicesPerPatient: 6, size: 64 }));
for (const [lr, epochs] of [[3e-3, 12]] as const) {
const model = buildModel('unetMsrb', [null, null, 1], { baseFilters: 4, seed: 1 });
const t = performance.now();
const h = await trainSegmentation(model, { train: prepareSlices(parts.train, { size, cache: memoryCache() }), val: prepareSlices(parts.val, { size, cache: memoryCache() }), epochs, batchSize: 6, learningRate: lr, onEpoch: (e) => console.log(e.epoch, e.loss.toFixed(3), e.valScores.diceCoefficient.toFixed(3), e.seconds.toFixed(1)) });
console.log(lr, (performance.now() - t) / 1000);
const [p] = phantomDataSet({ patients: 1, slicesPerPatient: 12, size: 128, seed: 99 }).patients;
const { image, labels } = await scanVolume(p!.scans[0]!);
const t2 = performance.now();
const m = await predictVolume(model, image, { size, largestOnly: true });
let b = 0, s = 0; for (let i = 0; i < m.data.length; i++) { b += m.data[i]! & labels.data[i]!; s += m.data[i]! + labels.data[i]!; }
console.log('dice', 2 * b / s, (performance.now() - t2) / 1000);
}
