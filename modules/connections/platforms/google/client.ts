import type { Clock } from '../../../../kit/clock.ts';
import { openGoogle } from '../../../../providers/google/google.ts';
import { openBusiness } from '../../../../providers/google-business/business.ts';
import { openWire } from '../../../../providers/wire.ts';
import { openYouTubeHub } from '../../../../providers/youtube/hub.ts';
import { openYouTube } from '../../../../providers/youtube/youtube.ts';
import type { App, Reached } from '../credentials.ts';
import { wireUntil } from '../wires.ts';

export type GoogleClient = ReturnType<typeof openGoogleClient>;

/** One application there, for channels and for places. */
export function openGoogleClient({ world, headers = {}, ...client }: Reached & App, clock: Clock) {
  const now = () => clock.now();
  const [google, youtube] = ['google', 'youtube'].map((provider) => openWire({ provider, world, headers }));
  return {
    now,
    google: (signal?: AbortSignal) =>
      openGoogle({ client, now, wire: signal ? wireUntil(google!, signal) : google! }),
    hub: (signal: AbortSignal) => openYouTubeHub({ now, wire: wireUntil(youtube!, signal) }),
    channel: (accessToken: string, signal: AbortSignal) =>
      openYouTube({ now, accessToken, wire: wireUntil(youtube!, signal) }),
    business: (accessToken: string, signal: AbortSignal) =>
      openBusiness({ now, accessToken, wire: wireUntil(google!, signal) }),
  };
}
