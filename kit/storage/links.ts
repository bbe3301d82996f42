import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/**
 * A download somebody may make for a short time, without a session: what a browser, a network or a mail
 * fetches.
 */
export interface SignedLink {
  readonly key: string;
  readonly until: Date;
  /** Shown in the page, or saved under a name. */
  readonly disposition:
    | { readonly kind: 'inline' }
    | { readonly kind: 'attachment'; readonly fileName: string };
}

export interface Links {
  /** The query of the download's address: `key=...&until=...&mac=...`. */
  sign(link: SignedLink): string;
  /** Undefined for what was changed, what is over and what never was one: the same answer for all. */
  check(query: unknown, now: Date): SignedLink | undefined;
}

export const linkSecretBytesMin = 32;
export const linkLifeMsMax = 24 * 60 * 60_000;

/** The query as it arrives. What is not named here is ignored, and so is not to be trusted. */
const Query = z.object({
  key: z.string().max(900),
  until: z.string().regex(/^\d{1,12}$/),
  name: z.string().max(255).optional(),
  mac: z.string().max(64),
});

/**
 * Several secrets: the first signs, all are accepted, so that a secret can be changed while links are out.
 */
export function openLinks(secrets: readonly [Uint8Array, ...Uint8Array[]]): Links {
  for (const secret of secrets) {
    if (secret.length < linkSecretBytesMin)
      throw new Error(`A link secret needs at least ${linkSecretBytesMin} bytes.`);
  }
  return {
    sign({ key, until, disposition }) {
      const name = disposition.kind === 'attachment' ? disposition.fileName : undefined;
      const seconds = String(Math.floor(until.getTime() / 1000));
      const mac = macOf(secrets[0], key, seconds, name).toString('base64url');
      return new URLSearchParams({
        key,
        until: seconds,
        ...(name === undefined ? {} : { name }),
        mac,
      }).toString();
    },

    check(query, now) {
      const parsed = Query.safeParse(query);
      if (!parsed.success) return undefined;
      const { key, until, name, mac } = parsed.data;
      const given = Buffer.from(mac, 'base64url');
      const signed = secrets.some((secret) => {
        const expected = macOf(secret, key, until, name);
        return given.length === expected.length && timingSafeEqual(given, expected);
      });
      const untilMs = Number(until) * 1000;
      // The longest life is checked here as well: a link signed by mistake for ever is still over after a
      // day.
      const inTime = untilMs > now.getTime() && untilMs <= now.getTime() + linkLifeMsMax;
      if (!signed || !inTime) return undefined;
      const disposition =
        name === undefined
          ? ({ kind: 'inline' } as const)
          : ({ kind: 'attachment', fileName: name } as const);
      return { key, until: new Date(untilMs), disposition };
    },
  };
}

/** The `Content-Disposition` of a link: any file name, in a header that only ASCII may be in (RFC 6266). */
export function dispositionHeader(disposition: SignedLink['disposition']): string {
  if (disposition.kind === 'inline') return 'inline';
  const plain = disposition.fileName.replace(/[^\x20-\x7e]|["\\%/]/g, '_');
  const exact = encodeURIComponent(disposition.fileName.toWellFormed()).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}

/** JSON keeps the fields apart: no two links have the same text to sign. */
function macOf(secret: Uint8Array, key: string, until: string, name: string | undefined): Buffer {
  const text = JSON.stringify(['stoa.link.1', key, until, name ?? null]);
  return createHmac('sha256', secret).update(text).digest();
}
