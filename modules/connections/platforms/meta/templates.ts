import { z } from 'zod';
import type { WhatsAppTemplate } from '../../../../providers/meta/whatsapp-templates.ts';
import type { Access, MessageTemplate } from '../platform.ts';
import { rejected } from '../refusal.ts';
import type { MetaClient } from './client.ts';

const pageSize = 100;
/** A business has a few hundred at most. */
const pagesMax = 10;

/** Those that may be sent, as the business behind a number has them. */
export async function listTemplates(
  client: MetaClient,
  access: Access,
  signal: AbortSignal,
): Promise<readonly MessageTemplate[]> {
  const { parentPlatformId } = access;
  if (parentPlatformId === undefined)
    throw rejected('whatsapp', 'templates', 'no_business', 'nobody knows whose number this is');
  const { templates } = client.number(access, signal);
  const found: MessageTemplate[] = [];
  let after: string | undefined;
  for (let page = 0; page < pagesMax; page++) {
    const wish = { status: 'APPROVED', limit: pageSize, ...(after !== undefined && { after }) };
    const { data } = await templates.list(parentPlatformId, wish);
    found.push(...data.items.filter(({ status }) => status === 'APPROVED').map(shown));
    after = data.after;
    if (after === undefined) break;
  }
  return found;
}

const Body = z.looseObject({ type: z.literal('BODY'), text: z.string() });

function shown({ name, language, category = '', components }: WhatsAppTemplate): MessageTemplate {
  const body =
    components.map((one) => Body.safeParse(one).data?.text).find((text) => text !== undefined) ?? '';
  return { name, language, category, body, gapsCount: new Set(body.match(/\{\{\s*\w+\s*\}\}/g)).size };
}
