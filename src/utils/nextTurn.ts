/**
 * Yields to the event loop, so that signals and user interfaces are served between batches.
 *
 * Unlike `tf.nextFrame`, it does not wait for a painted frame, which never comes in a hidden browser tab.
 */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
