import { z } from 'zod';

/**
 * Ids are UUIDv7, made by whoever starts the work, before the first attempt: the same request twice is one row.
 * The time in front keeps neighbours in time neighbours in the index. Runs in the browser too.
 */
export const WorkspaceId = z.uuid().brand<'WorkspaceId'>();
export type WorkspaceId = z.infer<typeof WorkspaceId>;
export const UserId = z.uuid().brand<'UserId'>();
export type UserId = z.infer<typeof UserId>;
export const MemberId = z.uuid().brand<'MemberId'>();
export type MemberId = z.infer<typeof MemberId>;
export const ApiKeyId = z.uuid().brand<'ApiKeyId'>();
export type ApiKeyId = z.infer<typeof ApiKeyId>;

/** What belongs to the installation and to no workspace is kept under the id that no workspace has. */
export const installationId = '00000000-0000-0000-0000-000000000000' as WorkspaceId;

let lastMs = 0;
let counter = 0;
const counterMax = 0xfff;
/** Asked for a time so much earlier, it is another clock or one that was set back; less is a clock that wavers. */
const setBackMs = 1_000;

/** `newId(ReplyId)`: ids made by one process are in the order they were made, also within a millisecond. */
export function newId<T extends string>(brand: { parse(value: unknown): T }, at: number = Date.now()): T {
  return brand.parse(uuidv7(at));
}

export function uuidv7(at: number = Date.now()): string {
  if (at > lastMs || at < lastMs - setBackMs) {
    lastMs = at;
    counter = 0;
  } else if (counter < counterMax) {
    counter += 1;
  } else {
    // 4,096 ids in one millisecond: borrow from the next one rather than lose the order.
    lastMs += 1;
    counter = 0;
  }
  const time = lastMs.toString(16).padStart(12, '0');
  const random = randomBytes();
  let tail = hex[(random[0]! & 0x3f) | 0x80]!;
  for (let i = 1; i < random.length; i++) tail += hex[random[i]!]!;
  const sequence = counter.toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const randomBytesPerId = 8;
let pool = new Uint8Array(0);
let used = 0;

/** Asked for many ids' worth at a time: each request needs an id, and asking costs more than the bytes. */
function randomBytes(): Uint8Array {
  if (used + randomBytesPerId > pool.length) {
    pool = crypto.getRandomValues(new Uint8Array(128 * randomBytesPerId));
    used = 0;
  }
  used += randomBytesPerId;
  return pool.subarray(used - randomBytesPerId, used);
}
