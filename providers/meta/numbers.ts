import { z } from 'zod';
import type { Answer, Graph, Page, PageWish } from './graph.ts';
import { id, maybe, present, text } from './shapes.ts';

/** A number that a WhatsApp Business Account answers from. */
export interface PhoneNumber {
  readonly id: string;
  readonly businessAccountId: string;
  readonly phoneNumber?: string;
  readonly name?: string;
  /** `GREEN`, `YELLOW`, `RED`, or a word of tomorrow. */
  readonly quality?: string;
}

export async function listNumbers(
  graph: Graph,
  businessAccountId: string,
  wish?: PageWish,
): Promise<Answer<Page<PhoneNumber>>> {
  const answer = await graph.list(
    {
      method: 'GET',
      path: [businessAccountId, 'phone_numbers'],
      name: 'GET /phone_numbers',
      query: { fields: 'id,display_phone_number,verified_name,quality_rating' },
    },
    number,
    wish,
  );
  return {
    ...answer,
    data: { ...answer.data, items: answer.data.items.map((one) => ({ ...one, businessAccountId })) },
  };
}

const number = z
  .object({
    id,
    display_phone_number: maybe(text),
    verified_name: maybe(text),
    quality_rating: maybe(text),
  })
  .transform((one) =>
    present({
      id: one.id,
      phoneNumber: one.display_phone_number,
      name: one.verified_name,
      quality: one.quality_rating,
    }),
  );
