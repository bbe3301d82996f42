import { openAppWebhooks, type WebhookObject } from '../../../../providers/meta/subscriptions.ts';
import type { AppSubscribed } from '../../outside.ts';
import type { App } from '../credentials.ts';
import type { MetaClient } from './client.ts';
import { instagramFields, numberFields, pageFields } from './subscribing.ts';

const objects: readonly (readonly [WebhookObject, readonly string[]])[] = [
  ['instagram', instagramFields],
  ['page', pageFields],
  ['whatsapp_business_account', numberFields],
];

/** Where each application has its webhooks sent, and what for: asked for in full every time, which changes nothing. */
export async function subscribeMetaApps(
  client: MetaClient,
  callbackUrl: string,
  verifyToken: string,
  signal: AbortSignal,
): Promise<AppSubscribed[]> {
  const { app, instagramApp } = client;
  const wished = [
    ...(app ? objects.map((one) => [app, ...one] as const) : []),
    ...(instagramApp ? [[instagramApp, ...objects[0]!] as const] : []),
  ];
  const done: AppSubscribed[] = [];
  // One after another: each makes the platform ask our address first.
  for (const [by, object, fields] of wished) {
    const failure = await subscribe(client, by, { object, fields, callbackUrl, verifyToken }, signal);
    done.push({ name: `meta/${by === app ? object : `${object} login`}`, failure });
  }
  return done;
}

async function subscribe(
  client: MetaClient,
  app: App,
  wish: { object: WebhookObject; fields: readonly string[]; callbackUrl: string; verifyToken: string },
  signal: AbortSignal,
): Promise<unknown> {
  try {
    await openAppWebhooks({ ...client.way(signal), app }).subscribe(wish);
    return undefined;
  } catch (error) {
    return error;
  }
}
