import { errorsOf } from '../../kit/errors.ts';
import { bulkErrors } from './bulk/contract.ts';
import { commentsErrors } from './comments/contract.ts';
import { contactsErrors } from './contacts/contract.ts';
import { conversationsErrors } from './conversations/contract.ts';
import { figuresErrors } from './figures/contract.ts';
import { intakeErrors } from './intake/contract.ts';
import { mailErrors } from './mail/contract.ts';
import { messagesErrors } from './messages/contract.ts';
import { repliesErrors } from './replies/contract.ts';
import { searchErrors } from './search/contract.ts';
import { sendingErrors } from './sending/contract.ts';
import { viewsErrors } from './views/contract.ts';

export * from './bulk/contract.ts';
export * from './comments/contract.ts';
export * from './contacts/contract.ts';
export * from './conversations/contract.ts';
export * from './figures/contract.ts';
export * from './intake/contract.ts';
export * from './mail/contract.ts';
export * from './messages/contract.ts';
export * from './organizing/contract.ts';
export * from './replies/contract.ts';
export * from './rights/contract.ts';
export * from './search/contract.ts';
export * from './sending/contract.ts';
export * from './views/contract.ts';

export const inboxError = errorsOf('inbox', {
  ...bulkErrors,
  ...commentsErrors,
  ...contactsErrors,
  ...conversationsErrors,
  ...figuresErrors,
  ...intakeErrors,
  ...mailErrors,
  ...messagesErrors,
  ...repliesErrors,
  ...searchErrors,
  ...sendingErrors,
  ...viewsErrors,
});
