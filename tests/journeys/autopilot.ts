import { uuidv7 } from '../../kit/ids.ts';
import type { Journey } from './harness.ts';
import { beginInbox } from './inbox.ts';

/** What is written down word for word, for whoever asks so. */
export const asks = 'Do you ship to Rome?';
export const asksAlso = 'Is Milan somewhere you ship to?';
export const answers = 'We do, within two working days.';

interface Row {
  readonly id: string;
}
interface Settings {
  readonly version: number;
  readonly isOn: boolean;
  readonly updatedAt: string | null;
}
const [personaId, faqId] = [uuidv7(), uuidv7()];
const autopilot = ({ workspaceId }: Journey) => `/w/${workspaceId}/autopilot`;
const listOf = async (j: Journey, path: string) => (await j.api<{ items: Row[] }>('GET', path)).items;

/**
 * Signed in, with an account, one answer written down with its questions, and a machine that sends what this level
 * lets it. What waits from earlier journeys is decided. Answers how to leave the machine as it was before.
 */
export async function beginAutopilot(
  j: Journey,
  { level, tools }: { level: number; tools?: readonly string[] },
): Promise<() => Promise<void>> {
  await beginInbox(j);
  const at = autopilot(j);
  for (const { id } of await listOf(j, `${at}/approvals?limit=200`))
    await j.api('PUT', `${at}/approvals/${id}/rejection`, {});
  for (const { id } of await listOf(j, `${at}/escalations?limit=200`))
    await j.api('PUT', `${at}/escalations/${id}/resolution`, { how: 'dismissed' });
  await j.api('PUT', `${at}/personas/${personaId}`, {
    ...{ name: 'Lina', status: 'active', isDefault: true, autonomyLevel: level, discloses: 'when_asked' },
    ...(tools && { allowedTools: tools }),
  });
  await j.api('PUT', `/w/${j.workspaceId}/knowledge/faqs/${faqId}`, {
    ...{ title: 'Shipping to Italy', questions: [asks, asksAlso], answer: answers },
  });
  const { version, isOn } = await switched(j, true);
  return async () => void (await switched(j, version > 0 && isOn));
}

/** Answers how it was before. Nothing else of the settings changes. */
async function switched(j: Journey, isOn: boolean): Promise<Settings> {
  const before = await j.api<Settings>('GET', `${autopilot(j)}/settings`);
  const { version: _, updatedAt: __, ...given } = before;
  await j.api('PUT', `${autopilot(j)}/settings`, { ...given, isOn });
  return before;
}

/** Until the machine has read all that somebody writes, it waits some seconds. */
export const decidedWithin = { timeout: 30_000 };
