import { parseJson } from '../../../../providers/json.ts';
import { challenge, splitMeta, verifyMeta } from '../../../../providers/meta/index.ts';
import type { Hook } from '../platform.ts';
import type { MetaClient } from './client.ts';
import { singleEvent } from './events.ts';

/** One address for Instagram, Messenger and WhatsApp, and for both applications: each signs with its own secret. */
export function metaHook({ app, instagramApp }: MetaClient, verifyTokens: readonly string[]): Hook {
  const secrets = [app, instagramApp].flatMap((one) => one?.secret ?? []);
  return {
    name: 'meta',

    refuse: ({ raw, headers }) => {
      if (headers['x-hub-signature-256'] === undefined) return 'header_missing';
      return verifyMeta(raw, headers, secrets) ? undefined : 'signature_wrong';
    },

    split: ({ raw }) => splitMeta(readJson(raw)).flatMap((event) => singleEvent(event) ?? []),

    challenge: (query) => {
      const asked = Object.fromEntries(query);
      return verifyTokens.map((token) => challenge(asked, token)).find((text) => text !== undefined);
    },
  };
}

function readJson(raw: Buffer): unknown {
  try {
    return parseJson(raw.toString('utf8'));
  } catch {
    return undefined;
  }
}
