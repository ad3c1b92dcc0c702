/**
 * Node only: backends, files and data sets, the terminal.
 *
 * @module msa-unet/node
 */

export { abortOnInterrupt } from './abortOnInterrupt';
export type { BackendInfo, BackendName, UseBackendOptions } from './backends/useBackend';
export { useBackend } from './backends/useBackend';
export { type CheckpointFolderOptions, checkpointFolder } from './checkpointFolder';
export { claimFolder } from './claims/claimFolder';
export type { ClaimFolderOptions } from './claims/waitForClaim';
export { ctFiles } from './ctFiles';
export { type FindScansOptions, type FoundScan, findScans } from './dataSets/findScans';
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
export { CsvLogger } from './loggers/csvLogger';
export type { ProgressLine, ProgressStream } from './loggers/progress';
export { progressLine } from './loggers/progress';
export { TensorBoard, type TensorBoardOptions } from './loggers/tensorBoard/tensorBoard';
export { requireWritable } from './requireWritable';
export { type FolderOptions, folderSources, openDataSources } from './run/openDataSources';
export { openRun, type Run } from './run/openRun';
export { type OpenTrainingDataOptions, openTrainingData, type TrainingData } from './run/openTrainingData';
export { runFiles } from './run/runFiles';
export { type SaveRunOptions, saveRun } from './run/saveRun';
export { shellCommand } from './shellCommand';
export { type WriteFileAtomicOptions, writeFileAtomic } from './writeFileAtomic';
