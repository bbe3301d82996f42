import { z } from 'zod';
import type { Exchange, Told } from '../answer.ts';
import { recordOf } from '../event.ts';

const ApiError = z.object({
  error: z.object({
    message: z.string().catch(''),
    status: z.string().optional().catch(undefined),
    errors: z.array(z.unknown()).catch([]),
    details: z.array(z.unknown()).catch([]),
  }),
});

/** What an API of Google's says of a refusal. `isTelling`: the reasons that its client knows what to do about. */
export function toldByGoogle({ reply }: Exchange, isTelling: (reason: string) => boolean): Told {
  const read = ApiError.safeParse(reply.json);
  const lacking = scopesIn(reply.headers.get('www-authenticate'));
  if (!read.success) return { lacking };
  const { message, status, errors, details } = read.data.error;
  const reasons = [...errors, ...details].flatMap((one) => {
    const reason = recordOf(one)?.reason;
    return typeof reason === 'string' ? [reason] : [];
  });
  // A general `forbidden` often stands before the exact reason.
  return { code: reasons.find(isTelling) ?? reasons[0] ?? status, words: message, lacking };
}

function scopesIn(challenge: string | null): readonly string[] | undefined {
  const scopes = /\bscope="([^"]*)"/.exec(challenge ?? '')?.[1];
  return scopes ? scopes.split(' ') : undefined;
}
