/** Whether what is slow and hardly ever fails runs too: `npm run nightly` sets it. */
export const nightly = process.env.MSA_UNET_NIGHTLY === '1';
