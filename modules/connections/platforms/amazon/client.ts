import type { Clock } from '../../../../kit/clock.ts';
import { openAmazon } from '../../../../providers/amazon/amazon.ts';
import { openAmazonLogin } from '../../../../providers/amazon/login.ts';
import { openWire } from '../../../../providers/wire.ts';
import type { AmazonFacts, App, Reached } from '../credentials.ts';
import { wireUntil } from '../wires.ts';

export type AmazonClient = ReturnType<typeof openAmazonClient>;

/** Asked for by the platform, so that it can tell who calls. */
const userAgent = 'Stoa/1 (Language=TypeScript; Platform=Node)';

export function openAmazonClient(credentials: Reached & App & AmazonFacts, clock: Clock) {
  const { world, headers = {}, id, secret, applicationId, region } = credentials;
  const now = () => clock.now();
  const wire = openWire({ provider: 'amazon', world, headers });
  return {
    region,
    login: (signal?: AbortSignal) =>
      openAmazonLogin({
        client: { id, secret },
        applicationId,
        now,
        wire: signal ? wireUntil(wire, signal) : wire,
      }),
    seller: (accessToken: string, signal: AbortSignal) =>
      openAmazon({ region, accessToken, userAgent, now, wire: wireUntil(wire, signal) }),
  };
}
