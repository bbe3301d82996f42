import type { Conversation } from './contract.ts';

/** What is kept of it: `by` is whoever the reader of it knows, an id or a colleague. */
interface Kept<By> {
  readonly automationOffAt: Date | null;
  readonly automationOffBy: By | null;
  readonly automationOffWhy: Conversation['automation']['why'];
}

/** SS-81: whether machines may answer is one state, and it is off as long as it is known since when. */
export const automationOf = <By>({ automationOffAt, automationOffBy, automationOffWhy }: Kept<By>) => ({
  isOn: automationOffAt === null,
  why: automationOffWhy,
  at: automationOffAt,
  by: automationOffBy,
});
