import type { Samples } from '../../kit/http/sample.ts';
import { postsSamples } from './posts/testing.ts';
import type { Walk } from './walk.ts';

/** A good input for every route of this module. */
export const samples: Samples<Walk> = { ...postsSamples };

export { openAccount, publishedPost } from './posts/testing.ts';
