import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { World } from '../world.ts';
import type { Payload } from './payload.ts';
import { S3Error } from './xml.ts';

export interface StoredObject {
  file: string;
  bytes: number;
  etag: string;
  contentType: string;
  changedAt: string;
  metadata: Record<string, string>;
  checksum?: { name: string; value: string };
}
interface Part {
  file: string;
  bytes: number;
  etag: string;
}
interface Upload {
  bucket: string;
  key: string;
  about: About;
  parts: Record<string, Part>;
}
/** What was said about an object when it was sent. */
export interface About {
  contentType: string;
  metadata: Record<string, string>;
}
export interface State {
  buckets: Record<string, Record<string, StoredObject>>;
  uploads: Record<string, Upload>;
}

export type Shelf = Awaited<ReturnType<typeof openShelf>>;

const partBytesMin = 5 * 1024 * 1024;
/** Any bucket named on first use exists, so that nothing has to be set up; this one refuses. */
const missingBucket = 'no-such-bucket';
const bucketShape = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Buckets and what is in them: the index in the part's state, the bytes as files of its folder. */
export async function openShelf(world: World) {
  const folder = await world.folder('s3');
  const state = await world.keep<State>('s3', () => ({ buckets: {}, uploads: {} }));
  const pathOf = (file: string) => join(folder, file);

  const bucketOf = (name: string) => {
    if (name === missingBucket) throw new S3Error('NoSuchBucket');
    if (!bucketShape.test(name)) throw new S3Error('InvalidBucketName');
    state.value.buckets[name] ??= {};
    return state.value.buckets[name];
  };
  const write = async (bytes: Buffer) => {
    const file = randomUUID();
    await writeFile(pathOf(file), bytes);
    return { file, bytes: bytes.length, etag: md5(bytes) };
  };
  const forget = (file: string) => rm(pathOf(file), { force: true });
  const replace = async (bucket: string, key: string, object: StoredObject) => {
    const objects = bucketOf(bucket);
    const earlier = objects[key];
    objects[key] = object;
    state.changed();
    if (earlier) await forget(earlier.file);
  };
  const uploadOf = (id: string, bucket: string, key: string) => {
    const upload = state.value.uploads[id];
    if (!upload || upload.bucket !== bucket || upload.key !== key) throw new S3Error('NoSuchUpload');
    return upload;
  };

  return {
    state,
    find(bucket: string, key: string): StoredObject {
      const object = bucketOf(bucket)[key];
      if (!object) throw new S3Error('NoSuchKey');
      return object;
    },
    read: (object: StoredObject, first: number, last: number): Readable | string =>
      last < first ? '' : createReadStream(pathOf(object.file), { start: first, end: last }),
    keysOf: (bucket: string) =>
      Object.entries(bucketOf(bucket)).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))),

    async put(bucket: string, key: string, payload: Payload, about: About): Promise<StoredObject> {
      bucketOf(bucket);
      const stored = await write(payload.bytes);
      const checksum = payload.checksum ? { checksum: payload.checksum } : {};
      const object = { ...stored, ...about, ...checksum, changedAt: world.now().toISOString() };
      await replace(bucket, key, object);
      return object;
    },
    async remove(bucket: string, key: string): Promise<void> {
      const objects = bucketOf(bucket);
      const object = objects[key];
      if (!object) return;
      delete objects[key];
      state.changed();
      await forget(object.file);
    },

    begin(bucket: string, key: string, about: About): string {
      bucketOf(bucket);
      const id = randomUUID();
      state.value.uploads[id] = { bucket, key, about, parts: {} };
      state.changed();
      return id;
    },
    async putPart(id: string, bucket: string, key: string, number: number, payload: Payload): Promise<Part> {
      const upload = uploadOf(id, bucket, key);
      const part = await write(payload.bytes);
      const earlier = upload.parts[number];
      upload.parts[number] = part;
      state.changed();
      if (earlier) await forget(earlier.file);
      return part;
    },
    async complete(
      id: string,
      bucket: string,
      key: string,
      wanted: { number: number; etag: string }[],
    ): Promise<StoredObject> {
      const upload = uploadOf(id, bucket, key);
      const parts = chosenParts(upload, wanted);
      const contents = await Promise.all(parts.map((part) => readFile(pathOf(part.file))));
      const whole = await write(Buffer.concat(contents));
      const hashes = Buffer.concat(parts.map((part) => Buffer.from(part.etag, 'hex')));
      const etag = `${md5(hashes)}-${parts.length}`;
      const object = { ...whole, ...upload.about, etag, changedAt: world.now().toISOString() };
      await replace(bucket, key, object);
      await this.abort(id, bucket, key);
      return object;
    },
    async abort(id: string, bucket: string, key: string): Promise<void> {
      const upload = uploadOf(id, bucket, key);
      delete state.value.uploads[id];
      state.changed();
      for (const part of Object.values(upload.parts)) await forget(part.file);
    },

    /** Damages the stored bytes without telling the index: what a client's checksum is for. */
    async rot(object: StoredObject): Promise<void> {
      const bytes = await readFile(pathOf(object.file));
      if (bytes.length > 0) bytes[0]! ^= 0xff;
      await writeFile(pathOf(object.file), bytes);
    },
    async clear(): Promise<void> {
      state.reset();
      await rm(folder, { recursive: true, force: true });
      await world.folder('s3');
    },
  };
}

function chosenParts(upload: Upload, wanted: { number: number; etag: string }[]): Part[] {
  const parts = wanted.map(({ number, etag }, i) => {
    if (i > 0 && number <= wanted[i - 1]!.number) throw new S3Error('InvalidPartOrder');
    const part = upload.parts[number];
    if (!part || part.etag !== etag) throw new S3Error('InvalidPart');
    return part;
  });
  if (parts.length === 0) throw new S3Error('MalformedXML');
  if (parts.slice(0, -1).some((part) => part.bytes < partBytesMin)) throw new S3Error('EntityTooSmall');
  return parts;
}

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');
