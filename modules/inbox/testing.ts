import type { Samples } from '../../kit/http/sample.ts';
import { bulkSamples } from './bulk/testing.ts';
import { commentsSamples } from './comments/testing.ts';
import { contactsSamples } from './contacts/testing.ts';
import { conversationsSamples } from './conversations/testing.ts';
import { figuresSamples } from './figures/testing.ts';
import { intakeSamples } from './intake/testing.ts';
import { mailSamples } from './mail/testing.ts';
import { messagesSamples } from './messages/testing.ts';
import { repliesSamples } from './replies/testing.ts';
import { searchSamples } from './search/testing.ts';
import { sendingSamples } from './sending/testing.ts';
import { viewsSamples } from './views/testing.ts';
import type { Walk } from './walk.ts';

/** A good input for every route of this module. */
export const samples: Samples<Walk> = {
  ...bulkSamples,
  ...commentsSamples,
  ...contactsSamples,
  ...conversationsSamples,
  ...figuresSamples,
  ...intakeSamples,
  ...mailSamples,
  ...messagesSamples,
  ...repliesSamples,
  ...searchSamples,
  ...sendingSamples,
  ...viewsSamples,
};

export { commented } from './comments/testing.ts';
export {
  type Begun,
  beginConversation,
  conversationWithWords,
  inboxWorkspace,
  openChannel,
  said,
} from './messages/testing.ts';
export { type SendingWorld, sendingWorld } from './sending/testing/world.ts';
