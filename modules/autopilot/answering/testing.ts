import type { Samples } from '../../../kit/http/sample.ts';
import type { Walk } from '../walk.ts';

/** A good input for every route of this part. */
export const answeringSamples: Samples<Walk> = {};
