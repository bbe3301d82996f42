import { useState } from 'react';
import { ApiError, q, queryClient, useLoaded } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/Button.tsx';
import { AlertDialog } from '../../../web/kit/Dialog.tsx';
import { FormProblem } from '../../../web/kit/Form.tsx';
import { Link } from '../../../web/kit/Link.tsx';
import { Section } from '../../../web/kit/Section.tsx';
import { useSend } from '../../../web/kit/send.ts';
import { Time } from '../../../web/kit/time.tsx';
import { toast } from '../../../web/kit/toast.ts';
import { paths } from '../../../web/paths.ts';
import {
  type Deletion,
  deleteDeletion,
  deletionGraceDays,
  getDeletion,
  postDeletion,
} from '../profile/contract.ts';
import { getMe } from '../sign-in/contract.ts';

const stale = [[getMe.path], [getDeletion.path]];

export function DeletionSection() {
  const { removedAt } = useLoaded(q(getDeletion));
  return removedAt ? <Leaving removedAt={removedAt} /> : <Leave />;
}

const show = (deletion: Deletion) => queryClient.setQueryData(q(getDeletion).queryKey, deletion);

function Leaving({ removedAt }: { removedAt: Date }) {
  const stay = useSend(deleteDeletion, {
    stale,
    failureTitle: 'Your account is still being deleted',
    onReply: (reply) => {
      show(reply);
      toast({ title: 'Your account stays' });
    },
  });
  return (
    <Section
      title="Your account is being deleted"
      hint={
        <>
          All that is yours goes on <Time at={removedAt} as="day" />. Until then you can change your mind.
        </>
      }
      actions={
        <Button look="primary" busy={stay.isPending} onClick={() => stay.send({})}>
          Keep my account
        </Button>
      }
    >
      {null}
    </Section>
  );
}

function Leave() {
  const [isAsked, setAsked] = useState(false);
  const leave = useSend(postDeletion, {
    stale,
    onReply: (reply) => {
      show(reply);
      toast({ title: 'Your account will be deleted', body: 'Until then you can keep it after all.' });
    },
  });
  const confirmed = () => {
    setAsked(false);
    leave.send({});
  };
  return (
    <Section
      title="Delete your account"
      hint={`You are signed out everywhere else at once. After ${deletionGraceDays} days everything of yours is gone.`}
      actions={
        <Button look="danger" busy={leave.isPending} onClick={() => setAsked(true)}>
          Delete account
        </Button>
      }
    >
      {leave.error && <Refusal error={leave.error} />}
      <AlertDialog
        open={isAsked}
        title="Delete your account?"
        body={`You have ${deletionGraceDays} days to change your mind: sign in again and keep it. Then it is gone for good.`}
        confirm="Delete account"
        onConfirm={confirmed}
        onCancel={() => setAsked(false)}
      />
    </Section>
  );
}

const ofWorkspace = /^workspaces\./;

/** Others would be left in workspaces that nobody owns: each is named, and one goes there to hand it over. */
function Refusal({ error }: { error: Error }) {
  const owned = error instanceof ApiError ? error.fields.filter(({ path }) => ofWorkspace.test(path)) : [];
  return (
    <div className="flex flex-col gap-3">
      <FormProblem error={error} />
      {owned.length > 0 && (
        <ul aria-label="Workspaces that only you own">
          {owned.map(({ path, message }) => (
            <li key={path} className="border-b border-line py-2">
              <Link to={paths.workspaceSettings({ workspaceId: path.replace(ofWorkspace, '') })}>
                {message}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
