/** `Re:` as it is written in the languages of the world, once or many times, and marks of lists. */
const prefix =
  /^\s*(?:(?:re|r|aw|antw|sv|vs|odp|ref|rif|ynt|res|fw|fwd|wg|tr|rv|enc|i|απ|πρθ|отв|回复|回覆|转发|答复)(?:\s*\[\d+\])?\s*[:：]|\[[^\]]{1,40}\])\s*/iu;
const prefixesMax = 20;

/** What a mail is about, however often it was answered or passed on. */
export function subjectOf(subject: string): string {
  let rest = subject.replace(/\s+/g, ' ').trim();
  for (let i = 0; i < prefixesMax && prefix.test(rest); i++) rest = rest.replace(prefix, '');
  return rest.toLowerCase();
}

/** A subject that nearly all have says nothing about which thread it is. */
export const saysSomething = (subject: string): boolean => subjectOf(subject).length >= 3;

export const threadDaysMax = 30;

/** Messages a mail may answer, the nearest first: what it says it answers, then what came before that. */
export const answeredBy = (inReplyTo: string | null, references: readonly string[]): readonly string[] => [
  ...new Set([...(inReplyTo ? [inReplyTo] : []), ...references.toReversed()]),
];
