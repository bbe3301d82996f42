import type { Samples } from '../../../kit/http/sample.ts';
import { newId, type WorkspaceId } from '../../../kit/ids.ts';
import { type Ground, workIn } from '../../../kit/work.ts';
import type { LocationId } from '../../workspaces/contract.ts';
import type { Walk } from '../walk.ts';
import { FaqId } from './contract.ts';
import { putFaq, retireFaq } from './faqs.ts';

interface Place {
  readonly ground: Ground;
  readonly workspaceId: WorkspaceId;
}

export interface GivenFaq {
  readonly title?: string | null;
  readonly questions?: string[];
  readonly answer?: string;
  readonly language?: string;
  readonly locationId?: LocationId | null;
}

export async function writtenFaq({ ground, workspaceId }: Place, given: GivenFaq = {}): Promise<FaqId> {
  const faqId = newId(FaqId);
  const usual = {
    title: null,
    questions: ['What are your opening hours?', 'When are you open?'],
    answer: 'We open at nine and close at six, from Monday to Saturday.',
    language: 'en',
    locationId: null,
  };
  await workIn(ground, workspaceId, { actor: { kind: 'system' } }, (ctx) =>
    putFaq(ctx, { faqId, ...usual, ...given }),
  );
  return faqId;
}

const ofNew = async (w: Walk) => ({ params: { faqId: await writtenFaq(w) } });
const of = '/w/:workspaceId/knowledge/faqs';

/** A good input for every route of this part. */
export const faqsSamples: Samples<Walk> = {
  [`GET ${of}` as const]: async (w: Walk) => {
    await writtenFaq(w);
    return { query: { q: 'a', retired: 'false', locationId: await w.location() } };
  },
  [`GET ${of}/:faqId` as const]: ofNew,
  [`PUT ${of}/:faqId` as const]: async () => ({
    params: { faqId: newId(FaqId) },
    body: {
      title: 'Returns',
      questions: ['Can I send it back?'],
      answer: 'Yes, within 30 days.',
      language: 'en',
      locationId: null,
    },
    makesId: true,
  }),
  [`DELETE ${of}/:faqId` as const]: ofNew,
  [`PUT ${of}/:faqId/retirement` as const]: ofNew,
  [`DELETE ${of}/:faqId/retirement` as const]: async (w: Walk) => {
    const faqId = await writtenFaq(w);
    await workIn(w.ground, w.workspaceId, { actor: { kind: 'system' } }, (ctx) => retireFaq(ctx, { faqId }));
    return { params: { faqId } };
  },
};
