import { useEffect, useEffectEvent } from 'react';
import { call } from '../../../../kit/client.ts';
import { type ConversationId, getDraft, type MailBegun, putDraft } from '../../contract.ts';
import { useInbox } from '../inbox.ts';
import { begunOf, draftBegun } from '../mail/recipients.ts';
import type { Place } from './outbox.ts';
import { useWriting, type Writing, write, writingIn } from './words-kept.ts';

const keepAfterMs = 800;

/** What one has begun to write is there on every machine: read when a conversation is opened, kept at every pause. */
export function useDraft(conversationId: ConversationId, mayReply: boolean): void {
  const { workspaceId } = useInbox().at;
  const { reply, mail, isBegun } = useWriting(conversationId);
  const params = { workspaceId, conversationId };

  const read = useEffectEvent(async () => {
    if (!writingIn(conversationId).isBegun) await readDraft(params);
  });
  useEffect(() => {
    if (mayReply) void read();
  }, [mayReply]);

  const keep = useEffectEvent(() => void keepDraft(params, { reply, mail }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: kept once somebody pauses.
  useEffect(() => {
    // Whom it is to may be said before it is known what was written: then what was written comes first.
    const isKnown = isBegun || (mail !== undefined && kept.has(conversationId));
    if (!isKnown || !mayReply) return;
    const timer = setTimeout(keep, keepAfterMs);
    return () => clearTimeout(timer);
  }, [reply, mail, isBegun, mayReply]);
}

/** What the server has, as far as is known here. */
const kept = new Map<ConversationId, string>();

async function readDraft(params: Place): Promise<void> {
  const { conversationId } = params;
  kept.delete(conversationId);
  // Without it one begins afresh; what was kept stays where it is until something is written over it.
  const draft = await call(getDraft, { params }).catch(() => undefined);
  const body = draft?.body ?? '';
  kept.set(conversationId, textOf({ body, mail: draft?.mail ?? null }));
  const { isBegun, mail } = writingIn(conversationId);
  if (isBegun) return;
  const addressed = mail ?? (draft?.mail ? draftBegun(draft.mail) : undefined);
  if (body !== '' || addressed) write(conversationId, { reply: body, mail: addressed, isBegun: true });
}

async function keepDraft(params: Place, { reply, mail }: Pick<Writing, 'reply' | 'mail'>): Promise<void> {
  const { conversationId } = params;
  const body = { body: reply, mail: mail ? begunOf(mail) : null };
  const text = textOf(body);
  if (kept.get(conversationId) === text) return;
  kept.set(conversationId, text);
  // When it was not taken, the next pause keeps it again.
  await call(putDraft, { params, body }).catch(() => kept.delete(conversationId));
}

const textOf = ({ body, mail }: { body: string; mail: MailBegun | null }): string =>
  JSON.stringify([body, mail]);
