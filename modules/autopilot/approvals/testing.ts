import type { Samples } from '../../../kit/http/sample.ts';
import { newId, type WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { type Ground, workIn } from '../../../kit/work.ts';
import type { ConversationId, MessageId } from '../../inbox/contract.ts';
import { conversationWithWords } from '../../inbox/testing.ts';
import { DecisionId } from '../ids/contract.ts';
import type { Walk } from '../walk.ts';
import type { ApprovalId } from './contract.ts';
import { type HeldBack, holdForApproval } from './holding.ts';

export interface Place {
  readonly ground: Ground;
  readonly workspaceId: WorkspaceId;
}
export interface Asked {
  readonly conversationId: ConversationId;
  readonly messageId: MessageId;
}

const sources = JSON.stringify([
  {
    ...{ pieceId: newId(DecisionId), documentId: null, faqId: null, title: 'Shipping' },
    ...{ content: 'We ship to Rome.', start: 0, spans: [{ start: 0, end: 16 }] },
  },
]);
const inside = { actor: { kind: 'system' } } as const;

/** A decision to answer, as far as what comes after one asks. */
export async function newDecision(place: Place, { conversationId, messageId }: Asked): Promise<DecisionId> {
  const id = newId(DecisionId);
  await workIn(place.ground, place.workspaceId, inside, ({ tx, workspaceId, now }) =>
    tx.run(sql`
      insert into autopilot.decisions (workspace_id, id, message_id, conversation_id, status, decision, confidence,
        reason, matched_rule, message_text, reply_text, sources, settings_version, created_at, decided_at)
      values (${workspaceId}, ${id}, ${messageId}, ${conversationId}, 'decided', 'respond', 0.9, 'A document says so.',
        'model', 'Do you ship to Rome?', 'We do.', ${sources}::jsonb, 1, ${now}, ${now})`),
  );
  return id;
}

/** An answer that waits for somebody to allow it, to a customer who has just asked. */
export async function heldAnswer(place: Place, given: Partial<HeldBack> & { readonly asked?: Asked } = {}) {
  const { asked: before, ...more } = given;
  const asked = before ?? (await conversationWithWords(place));
  const { conversationId } = asked;
  const decisionId = await newDecision(place, asked);
  const wanted = { decisionId, conversationId, text: 'We do.', why: 'autonomy_level', ...more };
  const approvalId = await workIn(place.ground, place.workspaceId, inside, (ctx) =>
    holdForApproval(ctx, wanted),
  );
  return { ...asked, decisionId, approvalId };
}

const of = '/w/:workspaceId/autopilot/approvals';
const ofHeld = async (w: Walk): Promise<{ params: { approvalId: ApprovalId } }> => ({
  params: { approvalId: (await heldAnswer(w)).approvalId },
});

/** A good input for every route of this part. */
export const approvalsSamples: Samples<Walk> = {
  [`GET ${of}` as const]: async (w: Walk) => {
    await heldAnswer(w);
    return {};
  },
  [`GET ${of}/:approvalId` as const]: ofHeld,
  [`PUT ${of}/:approvalId/approval` as const]: async (w: Walk) => ({
    ...(await ofHeld(w)),
    body: { text: 'We do, within three days.' },
  }),
  [`PUT ${of}/:approvalId/rejection` as const]: async (w: Walk) => ({
    ...(await ofHeld(w)),
    body: { why: 'We do not ship there.' },
  }),
};
