import { useMutation, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { callWith, q, queryClient } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { FormProblem } from '../../../../web/kit/Form.tsx';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import {
  deleteUnsubscription,
  getUnsubscription,
  putUnsubscription,
  type Unsubscription,
} from '../../campaigns/contract.ts';
import { PublicFrame } from './PublicFrame.tsx';

const tokenLengthMin = 20;

/** One button, because a program that looks at the links of a mail must not be able to press it by looking. */
export default function UnsubscribePage() {
  const token = useSearchParams()[0].get('token') ?? '';
  const hasToken = token.length >= tokenLengthMin;
  const asked = useQuery({ ...q(getUnsubscription, { query: { token } }), enabled: hasToken });
  if (!hasToken || asked.isError) {
    return (
      <PublicFrame title="Mail from us">
        {asked.error ? (
          <Failed
            title="This link does not work"
            error={asked.error}
            // One that is none stays none.
            again={asked.error.status === 404 ? undefined : () => void asked.refetch()}
          />
        ) : (
          <p>
            This link was cut off. Use the one at the end of the mail, or the button “Unsubscribe” that your
            mail program shows beside the sender.
          </p>
        )}
      </PublicFrame>
    );
  }
  if (!asked.data) {
    return (
      <PublicFrame title="Mail from us">
        <Loading label="Looking whose link this is" lines={2} />
      </PublicFrame>
    );
  }
  return <Choice token={token} {...asked.data} />;
}

function Choice({ token, email, unsubscribedAt }: Unsubscription & { token: string }) {
  const keep = (reply: Unsubscription) =>
    queryClient.setQueryData(q(getUnsubscription, { query: { token } }).queryKey, reply);
  const leave = useMutation({
    mutationFn: () => callWith(putUnsubscription, { body: { token } }),
    onSuccess: keep,
  });
  const comeBack = useMutation({
    mutationFn: () => callWith(deleteUnsubscription, { query: { token } }),
    onSuccess: keep,
  });
  const isOut = unsubscribedAt !== null;
  const act = isOut ? comeBack : leave;
  return (
    <PublicFrame title={isOut ? 'You are unsubscribed' : 'No more mail from us?'}>
      <div className="flex flex-col items-start gap-6">
        <p role="status" className="max-w-prose break-words">
          {isOut ? (
            <>
              <strong className="font-[550]">{email}</strong> gets no more news from us. What you must know
              about your account, like a new password, still comes.
            </>
          ) : (
            <>
              Then <strong className="font-[550]">{email}</strong> gets no more news from us, at once.
            </>
          )}
        </p>
        {act.error && <FormProblem error={act.error} />}
        <Button look={isOut ? 'plain' : 'primary'} busy={act.isPending} onClick={() => act.mutate()}>
          {isOut ? 'Subscribe again' : 'Unsubscribe'}
        </Button>
      </div>
    </PublicFrame>
  );
}
