/** Whether operations are recorded at the moment: what runs becomes part of a graph, which must not hold values of now. */
export const isRecordingOperations = (): boolean => isRecording;

/** Runs a function whose operations are recorded. */
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
