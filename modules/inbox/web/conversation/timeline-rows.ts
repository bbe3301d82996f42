import type { Message } from '../../contract.ts';
import type { Outgoing } from '../composer/outbox.ts';

/** A line of the timeline: a day begins, what is new begins, or something was said or done. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: Date }
  | { readonly kind: 'new'; readonly key: string }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly message: Message;
      /** Written here and not yet taken by the server. */
      readonly outgoing?: Outgoing | undefined;
      /** Says who speaks; the ones after it need not. */
      readonly begins: boolean;
      /** Says when; the ones before it need not. */
      readonly ends: boolean;
    };

const togetherMs = 5 * 60_000;

interface Spec {
  /** From the end, as the server has them. */
  readonly messages: readonly Message[];
  readonly outgoing: readonly Outgoing[];
  /** The first that was unread when the conversation was opened. */
  readonly newFrom: string | undefined;
  readonly dayOf: (at: Date) => string;
}

export function rowsOf({ messages, outgoing, newFrom, dayOf }: Spec): Row[] {
  const known = new Set(messages.map(({ id }) => id));
  const waiting = outgoing.filter(({ message }) => !known.has(message.id));
  const spoken: { message: Message; outgoing?: Outgoing }[] = [
    ...messages.toReversed().map((message) => ({ message })),
    ...waiting.map((one) => ({ message: one.message, outgoing: one })),
  ];
  return spoken.flatMap(({ message, outgoing: one }, i): Row[] => {
    const before = spoken[i - 1]?.message;
    const after = spoken[i + 1]?.message;
    const day = dayOf(message.happenedAt);
    const isNewDay = !before || dayOf(before.happenedAt) !== day;
    const isNew = message.id === newFrom;
    return [
      ...(isNewDay ? [{ kind: 'day' as const, key: `day ${day}`, at: message.happenedAt }] : []),
      ...(isNew ? [{ kind: 'new' as const, key: 'new' }] : []),
      {
        kind: 'message',
        key: message.id,
        message,
        outgoing: one,
        begins: isNewDay || isNew || !belongTogether(before, message),
        ends:
          !after ||
          dayOf(after.happenedAt) !== day ||
          after.id === newFrom ||
          !belongTogether(message, after),
      },
    ];
  });
}

/** Said by the same one within a few minutes. */
function belongTogether(a: Message, b: Message): boolean {
  return (
    a.direction === b.direction &&
    a.author === b.author &&
    a.member?.memberId === b.member?.memberId &&
    (a.kind === 'note') === (b.kind === 'note') &&
    a.kind !== 'activity' &&
    b.kind !== 'activity' &&
    b.happenedAt.getTime() - a.happenedAt.getTime() < togetherMs
  );
}

/** The first of so many unread ones: theirs, counted from the end. */
export function firstUnread(messages: readonly Message[], unreadCount: number): string | undefined {
  const theirs = messages.filter(({ direction }) => direction === 'inbound');
  return unreadCount > 0 ? theirs[Math.min(unreadCount, theirs.length) - 1]?.id : undefined;
}
