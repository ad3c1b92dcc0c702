/**
 * Lets the event loop turn, so that signals and user interfaces are served between batches.
 *
 * Not `tf.nextFrame`: in a browser it waits for a frame to be painted, which never comes in a hidden tab.
 */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
