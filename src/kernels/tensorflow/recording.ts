/** Whether operations are being recorded into a graph, which must not contain values computed beforehand. */
export const isRecordingOperations = (): boolean => isRecording;

/** Runs a function and marks its operations as recorded. */
export function whileRecordingOperations<T>(run: () => T): T {
  const before = isRecording;
  isRecording = true;
  try {
    return run();
  } finally {
    isRecording = before;
  }
}

let isRecording = false;
