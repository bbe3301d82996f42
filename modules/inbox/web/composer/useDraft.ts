import { useEffect, useEffectEvent } from 'react';
import { call } from '../../../../kit/client.ts';
import { type ConversationId, getDraft, putDraft } from '../../contract.ts';
import { useInbox } from '../inbox.ts';
import type { Place } from './outbox.ts';
import { useWriting, write, writingIn } from './words-kept.ts';

const keepAfterMs = 800;

/** What one has begun to write is there on every machine: read when a conversation is opened, kept at every pause. */
export function useDraft(conversationId: ConversationId, mayReply: boolean): void {
  const { workspaceId } = useInbox().at;
  const { reply, isBegun } = useWriting(conversationId);
  const params = { workspaceId, conversationId };

  const read = useEffectEvent(async () => {
    if (writingIn(conversationId).isBegun) return;
    // Without it one begins afresh; what was kept stays where it is until something is written over it.
    const draft = await call(getDraft, { params }).catch(() => undefined);
    const { isBegun: begunSince } = writingIn(conversationId);
    if (draft?.body && !begunSince) write(conversationId, { reply: draft.body, isBegun: true });
    kept.set(conversationId, draft?.body ?? '');
  });
  useEffect(() => {
    if (mayReply) void read();
  }, [mayReply]);

  const keep = useEffectEvent(() => void keepDraft(params, reply));
  // biome-ignore lint/correctness/useExhaustiveDependencies: kept once somebody pauses.
  useEffect(() => {
    if (!isBegun || !mayReply) return;
    const timer = setTimeout(keep, keepAfterMs);
    return () => clearTimeout(timer);
  }, [reply, isBegun, mayReply]);
}

/** What the server has, as far as is known here. */
const kept = new Map<ConversationId, string>();

async function keepDraft(params: Place, body: string): Promise<void> {
  const { conversationId } = params;
  if (kept.get(conversationId) === body) return;
  kept.set(conversationId, body);
  // When it was not taken, the next pause keeps it again.
  await call(putDraft, { params, body: { body } }).catch(() => kept.delete(conversationId));
}
