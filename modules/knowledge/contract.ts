import { errorsOf } from '../../kit/errors.ts';
import { documentsErrors } from './documents/contract.ts';
import { faqsErrors } from './faqs/contract.ts';
import { ingestingErrors } from './ingesting/contract.ts';
import { readingErrors, sitesErrors } from './reading/contract.ts';
import { searchErrors } from './search/contract.ts';
import { siteErrors } from './sites/contract.ts';

export * from './documents/contract.ts';
export * from './faqs/contract.ts';
export * from './ingesting/contract.ts';
export * from './reading/contract.ts';
export * from './rights/contract.ts';
export * from './search/contract.ts';
export * from './sites/contract.ts';

export const knowledgeError = errorsOf('knowledge', {
  ...documentsErrors,
  ...faqsErrors,
  ...ingestingErrors,
  ...readingErrors,
  ...searchErrors,
  ...siteErrors,
  ...sitesErrors,
});
