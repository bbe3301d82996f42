import type { Clock } from '../../../../kit/clock.ts';
import { openGraph } from '../../../../providers/meta/graph.ts';
import { type Meta, openMeta } from '../../../../providers/meta/index.ts';
import type { Usage as MetaUsage } from '../../../../providers/meta/usage.ts';
import { openWire } from '../../../../providers/wire.ts';
import type { App, MetaCredentials } from '../credentials.ts';
import type { Access, Usage } from '../platform.ts';

export type MetaClient = ReturnType<typeof openMetaClient>;

/** Without credentials for it there is no door, so nothing is ever asked with this; and it verifies no signature. */
const nobody: App = { id: '', secret: '' };

/** What all of Meta's platforms, doors and hooks here share. */
export function openMetaClient(credentials: MetaCredentials, clock: Clock) {
  const { world, version, headers = {} } = credentials;
  const { app = nobody, instagramApp = nobody } = credentials;
  const wire = openWire({ provider: 'meta', world, headers });
  const now = () => clock.now();
  const meta: Meta = openMeta({ wire, now, version, app, instagramApp });
  return {
    meta,
    app: credentials.app,
    instagramApp: credentials.instagramApp,
    nobody,
    /** Where an address of the platform's leads from here, and whether that may be this machine. */
    address: (url: string) => wire.address(url),
    isPlayed: world !== undefined,
    /** For logins, whose calls are broken off together with the job they are part of. */
    way: (signal: AbortSignal) => ({ wire, now, version, signal }),

    instagram: ({ token, login }: Access, signal: AbortSignal) =>
      meta.instagram({ token, login: login === 'instagram' ? 'instagram' : 'facebook', signal }),
    page: ({ token }: Access, signal: AbortSignal) => meta.facebook({ token, signal }),
    number: ({ token }: Access, signal: AbortSignal) => meta.whatsapp({ token, signal }),
    graph: ({ token, login }: Access, signal: AbortSignal) =>
      login === 'instagram'
        ? openGraph({ wire, now, version, token, signal, host: 'graph.instagram.com' })
        : openGraph({ wire, now, version, token, signal, host: 'graph.facebook.com', appSecret: app.secret }),

    usage: (usage: MetaUsage | undefined): { usage?: Usage } =>
      usage ? { usage: usageAt(usage, now()) } : {},
  };
}

const minuteMs = 60_000;

function usageAt({ accountPercent, appPercent, regainMinutes = 0 }: MetaUsage, now: Date): Usage {
  return {
    percent: accountPercent,
    appPercent,
    heldUntil: regainMinutes > 0 ? new Date(now.getTime() + regainMinutes * minuteMs) : undefined,
  };
}

/** Through what an account writes, and is heard: with Facebook Login, an Instagram account through its Page. */
export const senderOf = ({ platformAccountId, parentPlatformId }: Access): string =>
  parentPlatformId ?? platformAccountId;
