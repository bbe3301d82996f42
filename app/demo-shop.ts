import type { Ctx } from '../kit/ctx.ts';
import {
  PersonaId,
  putPersona as PersonaWire,
  putSettings as SettingsWire,
} from '../modules/autopilot/contract.ts';
import { putPersona, putSettings } from '../modules/autopilot/index.ts';
import { DocumentId, FaqId } from '../modules/knowledge/contract.ts';
import { putFaq, putTypedDocument } from '../modules/knowledge/index.ts';

/** Ids are fixed, as all of the demo are. */
const idOf = (n: number) => `0192f000-0000-7000-8000-0000000001${n.toString().padStart(2, '0')}`;

const documents = [
  {
    title: 'Shipping',
    language: 'en',
    body: `Everything leaves from our atelier in Lisbon. Orders that come in before noon leave on the same working day.

Within Portugal a parcel takes one to two working days and costs 3.90 €. To all other countries of the European Union it takes three to five working days and costs 6.90 €. We ship for free from 120 €.

We also ship to Switzerland, Norway and the United Kingdom for 14.90 €, which takes five to eight working days. Duties are collected by the carrier and are not included in our prices.`,
  },
  {
    title: 'Returns and exchanges',
    language: 'en',
    body: `Returns are free for thirty days after the parcel has arrived. The piece must be unworn and unwashed, with its label.

Use the label in the parcel, or ask us for a new one. The money is back within five working days after the parcel has reached us, by the way it was paid.

Exchanges for another size are free as well, as long as we have it. Gift cards and pieces that were cut to measure cannot be returned.`,
  },
  {
    title: 'Linen, sizes and care',
    language: 'en',
    body: `Our linen is woven in Guimarães from European flax and is washed before it is sewn, so it does not shrink any more.

Wash linen at thirty degrees with a mild detergent, and let it dry in the air. Iron it damp, or not at all.

The linen dress is cut wide: between two sizes, take the smaller one. It comes in the sizes S, M, L and XL, costs 129 €, and has pockets.`,
  },
  {
    title: 'Versand und Rückgabe',
    language: 'de',
    body: `Nach Deutschland und Österreich dauert ein Paket drei bis fünf Werktage und kostet 6,90 €. Ab 120 € ist der Versand kostenlos.

Rückgaben sind dreißig Tage lang kostenlos. Das Geld ist innerhalb von fünf Werktagen zurück, sobald das Paket bei uns angekommen ist.`,
  },
] as const;

const faqs = [
  {
    questions: ['Where is your shop?', 'Where can I visit you?', 'Do you have a store?'],
    answer: 'Our atelier is at Rua da Boavista 84 in Lisbon. Come by and try things on.',
    language: 'en',
  },
  {
    questions: ['When are you open?', 'What are your opening hours?', 'Are you open on Saturday?'],
    answer: 'The atelier is open from Tuesday to Saturday, from ten until seven.',
    language: 'en',
  },
  {
    questions: ['Do you have gift cards?', 'Can I buy a gift card?'],
    answer: 'Yes, over 50 € or 100 €. A gift card comes by e-mail and never runs out.',
    language: 'en',
  },
  {
    questions: ['Habt ihr Gutscheine?', 'Kann ich einen Gutschein kaufen?'],
    answer: 'Ja, über 50 € oder 100 €. Ein Gutschein kommt per E-Mail und läuft nie ab.',
    language: 'de',
  },
] as const;

/** What the demo's business has written down, and a machine that answers from it, with whatever models there are. */
export async function openDemoShop(ctx: Ctx): Promise<void> {
  const everywhere = { locationId: null, expiresAt: null };
  for (const [n, given] of documents.entries())
    await putTypedDocument(ctx, { documentId: DocumentId.parse(idOf(n)), ...given, ...everywhere });
  for (const [n, { questions, ...given }] of faqs.entries())
    await putFaq(ctx, {
      ...{ faqId: FaqId.parse(idOf(20 + n)), title: null, questions: [...questions], locationId: null },
      ...given,
    });
  const persona = PersonaWire.body.parse({
    ...{ name: 'Lina', status: 'active', isDefault: true, autonomyLevel: 3 },
    instructions:
      'You answer for Linen & Oak, a small atelier for linen clothes and oak furniture in Lisbon.',
  });
  await putPersona(ctx, { personaId: PersonaId.parse(idOf(40)), ...persona });
  await putSettings(ctx, SettingsWire.body.parse({ model: 'openai/gpt-5-mini' }));
}
