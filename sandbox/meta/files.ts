import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Answer, json, type Request } from '../http.ts';
import { answerOf, GraphError } from './errors.ts';
import { pictureOf, portraitOf } from './pictures.ts';
import type { Meta } from './state.ts';
import { tokenOf, tokenText } from './tokens.ts';

const gone = json({ error: 'URL signature expired' }, 403);
const storyLifeMs = 24 * 3_600_000;
const jpeg = (body: Buffer): Answer => ({ headers: { 'content-type': 'image/jpeg' }, body });

/** `/cdn.sandbox/<kind>/<name>`: what Meta serves to anybody who has the address. */
export async function cdnFile(meta: Meta, { params }: Request): Promise<Answer> {
  const { kind = '', name = '' } = params;
  const bare = name.replace(/\.\w+$/, '');
  if (kind === 'picture') return jpeg(await pictureOf(name));
  if (kind === 'person') return jpeg(await portraitOf(meta.person(bare)?.name ?? bare));
  if (kind === 'account') return jpeg(await portraitOf(meta.account(bare)?.name ?? bare));
  if (kind === 'mention') return isOld(meta, Number(bare)) ? gone : jpeg(await pictureOf(name));
  if (kind === 'story') {
    const story = meta.all().posts[bare];
    return !story || isOld(meta, Date.parse(story.at)) ? gone : jpeg(await pictureOf(story.id));
  }
  if (kind === 'clip') return clip(name);
  if (kind === 'published' && /^\d+$/.test(bare)) return fromFolder(meta, `${bare}.jpg`, 'image/jpeg');
  const upload = kind === 'upload' ? meta.all().uploads[name] : undefined;
  return upload ? fromFolder(meta, upload.file, upload.mimeType) : gone;
}

const isOld = (meta: Meta, at: number) => !(meta.now().getTime() - at < storyLifeMs);

/** Nothing to look at: as much as tells a program what kind of file it is. */
function clip(name: string): Answer {
  if (name.endsWith('.pdf'))
    return { headers: { 'content-type': 'application/pdf' }, body: '%PDF-1.4\n%%EOF\n' };
  const box = Buffer.from('000000186674797069736f6d0000020069736f6d69736f32', 'hex');
  const type = name.startsWith('audio') ? 'audio/mp4' : 'video/mp4';
  return { headers: { 'content-type': type }, body: box };
}

async function fromFolder(meta: Meta, file: string, type: string): Promise<Answer> {
  const bytes = await readFile(join(await meta.world.folder('meta'), file)).catch(() => undefined);
  return bytes ? { headers: { 'content-type': type }, body: bytes } : gone;
}

/** What WhatsApp keeps: for five minutes under this address, and for whoever has the token. */
export async function whatsappFile(meta: Meta, request: Request): Promise<Answer> {
  const query = request.url.searchParams;
  try {
    if (!request.headers.authorization)
      throw new GraphError(190, 'Authentication is needed to fetch this.', { status: 401 });
    const token = tokenOf(meta, tokenText(request, {}));
    const upload = meta.all().uploads[query.get('mid') ?? ''];
    const phone = upload && meta.all().accounts[upload.phoneId];
    const isOver = Number(query.get('ext')) * 1_000 < meta.now().getTime();
    if (!phone || isOver || query.get('hash') !== upload.sha256 || !token.assets.includes(phone.wabaId!))
      return json({ error: 'URL signature expired' }, 404);
    return fromFolder(meta, upload.file, upload.mimeType);
  } catch (error) {
    if (error instanceof GraphError) return answerOf(error);
    throw error;
  }
}
