import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { buildMsaUnet } from '../src/models/msaUnet';
await tf.setBackend('wasm'); await tf.ready();
const count=(ws:tf.LayerVariable[])=>ws.reduce((s,w)=>s+w.read().size,0);
for(const o of [{baseFilters:8},{baseFilters:8,asppWidth:32},{baseFilters:8,encoder:'plain',context:'none',decoder:'plain'},{baseFilters:8,context:'none',decoder:'plain'},{baseFilters:8,encoder:'plain',decoder:'plain'},{baseFilters:8,encoder:'plain',context:'none'},{baseFilters:4},{baseFilters:16},{baseFilters:16,convBias:false}] as any[]){
const t=performance.now();const m=buildMsaUnet([128,128,1],{seed:1,...o});
console.log(JSON.stringify(o),count(m.trainableWeights as any),count(m.nonTrainableWeights as any),m.trainableWeights.length,m.nonTrainableWeights.length,(performance.now()-t).toFixed(0)+'ms');
m.dispose();}
console.log(tf.memory().numTensors);
