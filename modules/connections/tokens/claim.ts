import { refreshSeconds } from './jobs.ts';

/** Longer than a call for a new token may take by far: whoever holds a claim for so long is dead. */
export const claimMs = 3 * refreshSeconds * 1_000;
