import type { WorkspaceId } from '../../../../kit/ids.ts';
import { sendNow } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { bringBackFaq, deleteFaq, type Faq, getUsage, listFaqs, putFaq, retireFaq } from '../../contract.ts';

const stale = [[listFaqs.path], [getUsage.path]];
const nameOf = ({ questions }: Faq) => `“${questions[0]}”`;

/** What is answered with it is over from then on, and goes on again when it is brought back. */
export async function setRetired(workspaceId: WorkspaceId, faq: Faq, isRetired: boolean): Promise<void> {
  const endpoint = isRetired ? retireFaq : bringBackFaq;
  const options = { stale, failureTitle: `${nameOf(faq)} is as it was` };
  await sendNow(endpoint, { params: { workspaceId, faqId: faq.id } }, options).then(
    () =>
      toast({
        title: isRetired ? 'Retired' : 'Answered with again',
        body: nameOf(faq),
        undo: () => void setRetired(workspaceId, faq, !isRetired),
      }),
    () => undefined,
  );
}

/** Gone at once, and back with the same id when it is undone. */
export async function removeFaq(workspaceId: WorkspaceId, faq: Faq): Promise<void> {
  const params = { workspaceId, faqId: faq.id };
  const options = { stale, failureTitle: `${nameOf(faq)} is still there` };
  await sendNow(deleteFaq, { params }, options).then(
    () => toast({ title: 'Deleted', body: nameOf(faq), undo: () => void putBack(workspaceId, faq) }),
    () => undefined,
  );
}

async function putBack(workspaceId: WorkspaceId, faq: Faq): Promise<void> {
  const params = { workspaceId, faqId: faq.id };
  const { title, questions, answer, language, locationId, retiredAt } = faq;
  const body = { title, questions, answer, language, locationId };
  const options = { stale, failureTitle: `${nameOf(faq)} was not brought back` };
  await sendNow(putFaq, { params, body }, options)
    .then(() => (retiredAt ? sendNow(retireFaq, { params }, { stale }) : undefined))
    .catch(() => undefined);
}
