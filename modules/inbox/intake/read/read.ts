import type { Told } from '../../../connections/index.ts';
import type { Deed } from './deeds.ts';
import { readMessaging } from './messaging.ts';
import { readWhatsapp } from './whatsapp.ts';
import { short } from './words.ts';

/** An event of a conversation, as far as it says whose. */
export interface Heard {
  /** As the platform knows them. */
  readonly personId: string;
  readonly kind: string;
  /** By the platform's clock. */
  readonly at: Date;
  readonly payload: unknown;
}

const personKey = 'person/';
/** As the column of an identity has it. */
const personLengthMax = 320;

/** What an event tells of whom. Undefined where it is about nobody: a test of the platform's, an account as a whole. */
export function readEvent(
  told: Told,
): { readonly personId: string; readonly deeds: readonly Deed[] } | undefined {
  const { platform, kind, conversationKey, payload, happenedAt } = told;
  const read = readers[platform];
  if (!read || !conversationKey.startsWith(personKey)) return undefined;
  const personId = short(conversationKey.slice(personKey.length), personLengthMax);
  if (personId === undefined) return undefined;
  return { personId, deeds: read({ personId, kind, payload, at: happenedAt }) };
}

const readers: Partial<Record<Told['platform'], (heard: Heard) => readonly Deed[]>> = {
  instagram: readMessaging,
  messenger: readMessaging,
  whatsapp: readWhatsapp,
};
