import { z } from 'zod';
import { type Answer, type Graph, openGraph, type Way } from './graph.ts';
import { done, id, listOf, maybe, text } from './shapes.ts';
import type { App } from './tokens.ts';

export type WebhookObject = 'instagram' | 'page' | 'whatsapp_business_account';

export interface AppSubscription {
  /** A `WebhookObject`, or one that we do not subscribe to. */
  readonly object: string;
  readonly callbackUrl: string;
  readonly isActive: boolean;
  readonly fields: readonly string[];
}

/** Where the app has its webhooks sent: once per app, with the app's own token. */
export interface AppWebhooks {
  /** The platform asks the callback for its challenge before it answers. */
  subscribe(wish: {
    object: WebhookObject;
    callbackUrl: string;
    verifyToken: string;
    fields: readonly string[];
  }): Promise<Answer<undefined>>;
  list(): Promise<Answer<readonly AppSubscription[]>>;
  unsubscribe(object: WebhookObject): Promise<Answer<undefined>>;
}

export function openAppWebhooks(options: Way & { version: string; app: App }): AppWebhooks {
  const { app, ...rest } = options;
  const graph = openGraph({ ...rest, host: 'graph.facebook.com', token: `${app.id}|${app.secret}` });
  const path = [app.id, 'subscriptions'];
  return {
    subscribe: ({ object, callbackUrl, verifyToken, fields }) =>
      graph.ask(
        {
          method: 'POST',
          path,
          name: 'POST /subscriptions',
          isRepeatable: true,
          form: {
            object,
            callback_url: callbackUrl,
            verify_token: verifyToken,
            fields: fields.join(','),
            include_values: 'true',
          },
        },
        done,
      ),
    list: () => graph.ask({ method: 'GET', path, name: 'GET /subscriptions' }, subscriptions),
    unsubscribe: (object) =>
      graph.ask(
        { method: 'DELETE', path, name: 'DELETE /subscriptions', isRepeatable: true, query: { object } },
        done,
      ),
  };
}

/**
 * Whether the app hears of one account. Named is what is subscribed: the Instagram account itself with Instagram
 * Login, its Page with Facebook Login (`senderId` of a candidate in both cases), and of a number the WhatsApp Business
 * Account it belongs to.
 */
export interface AccountWebhooks {
  /** A WhatsApp Business Account knows no fields: what is sent of it is what the app subscribed to. */
  subscribe(accountId: string, fields?: readonly string[]): Promise<Answer<undefined>>;
  state(accountId: string): Promise<Answer<{ isSubscribed: boolean; fields: readonly string[] }>>;
  unsubscribe(accountId: string): Promise<Answer<undefined>>;
}

export function openAccountWebhooks(graph: Graph): AccountWebhooks {
  const path = (accountId: string) => [accountId, 'subscribed_apps'];
  return {
    subscribe: (accountId, fields = []) =>
      graph.ask(
        {
          method: 'POST',
          path: path(accountId),
          name: 'POST /subscribed_apps',
          isRepeatable: true,
          query: { subscribed_fields: fields.length > 0 ? fields.join(',') : undefined },
        },
        done,
      ),
    state: (accountId) =>
      graph.ask({ method: 'GET', path: path(accountId), name: 'GET /subscribed_apps' }, subscribedApps),
    unsubscribe: (accountId) =>
      graph.ask(
        { method: 'DELETE', path: path(accountId), name: 'DELETE /subscribed_apps', isRepeatable: true },
        done,
      ),
  };
}

/** Names alone, or names with the version they are sent in. */
const fieldName = z.union([text, z.object({ name: text }).transform(({ name }) => name)]);

const subscriptions = z
  .object({
    data: listOf(
      z
        .object({
          object: text,
          callback_url: text,
          active: maybe(z.boolean()),
          fields: maybe(listOf(fieldName)),
        })
        .transform(
          ({ object, callback_url, active, fields }): AppSubscription => ({
            object,
            callbackUrl: callback_url,
            isActive: active ?? true,
            fields: fields ?? [],
          }),
        ),
    ),
  })
  .transform(({ data }) => data);

/** A token sees the subscription of its own app alone. */
const subscribedApps = z
  .object({
    data: listOf(z.object({ id: maybe(id), subscribed_fields: maybe(listOf(fieldName)) })),
  })
  .transform(({ data }) => ({
    isSubscribed: data.length > 0,
    fields: [...new Set(data.flatMap(({ subscribed_fields }) => subscribed_fields ?? []))],
  }));
