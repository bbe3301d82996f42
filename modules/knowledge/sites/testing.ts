import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { workIn } from '../../../kit/work.ts';
import { SiteId } from '../documents/contract.ts';
import type { Place } from '../documents/testing.ts';
import type { Walk } from '../walk.ts';
import { putSite } from './sites.ts';

type Given = Omit<Parameters<typeof putSite>[1], 'siteId'>;
const usual: Given = {
  ...{ address: 'http://127.0.0.1:9/help/', scope: 'below', pagesMax: 50, depthMax: 5 },
  ...{ resyncHours: null, language: 'en', locationId: null },
};

export async function namedSite({ ground, workspaceId }: Place, given: Partial<Given> = {}): Promise<SiteId> {
  const siteId = newId(SiteId);
  await workIn(ground, workspaceId, { actor: { kind: 'system' } }, (ctx) =>
    putSite(ctx, { siteId, ...usual, ...given }, { allowPrivate: true }),
  );
  return siteId;
}

const of = '/w/:workspaceId/knowledge/sites';
const ofNew = async (w: Walk) => ({ params: { siteId: await namedSite(w) } });

/** A good input for every route of this part. */
export const sitesSamples: Samples<Walk> = {
  [`GET ${of}` as const]: async (w: Walk) => {
    await namedSite(w);
    return {};
  },
  [`GET ${of}/:siteId` as const]: ofNew,
  [`PUT ${of}/:siteId` as const]: async () => ({
    params: { siteId: newId(SiteId) },
    body: {
      address: 'https://linen-and-oak.test/help/',
      scope: 'host',
      resyncHours: 24,
    },
    makesId: true,
  }),
  [`DELETE ${of}/:siteId` as const]: ofNew,
  [`POST ${of}/:siteId/read` as const]: async (w: Walk) => ({ ...(await ofNew(w)), body: { isFull: true } }),
};
