import { z } from 'zod';
import type { Answer, Graph, Page, PageWish } from './graph.ts';
import { id, maybe, present, text } from './shapes.ts';

export interface WhatsAppTemplate {
  readonly id: string;
  readonly name: string;
  readonly language: string;
  /** `APPROVED`, `PENDING`, `REJECTED`, `PAUSED`, `DISABLED`, or a word of tomorrow. */
  readonly status: string;
  /** `MARKETING`, `UTILITY`, `AUTHENTICATION`. */
  readonly category?: string;
  readonly rejectedFor?: string;
  /** As they were submitted: header, body, footer, buttons. */
  readonly components: readonly unknown[];
}

/** The approved and waiting words of a WhatsApp Business Account. */
export interface WhatsAppTemplates {
  list(
    businessAccountId: string,
    wish?: PageWish & { name?: string; status?: string },
  ): Promise<Answer<Page<WhatsAppTemplate>>>;
  /** Submits one. The same name in the same language is refused, so a lost answer is found by listing. */
  create(
    businessAccountId: string,
    template: { name: string; language: string; category: string; components: readonly unknown[] },
  ): Promise<Answer<{ id: string; status?: string; category?: string }>>;
}

const fields = 'id,name,language,status,category,rejected_reason,components';

export function openWhatsAppTemplates(graph: Graph): WhatsAppTemplates {
  const path = (businessAccountId: string) => [businessAccountId, 'message_templates'];
  return {
    list: (businessAccountId, { name, status, ...wish } = {}) =>
      graph.list(
        {
          method: 'GET',
          path: path(businessAccountId),
          name: 'GET /message_templates',
          query: { fields, name, status },
        },
        template,
        wish,
      ),
    create: (businessAccountId, json) =>
      graph.ask(
        { method: 'POST', path: path(businessAccountId), name: 'POST /message_templates', json },
        z.object({ id, status: maybe(text), category: maybe(text) }).transform(present),
      ),
  };
}

const template = z
  .object({
    id,
    name: text,
    language: text,
    status: text,
    category: maybe(text),
    rejected_reason: maybe(text),
    components: maybe(z.array(z.unknown())),
  })
  .transform(
    ({ rejected_reason, components, ...one }): WhatsAppTemplate => ({
      ...present({
        ...one,
        // The platform writes NONE where there is no reason.
        rejectedFor: rejected_reason === 'NONE' ? undefined : rejected_reason,
      }),
      components: components ?? [],
    }),
  );
