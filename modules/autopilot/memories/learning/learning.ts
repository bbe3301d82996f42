import type { Ctx, Unit } from '../../../../kit/ctx.ts';
import type { MessageId } from '../../../inbox/contract.ts';
import { enrich, findConversationFacts, findMessageFacts } from '../../../inbox/index.ts';
import { readingModels } from '../../fields/reading.ts';
import type { AutopilotOutside } from '../../outside.ts';
import { personaFor } from '../../personas/personas.ts';
import { findSettings } from '../../settings/settings.sql.ts';
import { type Learnt, rememberAll } from '../knowing.ts';
import { preferencesBy } from './asking.ts';
import { keyOf, preferencesIn } from './preferences.ts';

type Named = { readonly messageId: MessageId };

/** How a memory came to be known, for whoever looks at it. */
const source = 'conversation';

/**
 * Listens to what customers write. Rules first; the model that reads for this workspace, where there is one, for what
 * they leave open. Only what the persona may remember; from whom it knows to be a child, nothing.
 */
export async function learnFrom(unit: Unit, { messageId }: Named, outside: AutopilotOutside): Promise<void> {
  const heard = await unit.work(async (ctx) => {
    const facts = await findMessageFacts(ctx.tx, messageId);
    const settings = await findSettings(ctx.tx);
    if (!settings?.isOn || facts?.direction !== 'inbound' || !facts.body) return undefined;
    const where = await findConversationFacts(ctx.tx, facts.conversationId);
    const { accountId } = facts;
    const persona = await personaFor(ctx.tx, { accountId, locationId: where?.locationId ?? null });
    if (persona.minorInteractionMode || persona.memoryCategories.length === 0) return undefined;
    return { body: facts.body, categories: persona.memoryCategories, settings };
  });
  if (!heard) return;
  const { body, categories, settings } = heard;
  const byRules = preferencesIn(body, enrich(body).language);
  const models = isTelling(body)
    ? await readingModels(unit, outside, settings, {
        purpose: 'autopilot.remember',
        subject: { type: 'message', id: messageId },
      })
    : undefined;
  const byModel = models ? await preferencesBy(models, models.model, body, categories, unit.signal) : [];
  const found = together(byRules, byModel).filter(({ category }) => categories.includes(category));
  if (found.length > 0) await unit.work((ctx) => remember(ctx, messageId, found));
}

/** Whoever was erased meanwhile has no words there any more, and is not remembered by them. */
async function remember(ctx: Ctx, messageId: MessageId, found: readonly Learnt[]): Promise<void> {
  const facts = await findMessageFacts(ctx.tx, messageId);
  if (facts?.body) await rememberAll(ctx, { contactId: facts.contactId, messageId, source }, found);
}

/** Plain words count before what a model makes of them. */
function together(rules: readonly Learnt[], model: readonly Learnt[]): Learnt[] {
  const known = new Set(rules.map(keyOf));
  return [...rules, ...model.filter((one) => !known.has(keyOf(one)))];
}

const firstPerson =
  /(?<![\p{L}])(?:i|i[’']m|my|me|mine|ich|mein\w*|mir|mich|je|j[’']\p{L}+|mon|ma|mes|moi|yo|mi|mis|me|soy|io|mio|mia|sono|eu|meu|minha|sou)(?![\p{L}])/iu;
const wordsMin = 4;

/** A model is asked only where somebody speaks of themselves. */
const isTelling = (text: string) => text.split(/\s+/).length >= wordsMin && firstPerson.test(text);
