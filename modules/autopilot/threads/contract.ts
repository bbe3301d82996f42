import { z } from 'zod';
import { ChannelId, ChannelPlatform, ContactId } from '../../inbox/contract.ts';
import { LocationId } from '../../workspaces/contract.ts';

/** Where something is said, and with whom. */
export const Thread = z.object({
  channelId: ChannelId,
  platform: ChannelPlatform,
  channelName: z.string(),
  locationId: LocationId.nullable(),
  /** Null of a comment whose writer is known to nobody. */
  contactId: ContactId.nullable(),
  personName: z.string(),
});
