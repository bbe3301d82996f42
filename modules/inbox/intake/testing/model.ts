import { echoed, element, type Telling, written } from '../testing.ts';

/** What can happen next between an account and somebody. `of` picks one of the messages there are. */
export const moves = [
  ...['write', 'write', 'write', 'answer', 'answer', 'answer', 'edit', 'edit', 'unsend', 'react', 'unreact'],
  ...['see', 'see up to', 'receive', 'receive up to'],
] as const;

export interface Step {
  readonly person: string;
  readonly what: string;
  readonly of: number;
  readonly isReply: boolean;
  readonly emoji: string;
}

/** A message as a conversation shows it in the end. */
export interface Shown {
  readonly person: string;
  readonly mid: string;
  readonly isOwn: boolean;
  readonly at: Date;
  readonly replyTo: string | null;
  body: string | null;
  readonly edits: { body: string | null; replacedAt: Date }[];
  unsentAt: Date | null;
  emoji: string | null;
  status: string;
}

/** A history as it happened, one thing after another: what is told of it, and what it comes to. */
export function historyOf(steps: readonly Step[], at: (seconds: number) => Date) {
  const shown: Shown[] = [];
  const tellings = steps.flatMap((step, n) => happen(shown, step, n, at(n)) ?? []);
  return { tellings, shown };
}

type Happening = (those: readonly Shown[], step: Step, n: number, at: Date) => Telling | undefined;

function happen(shown: Shown[], step: Step, n: number, at: Date): Telling | undefined {
  if (step.what === 'write' || step.what === 'answer') return say(shown, step, n, at);
  const telling = happenings[step.what]?.(
    shown.filter(({ person }) => person === step.person),
    step,
    n,
    at,
  );
  return telling && { ...telling, personId: step.person };
}

function say(shown: Shown[], { person, what, of, isReply }: Step, n: number, at: Date): Telling {
  const isOwn = what === 'answer';
  const theirs = shown.filter((one) => one.person === person);
  const replyTo = isReply && theirs.length > 0 ? theirs[of % theirs.length]!.mid : null;
  const [mid, body] = [`mid.${n}`, `word ${n}`];
  const nothingYet = { edits: [], unsentAt: null, emoji: null, status: isOwn ? 'sent' : 'received' };
  shown.push({ person, mid, isOwn, at, replyTo, body, ...nothingYet });
  const more = replyTo === null ? {} : { reply_to: { mid: replyTo } };
  return { ...(isOwn ? echoed : written)(mid, body, at, more), personId: person };
}

const pick = (those: readonly Shown[], { of }: Step): Shown | undefined => those[of % those.length];
const ours = (those: readonly Shown[]) => those.filter(({ isOwn }) => isOwn);
const telling = (kind: Telling['kind'], n: number, at: Date, { person }: Step, told: object): Telling => ({
  ...{ kind, at, eventId: `event ${n}` },
  payload: element(told, { person }),
});

const further = (one: Shown, status: 'delivered' | 'read') => {
  if (one.status !== 'read') one.status = status;
};

/** What can happen to a message that is there. */
export const happenings: Readonly<Record<string, Happening>> = {
  edit: (those, step, n, at) => {
    const one = pick(
      those.filter(({ unsentAt }) => unsentAt === null),
      step,
    );
    if (!one) return undefined;
    one.edits.push({ body: one.body, replacedAt: at });
    one.body = `edit ${n}`;
    const edit = { mid: one.mid, text: one.body, num_edit: one.edits.length };
    return telling('edit', n, at, step, { message_edit: edit });
  },
  unsend: (those, step, n, at) => {
    const one = pick(
      those.filter(({ unsentAt }) => unsentAt === null),
      step,
    );
    if (!one) return undefined;
    one.edits.splice(0);
    Object.assign(one, { body: null, unsentAt: at });
    return telling('unsend', n, at, step, { message: { mid: one.mid, is_deleted: true } });
  },
  react: (those, step, n, at) => {
    const one = pick(those, step);
    if (!one) return undefined;
    one.emoji = step.emoji;
    return telling('reaction', n, at, step, {
      reaction: { mid: one.mid, action: 'react', emoji: step.emoji },
    });
  },
  unreact: (those, step, n, at) => {
    const one = pick(those, step);
    if (!one) return undefined;
    one.emoji = null;
    return telling('reaction', n, at, step, { reaction: { mid: one.mid, action: 'unreact' } });
  },
  see: (those, step, n, at) => {
    const one = pick(ours(those), step);
    if (!one) return undefined;
    for (const each of ours(those)) if (each.at <= one.at) further(each, 'read');
    return telling('seen', n, at, step, { read: { mid: one.mid } });
  },
  'see up to': (those, step, n, at) => {
    for (const each of ours(those)) further(each, 'read');
    return telling('seen', n, at, step, { read: { watermark: at.getTime() } });
  },
  receive: (those, step, n, at) => {
    const one = pick(ours(those), step);
    if (!one) return undefined;
    further(one, 'delivered');
    return telling('delivered', n, at, step, { delivery: { mids: [one.mid] } });
  },
  'receive up to': (those, step, n, at) => {
    for (const each of ours(those)) further(each, 'delivered');
    return telling('delivered', n, at, step, { delivery: { watermark: at.getTime() } });
  },
};
