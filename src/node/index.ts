/**
 * What needs Node: backends, files and data sets, the terminal.
 *
 * @module msa-unet/node
 */

export { abortOnInterrupt } from './abortOnInterrupt';
export type { BackendInfo, BackendName, UseBackendOptions } from './backends/useBackend';
export { useBackend } from './backends/useBackend';
export { type CheckpointFolderOptions, checkpointFolder } from './checkpointFolder';
export { CsvLogger } from './csvLogger';
export { ctFiles } from './ctFiles';
export { openChaos } from './dataSets/openChaos';
export { openDataSet } from './dataSets/openDataSet';
export { type OpenIrcadbOptions, openIrcadb } from './dataSets/openIrcadb';
export { type OpenNiftiPairsOptions, openNiftiPairs } from './dataSets/openNiftiPairs';
export { openSlices } from './dataSets/openSlices';
export { type OpenSliver07Options, openSliver07 } from './dataSets/openSliver07';
export type { OpenOptions } from './dataSets/sources';
export { type DiskCacheOptions, diskCache } from './diskCache';
export { type MergeTableOptions, mergeTable } from './experiment/mergeTable';
export { type PresetName, presetNames, type TableSettings, tablePresets } from './experiment/presets';
export type { JobHooks } from './experiment/runJob';
export { type RunTableOptions, runTable } from './experiment/runTable';
export { fileSystem } from './fileSystem';
export type { ProgressLine, ProgressStream } from './progress';
export { progressLine } from './progress';
export { type FolderOptions, folderSources, openDataSources } from './run/openDataSources';
export { type InferenceOptions, openRun, type Run } from './run/openRun';
export { type OpenTrainingDataOptions, openTrainingData, type TrainingData } from './run/openTrainingData';
export { runFiles } from './run/runFiles';
export { type SaveRunOptions, saveRun } from './run/saveRun';
export { shellCommand } from './shellCommand';
export { TensorBoard, type TensorBoardOptions } from './tensorBoard/tensorBoard';
export { type WriteFileAtomicOptions, writeFileAtomic } from './writeFileAtomic';
