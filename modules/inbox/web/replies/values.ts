import { firstNameOf, type knownPlaceholders } from '../../contract.ts';
import type { Answered } from './saved-replies.ts';

export interface Known {
  readonly agent: string | null | undefined;
  readonly location: string | undefined;
}

/** As conversations call whoever has no name. */
const nobodyInParticular = 'Somebody';

/** What is known where a reply is used. A mail address, a number or a name made up of both is no first name. */
export function valuesIn(
  { name: called, channel }: Answered,
  { agent, location }: Known,
): Record<string, string> {
  const name = called === nobodyInParticular ? undefined : called;
  const first = firstNameOf(name);
  const known = {
    'contact.name': name,
    'contact.first_name': first && /[@\d]/.test(first) ? undefined : first,
    'agent.name': agent,
    'agent.first_name': firstNameOf(agent),
    'channel.name': channel.name,
    'location.name': location,
  } satisfies Record<(typeof knownPlaceholders)[number], string | null | undefined>;
  return Object.fromEntries(
    Object.entries(known).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}

export const placeholderLabels: Record<(typeof knownPlaceholders)[number], string> = {
  'contact.name': 'the customer’s name',
  'contact.first_name': 'the customer’s first name',
  'agent.name': 'your name',
  'agent.first_name': 'your first name',
  'channel.name': 'the account that answers',
  'location.name': 'the location of the account',
};

/** As a label: `order_number` reads "Order number". */
export const labelOf = (name: string): string => {
  const known = (placeholderLabels as Record<string, string | undefined>)[name];
  const words = known ?? name.replace(/[._]+/g, ' ').trim();
  return (words[0]?.toUpperCase() ?? '') + words.slice(1);
};
