import { z } from 'zod';

export const EmailAddress = z.email().max(320).toLowerCase();

const MailAddress = z.object({ name: z.string().nullable(), address: z.string() });
export type MailAddress = z.infer<typeof MailAddress>;

/** What a message has because it is a mail, in its `details.mail`. */
export const MailDetails = z.object({
  subject: z.string(),
  from: MailAddress.nullable(),
  replyTo: MailAddress.nullable(),
  to: z.array(MailAddress).readonly(),
  cc: z.array(MailAddress).readonly(),
  bcc: z.array(MailAddress).readonly(),
  /** Nobody wrote it: an answer made by a machine, the return of one of ours, or one of many alike. */
  automatic: z.enum(['reply', 'bounce', 'bulk']).nullable(),
  /** Why it is not all here. */
  lacking: z.enum(['too_large', 'unreadable']).nullable(),
  /** It can be looked at as it was laid out. */
  hasHtml: z.boolean(),
  /** Pictures elsewhere, which are loaded when somebody asks for them. */
  remoteImagesCount: z.number().int(),
  filesLeftOutCount: z.number().int(),
});
export type MailDetails = z.infer<typeof MailDetails>;

/** In each of its lines. */
export const addressesMax = 30;
export const subjectLengthMax = 900;
export const addressesOf = z.array(EmailAddress).max(addressesMax);
export const Subject = z.string().trim().min(1).max(subjectLengthMax);

/** Of an answer: whom it is to, and what it is called. All of it takes the place of what is usual. */
export const MailWish = z.strictObject({
  to: addressesOf.min(1),
  cc: addressesOf.default([]),
  bcc: addressesOf.default([]),
  /** Left out, it is called as what it answers. */
  subject: Subject.optional(),
});
export type MailWish = z.infer<typeof MailWish>;

/** In each line of one that was not sent: more than can be sent, so that nobody loses what they are sorting out. */
export const begunAddressesMax = 100;
export const begunSubjectLengthMax = 1_000;
export const addressNameLengthMax = 200;
const begunLine = z
  .array(
    z.strictObject({
      name: z.string().max(addressNameLengthMax).nullable(),
      address: z.string().min(1).max(320),
    }),
  )
  .max(begunAddressesMax);

/** Whom an answer is to that was not sent, where somebody has said so. What is no address is refused when it goes. */
export const MailBegun = z.strictObject({
  to: begunLine,
  cc: begunLine,
  bcc: begunLine,
  subject: z.string().max(begunSubjectLengthMax),
});
export type MailBegun = z.infer<typeof MailBegun>;

/** What an answer begins with. */
export interface Addressed {
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
}
type Theirs = Pick<MailDetails, 'from' | 'replyTo' | 'to' | 'cc'>;

/** Both ends ask this. To whoever wrote, where they want to be answered; never to others unasked. */
export function answerTo(theirs: Theirs | undefined, person: MailAddress, own: string): Addressed {
  const to = [theirs?.replyTo, theirs?.from].find((one) => one && one.address !== own) ?? person;
  return { to: [to], cc: [] };
}

/** The same, and whoever else had it beside us. */
export function answerToAll(theirs: Theirs | undefined, person: MailAddress, own: string): Addressed {
  const { to } = answerTo(theirs, person, own);
  const told = new Set([own, ...to.map(({ address }) => address)]);
  const cc = [...(theirs?.to ?? []), ...(theirs?.cc ?? [])].filter(({ address }) => {
    const isNew = !told.has(address);
    told.add(address);
    return isNew;
  });
  return { to, cc: cc.slice(0, addressesMax) };
}

/** Said once, however often it goes back and forth. */
export const answerSubject = (subject: string): string =>
  subject.trim() === '' || /^\s*re\s*:/i.test(subject) ? subject : `Re: ${subject}`;
