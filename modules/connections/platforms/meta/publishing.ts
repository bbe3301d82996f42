import { z } from 'zod';
import type { Draft } from '../../../../providers/meta/publishing.ts';
import type { CallRequest, Found, Performed } from '../platform.ts';
import { rejected } from '../refusal.ts';
import type { Where } from './where.ts';

const url = z.url().max(4_000);
const words = {
  caption: z.string().max(2_200).optional(),
  collaborators: z.array(z.string().max(60)).max(3).optional(),
  locationId: z.string().max(60).optional(),
};
const userTags = z
  .array(z.strictObject({ username: z.string().max(60), x: z.number().optional(), y: z.number().optional() }))
  .max(20)
  .optional();
const imageWords = { altText: z.string().max(1_000).optional(), userTags };
const files = { imageUrl: url.optional(), videoUrl: url.optional() };

/** What `publish` carries for Instagram: a container is made, and is published when it has its files. */
export const InstagramPublish = z.discriminatedUnion('step', [
  z.strictObject({
    step: z.literal('prepare'),
    draft: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('image'), imageUrl: url, ...words, ...imageWords }),
      z.strictObject({
        kind: z.literal('reel'),
        videoUrl: url,
        ...words,
        coverUrl: url.optional(),
        thumbOffsetMs: z.number().int().min(0).optional(),
        isInFeed: z.boolean().optional(),
        audioName: z.string().max(200).optional(),
        userTags,
      }),
      z.strictObject({ kind: z.literal('story'), ...files }),
      z.strictObject({ kind: z.literal('part'), ...files, ...imageWords }),
      z.strictObject({
        kind: z.literal('album'),
        partIds: z.array(z.string().max(60)).min(2).max(10),
        ...words,
      }),
    ]),
  }),
  z.strictObject({ step: z.literal('publish'), containerId: z.string().min(1).max(60) }),
]);

/** `platformId`: of the container that was prepared, or of the post that was published. */
export async function publishOnInstagram(where: Where, call: CallRequest): Promise<Performed> {
  const request = readRequest(call);
  const { client, access, signal } = where;
  const { publishing } = client.instagram(access, signal);
  if (request.step === 'prepare') {
    const answer = await publishing.create(access.platformAccountId, request.draft as Draft);
    return { platformId: answer.data.containerId, ...client.usage(answer.usage) };
  }
  const answer = await publishing.publish(access.platformAccountId, request.containerId);
  return { platformId: answer.data.mediaId, ...client.usage(answer.usage) };
}

/** A container says itself whether it was published, though not as what: that is the post that came since. */
export async function findPublished(where: Where, call: CallRequest): Promise<Found> {
  const request = readRequest(call);
  // A container that nobody publishes is gone after a day: one more does no harm.
  if (request.step === 'prepare') return { outcome: 'not_done' };
  const { client, access, signal } = where;
  const account = client.instagram(access, signal);
  const { data: state } = await account.publishing.state(request.containerId);
  if (state.status !== 'PUBLISHED') return { outcome: 'not_done' };
  const { data: posts } = await account.media.list(access.platformAccountId, { limit: 5 });
  const since = posts.items.filter(({ id, at }) => isSince(call, at) && !call.knownIds?.includes(id));
  return { outcome: 'done', platformId: since.length === 1 ? since[0]!.id : undefined };
}

const isSince = ({ startedAt }: CallRequest, at: Date | undefined) =>
  startedAt !== undefined &&
  at !== undefined &&
  at.getTime() >= Math.floor(startedAt.getTime() / 1_000) * 1_000;

function readRequest({ request }: CallRequest) {
  const read = InstagramPublish.safeParse(request);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw rejected('instagram', 'publish', 'request_malformed', `${issue!.path.join('.')} ${issue!.message}`);
}
