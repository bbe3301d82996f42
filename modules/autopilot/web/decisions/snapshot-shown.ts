import { z } from 'zod';
import { gatesInOrder } from '../../contract.ts';
import { toolLabel } from '../personas/words.ts';

/** What a person is shown of all that a decision was made from. What was not kept is left out. */
const Shown = z.object({
  asked: z.string().catch(''),
  said: z.array(z.object({ by: z.enum(['customer', 'person', 'machine']), text: z.string() })).catch([]),
  sources: z
    .array(z.object({ title: z.string(), content: z.string(), score: z.number() }))
    .nullable()
    .catch(null),
  used: z
    .array(
      z.object({
        name: z.string(),
        output: z.string(),
        found: z.array(z.object({ title: z.string() })),
        forPeople: z.string().nullable(),
      }),
    )
    .catch([]),
  persona: z.object({ name: z.string(), autonomyLevel: z.number() }).nullable().catch(null),
});
export type SnapshotShown = z.infer<typeof Shown>;
export const shownOf = (snapshot: unknown): SnapshotShown => Shown.parse(snapshot ?? {});

/** What was looked up, and what came of it: the names of what was found, or why it is a person's. */
export const lookUpWords = ({ name, output, found, forPeople }: SnapshotShown['used'][number]): string => {
  const titles = found.flatMap(({ title }) => (title === name ? [] : [title]));
  return `${toolLabel(name)}: ${forPeople ?? (titles.join(', ') || output)}`;
};

export interface GateShown {
  readonly rule: string;
  readonly state: 'passed' | 'decided' | 'not_reached';
}

/** What was looked at in which order, as far as it came; one that is not among the gates came through all of them. */
export function gatesPassed(matchedRule: string | null): GateShown[] {
  const at = (gatesInOrder as readonly (string | null)[]).indexOf(matchedRule);
  return gatesInOrder.map((rule, index) => ({
    rule,
    state: at < 0 || index < at ? 'passed' : index === at ? 'decided' : 'not_reached',
  }));
}
