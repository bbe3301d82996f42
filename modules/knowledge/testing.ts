import type { Samples } from '../../kit/http/sample.ts';
import { documentsSamples } from './documents/testing.ts';
import { faqsSamples } from './faqs/testing.ts';
import { ingestingSamples } from './ingesting/testing.ts';
import { searchSamples } from './search/testing.ts';
import { sitesSamples } from './sites/testing.ts';
import type { Walk } from './walk.ts';

/** A good input for every route of this module. */
export const samples: Samples<Walk> = {
  ...documentsSamples,
  ...faqsSamples,
  ...ingestingSamples,
  ...searchSamples,
  ...sitesSamples,
};

export type { Walk } from '../workspaces/testing.ts';
export { indexAll, typedDocument } from './documents/testing.ts';
export { writtenFaq } from './faqs/testing.ts';
export { broughtFile, startedReading } from './ingesting/testing.ts';
export { hashedEmbedder, hashedVector } from './pieces/testing.ts';
export { makePdf } from './reading/testing/pdf.ts';
export { makeDocx, makeZip } from './reading/testing/zip.ts';
export { namedSite } from './sites/testing.ts';
