import {
  type Addressed,
  addressesMax,
  addressNameLengthMax,
  answerSubject,
  answerTo,
  answerToAll,
  begunAddressesMax,
  begunSubjectLengthMax,
  type Conversation,
  EmailAddress,
  type MailAddress,
  type MailBegun,
  MailDetails,
  type MailWish,
  type Message,
  subjectLengthMax,
} from '../../contract.ts';

export const lines = ['to', 'cc', 'bcc'] as const;
export type Line = (typeof lines)[number];
type Each<T> = Readonly<Record<Line, T>>;

/** Whom an answer is to once somebody has changed it; without one it is as usual. */
export interface MailDraft extends Each<readonly MailAddress[]> {
  readonly subject: string;
  /** What stands in a line and is no address yet. */
  readonly loose: Each<string>;
}

const noLoose: Each<string> = { to: '', cc: '', bcc: '' };

/** So many of the last messages the server looks at as well. */
const lookedBackMax = 20;

export interface Usual {
  readonly subject: string;
  readonly one: Addressed;
  /** Undefined where nobody else had it. */
  readonly all: Addressed | undefined;
}

/** What an answer is as long as nobody says otherwise, by the same rule as the server's. `messages`: from the end. */
export function usualOf(
  { subject, person, channel }: Pick<Conversation, 'subject' | 'person' | 'channel'>,
  messages: readonly Message[],
): Usual {
  const mails = messages.slice(0, lookedBackMax).flatMap(({ direction, details }) => {
    const mail = MailDetails.safeParse(details.mail).data;
    return mail ? [{ direction, mail }] : [];
  });
  const theirs = mails.find(
    ({ direction, mail }) =>
      direction === 'inbound' && mail.automatic !== 'bounce' && mail.automatic !== 'reply',
  )?.mail;
  const begun = mails.findLast(({ direction }) => direction === 'outbound')?.mail;
  const thread = begun?.to[0] ?? { name: person.name, address: '' };
  const all = answerToAll(theirs, thread, channel.name);
  return {
    subject: answerSubject(theirs?.subject ?? subject ?? ''),
    one: answerTo(theirs, thread, channel.name),
    all: all.cc.length > 0 ? all : undefined,
  };
}

export const draftFrom = ({ to, cc }: Addressed, subject: string): MailDraft => ({
  ...{ to: to.filter(({ address }) => address !== ''), cc, bcc: [], subject, loose: noLoose },
});

/** Of one that came back before it went out. Undefined where it was to go as usual. */
export function draftAgain(message: Pick<Message, 'details'>): MailDraft | undefined {
  const mail = MailDetails.safeParse(message.details.mail).data;
  return mail && { to: mail.to, cc: mail.cc, bcc: mail.bcc, subject: mail.subject, loose: noLoose };
}

/** As the server keeps it: with all that is an address by now. */
export function begunOf(draft: MailDraft): MailBegun {
  const { to, cc, bcc, subject } = settle(draft);
  const kept = (people: readonly MailAddress[]) =>
    people
      .slice(0, begunAddressesMax)
      .map(({ name, address }) => ({ name: name?.slice(0, addressNameLengthMax) ?? null, address }));
  return { to: kept(to), cc: kept(cc), bcc: kept(bcc), subject: subject.slice(0, begunSubjectLengthMax) };
}

export const draftBegun = (begun: MailBegun): MailDraft => ({ ...begun, loose: noLoose });

export function draftOfWish({ to, cc, bcc, subject }: MailWish): MailDraft {
  const named = (addresses: readonly string[]) => addresses.map((address) => ({ name: null, address }));
  return { to: named(to), cc: named(cc), bcc: named(bcc), subject: subject ?? '', loose: noLoose };
}

export function wishOfDraft({ to, cc, bcc, subject }: MailDraft): MailWish {
  const bare = (people: readonly MailAddress[]) => people.map(({ address }) => address);
  return { to: bare(to), cc: bare(cc), bcc: bare(bcc), ...(subject.trim() && { subject: subject.trim() }) };
}

/** "Ada Adler <ada@ada.test>, ben@ben.test": what is an address is taken, and the rest is left as it stands. */
export function addressesIn(text: string): {
  readonly people: readonly MailAddress[];
  readonly rest: string;
} {
  const people: MailAddress[] = [];
  const rest: string[] = [];
  for (const piece of text.split(/[,;\n]+/).map((one) => one.trim())) {
    if (piece === '') continue;
    const [, name, inside] = /^"?([^"<]*?)"?\s*<([^<>]+)>$/.exec(piece) ?? [];
    const found = EmailAddress.safeParse(inside?.trim() ?? piece);
    if (found.success) people.push({ name: name?.trim() || null, address: found.data });
    else rest.push(piece);
  }
  return { people, rest: rest.join(', ') };
}

/** What is written in a line becomes an address as far as it is one; who is there already is not there twice. */
export function settleLine(draft: MailDraft, line: Line, text = draft.loose[line]): MailDraft {
  const { people, rest } = addressesIn(text);
  const known = new Set(draft[line].map(({ address }) => address));
  const added = people.filter(({ address }) => !known.has(address) && known.add(address));
  return { ...draft, [line]: [...draft[line], ...added], loose: { ...draft.loose, [line]: rest } };
}

export const settle = (draft: MailDraft): MailDraft =>
  lines.reduce((settled, line) => settleLine(settled, line), draft);

/** Why it cannot go out like this. */
export function lackingIn(draft: MailDraft | undefined): string | undefined {
  if (!draft) return undefined;
  const settled = settle(draft);
  const loose = lines.map((line) => settled.loose[line]).find((text) => text !== '');
  if (loose) return `“${loose}” is no address.`;
  if (settled.to.length === 0) return 'Say whom it is for first.';
  if (lines.some((line) => settled[line].length > addressesMax))
    return `${addressesMax} addresses at most in each line.`;
  return settled.subject.trim().length > subjectLengthMax ? 'The subject is too long.' : undefined;
}

/** Whether it is to them and to nobody else. */
export const areSame = (draft: MailDraft, { to, cc }: Addressed): boolean => {
  const settled = settle(draft);
  const told = (people: readonly MailAddress[]) => people.map(({ address }) => address).join();
  return told(settled.to) === told(to) && told(settled.cc) === told(cc) && settled.bcc.length === 0;
};

const nameOf = ({ name, address }: MailAddress): string => name ?? address;

/** "To Ada Adler, cc 2": in one line. */
export function folded({ to, cc, bcc = [] }: Addressed & Partial<Pick<MailDraft, 'bcc'>>): string {
  const [first, ...others] = to;
  const people = first ? nameOf(first) : 'nobody yet';
  return [
    `To ${others.length > 0 ? `${people} and ${others.length} more` : people}`,
    ...(cc.length > 0 ? [`cc ${cc.length}`] : []),
    ...(bcc.length > 0 ? [`bcc ${bcc.length}`] : []),
  ].join(', ');
}
